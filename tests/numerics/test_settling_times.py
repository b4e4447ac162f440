"""The time to come near p∞ in many dimensions."""

import mpmath
import numpy as np
import pytest
import sympy as sp
from scipy.optimize import brentq

from numerics.settling_times import log_mass, r, settling_time


@pytest.mark.parametrize("d", [1, 10, 1000])
def test_settling_time_is_the_root_found_by_another_solver(d):
    def by_hand(t):
        ratio = np.exp(-2 * t)
        return ratio / (1 + ratio) - np.log1p(-(ratio**2)) / 2

    known = brentq(lambda t: d * by_hand(t) - np.log(1.01), 0.5, 20, xtol=1e-13)
    assert float(settling_time(d).middle) == pytest.approx(known, rel=1e-9)


def test_no_dimension_is_refused():
    with pytest.raises(ValueError, match="d=0: a dimension of at least 1 is wanted"):
        settling_time(0)


def test_the_distance_passes_a_hundredth_inside_the_enclosure():
    found, log_of = settling_time(10), sp.lambdify(r, log_mass(), "mpmath")
    with mpmath.workdps(120):
        level = mpmath.log(1 + mpmath.mpf(1) / 100) / 10
        ends = (mpmath.mpf(e.numerator) / e.denominator for e in (found.low, found.high))
        before, after = (log_of(mpmath.exp(-2 * end)) - level for end in ends)
    assert after < 0 < before
