import math

import flint
import mpmath
import numpy as np
import pytest
import sympy as sp
from scipy.special import erf

from numerics.polya import (
    CANDIDATES,
    NEAR,
    POLYA,
    PRINTED,
    _growth_above_zero,
    largest_error,
    largest_relative_error,
    needed,
    normal_probability,
    root,
    smallest_constant,
    x,
)

GRID = np.linspace(1e-4, 12, 200_001)


def by_grid(c):
    return np.sqrt(-np.expm1(-float(c) * GRID**2)), erf(GRID / math.sqrt(2))


@pytest.mark.parametrize("c", CANDIDATES, ids=str)
def test_largest_error_is_the_one_on_a_fine_grid(c):
    approximation, truth = by_grid(c)
    assert float(largest_error(c).mid()) == pytest.approx(abs(approximation - truth).max(), abs=1e-7)


@pytest.mark.parametrize("c", CANDIDATES, ids=str)
def test_largest_relative_error_is_the_one_on_a_fine_grid(c):
    approximation, truth = by_grid(c)
    assert float(largest_relative_error(c).mid()) == pytest.approx(
        abs(approximation / truth - 1).max(), rel=1e-2
    )
    assert largest_relative_error(c).upper() >= abs(approximation / truth - 1).max() - 1e-9


def test_errors_of_polya_are_his():
    assert float(largest_error(POLYA).mid()) == pytest.approx(0.00629, abs=5e-6)
    assert float(largest_relative_error(POLYA).mid()) == pytest.approx(0.00707, abs=5e-6)


def test_printed_root_is_too_small_by_the_root_of_two_near_zero():
    assert sp.limit(normal_probability() / root(PRINTED), x, 0) == sp.sqrt(2)


def test_polyas_root_is_an_upper_bound_on_a_grid():
    approximation, truth = by_grid(POLYA)
    assert (approximation - truth >= -1e-15).all()


@pytest.mark.parametrize("place", [0.01, 1.0, 3.0])
def test_the_constant_that_is_needed_makes_both_sides_equal(place):
    c = float(needed().subs(x, place))
    assert -math.expm1(-c * place**2) == pytest.approx(erf(place / math.sqrt(2)) ** 2, rel=1e-12)


def test_smallest_constant_is_enclosed_tightly():
    constant = smallest_constant()
    with flint.ctx.workprec(512):
        assert constant.contains(2 / flint.arb.pi())
    assert constant.rad() < 1e-15


def test_growth_above_zero_bounds_what_the_quotient_grows_by():
    with mpmath.workdps(40):
        top = 2 / mpmath.pi
        grown = [
            (-mpmath.log(1 - mpmath.erf(place / mpmath.sqrt(2)) ** 2) / place**2 / top - 1) / place**2
            for place in (mpmath.mpf(NEAR.numerator) / NEAR.denominator / k for k in (1, 2, 10))
        ]
        assert max(grown) < _growth_above_zero() < max(grown) + 1e-2
