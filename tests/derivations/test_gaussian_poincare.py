"""The Poincaré inequality for Gaussian measures."""

import pytest
import sympy as sp

from derivations.gaussian_poincare import (
    flat_quotient,
    mass,
    normal_mean,
    poincare_quotients,
    square_deviation_of_one,
)
from derivations.symbols import w


def test_moments_of_the_normal_law():
    for k in range(9):
        integral = sp.integrate(w**k * sp.exp(-(w**2) / 2), (w, -sp.oo, sp.oo)) / sp.sqrt(2 * sp.pi)
        assert normal_mean(w**k) == integral


def test_quotients_are_the_degrees_of_hermite():
    assert poincare_quotients(4) == (1, 2, 3, 4)


def test_quotient_of_a_linear_function():
    assert poincare_quotients(1) == (1,)


def test_degree_zero_is_refused():
    with pytest.raises(ValueError, match="degree=0: a polynomial that is not constant"):
        poincare_quotients(0)


def test_deviation_of_one_under_a_doubled_measure():
    assert square_deviation_of_one().subs(mass, 2) == 2


def test_flat_functions_see_the_second_hermite_polynomial():
    assert flat_quotient(sp.Integer(1)) == 2


def test_flat_functions_see_the_mass():
    assert flat_quotient(sp.Integer(2)) == 0
