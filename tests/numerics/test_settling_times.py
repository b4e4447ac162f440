"""The time to come near p∞ in many dimensions."""

import numpy as np
import pytest
from scipy.optimize import brentq

from numerics.settling_times import settling_time


@pytest.mark.parametrize("d", [1, 10, 1000])
def test_settling_time_is_the_root_found_by_another_solver(d):
    def log_mass(t):
        r = np.exp(-2 * t)
        return r / (1 + r) - np.log1p(-(r**2)) / 2

    known = brentq(lambda t: d * log_mass(t) - np.log(1.01), 0.5, 20, xtol=1e-13)
    assert float(settling_time(d).middle) == pytest.approx(known, rel=1e-9)


def test_no_dimension_is_refused():
    with pytest.raises(ValueError, match="d=0: a dimension of at least 1 is wanted"):
        settling_time(0)
