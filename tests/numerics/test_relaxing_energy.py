"""Theorem 2.4 over a barrier while the temperature settles."""

import numpy as np
import pytest
from scipy import integrate

from derivations.zoo import DOUBLE_WELL
from ledger.bound import exact
from numerics.line.spectrum import poincare_constant
from numerics.relaxing_energy import (
    SLOW,
    drift_constant,
    largest_bracket,
    mean_squared_slope,
    printed_bound,
    source_bound,
)

W = np.linspace(-3, 3, 600_001)
SLOPE, BEND = W**3 - W, 3 * W**2 - 1


def test_largest_bracket_is_the_largest():
    assert float(largest_bracket()) == pytest.approx((BEND - SLOPE**2).max(), rel=1e-9)


def test_mean_squared_slope_is_the_mean():
    weight = np.exp(-((W**2 - 1) ** 2))
    assert float(mean_squared_slope().middle) == pytest.approx(
        (SLOPE**2 * weight).sum() / weight.sum(), rel=1e-9
    )


def test_drift_constant_is_made_as_stated():
    constant = float(poincare_constant(DOUBLE_WELL, 4).middle)
    expected = 2 * float(largest_bracket()) / (4 * constant) + 8 / 16
    assert float(drift_constant().middle) == pytest.approx(expected)


def test_source_is_linear_and_grows_like_the_square_of_what_is_left():
    assert float((source_bound(SLOW, 20, 6) / source_bound(SLOW, 20, 3)).middle) == pytest.approx(2)
    rate = 3 * float(poincare_constant(DOUBLE_WELL, 4).middle) / 32
    s = np.linspace(0, 20, 200_001)
    total = integrate.simpson(np.exp(-rate * (20 - s)) / (16 * (1 + s) ** 2), x=s)
    assert float(source_bound(SLOW, 20).middle) == pytest.approx(
        0.75 * float(mean_squared_slope().middle) * total, rel=1e-8
    )


def test_printed_bound_starts_at_the_distance():
    assert float(printed_bound(exact(2), 0, 1).middle) == pytest.approx(2)
    decay = 10 * float(poincare_constant(DOUBLE_WELL, 4).middle) / 4
    assert float(printed_bound(exact(2), 10, 4).middle) == pytest.approx((decay + 2) * np.exp(-decay))
