"""Poincaré constants of Gaussians at every inverse temperature."""

import pytest
import sympy as sp

from derivations.gaussian_poincare import poincare_quotients
from derivations.poincare_at_eta import growth_of_multiple, least_quotient, mean
from derivations.square_confinement import growth
from derivations.symbols import eta, w
from derivations.zoo import DOUBLE_WELL


def test_unit_precision_is_the_standard_normal():
    assert least_quotient(sp.Integer(1)) == poincare_quotients(3)[0]


def test_variance_is_the_inverse_of_the_precision():
    assert mean(w**2, sp.Integer(5)) == sp.Rational(1, 5)
    assert mean(w**4, sp.Integer(5)) == sp.Rational(3, 25)


def test_multiple_of_one_is_the_loss():
    for found, known in zip(growth_of_multiple(DOUBLE_WELL), growth(DOUBLE_WELL), strict=True):
        assert sp.simplify(found.subs(eta, 1) - known) == 0


def test_constants_alone_are_refused():
    with pytest.raises(ValueError, match="degree=0: a polynomial that is not constant"):
        least_quotient(sp.Integer(1), 0)
