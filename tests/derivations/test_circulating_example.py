"""Moments of a stationary law with a current."""

import pytest
import sympy as sp

from derivations.circulating_example import NOISE, covariance_of_squares, drift_of, stationary_moments
from derivations.symbols import eps, x, y


def test_generator_is_that_of_drift_and_noise():
    f = x**3 * y
    slow = -x * sp.diff(f, x) - y * sp.diff(f, y)
    fast = NOISE * (sp.diff(f, x, 2) + sp.diff(f, y, 2))
    assert sp.expand(drift_of(f) - slow - fast) == 0


def test_first_coordinate_has_the_moments_of_a_student_law():
    density = (1 + x**2) ** (-1 - 1 / (2 * sp.Rational(1, 10)))
    mass = sp.integrate(density, (x, -sp.oo, sp.oo))
    second = sp.integrate(x**2 * density, (x, -sp.oo, sp.oo)) / mass
    assert sp.simplify(second - stationary_moments(2)[2, 0].subs(eps, sp.Rational(1, 10))) == 0


def test_squares_are_correlated():
    assert covariance_of_squares().subs(eps, sp.Rational(1, 10)) == sp.Rational(20, 10773)


def test_odd_degree_is_refused():
    with pytest.raises(ValueError, match="degree=3: an even positive number is wanted"):
        stationary_moments(3)
