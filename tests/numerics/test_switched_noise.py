"""Escape times with noise that changes."""

from math import exp

import pytest
import sympy as sp

from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL
from ledger.bound import exact
from numerics.line.escape import mean_escape_time
from numerics.switched_noise import switched_escape_time, two_rates


def test_no_change_of_noise_changes_nothing():
    found = switched_escape_time(DOUBLE_WELL, (16, 16), 50.0, -1, 1)
    assert float(found.middle) == pytest.approx(
        float(mean_escape_time(DOUBLE_WELL, 16, -1, 1).middle), rel=2e-3
    )


def test_an_immediate_change_leaves_the_second_noise():
    found = switched_escape_time(DOUBLE_WELL, (8, 16), 1e-6, -1, 1)
    assert float(found.middle) == pytest.approx(
        float(mean_escape_time(DOUBLE_WELL, 16, -1, 1).middle), rel=2e-3
    )


def test_two_rates_mix_the_times():
    mixed = two_rates(exact(1), exact(3), sp.exp(-1))
    assert float(mixed.middle) == pytest.approx(1 + 2 * exp(-1))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((SHEARED_DOUBLE_WELL, (8, 16), 1.0, -1, 1), "one coordinate is wanted"),
        ((DOUBLE_WELL, (8, 16), 1.0, 1, -1), "has to lie above"),
        ((DOUBLE_WELL, (8, 0), 1.0, -1, 1), "etas=0: a positive number"),
        ((DOUBLE_WELL, (8, 16), 0.0, -1, 1), "switch=0.0: a positive number"),
    ],
)
def test_bad_input(arguments, message):
    with pytest.raises(ValueError, match=message):
        switched_escape_time(*arguments)
