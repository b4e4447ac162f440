"""Which Gibbs densities can be normalised."""

import pytest
import sympy as sp

from derivations.gibbs_mass import (
    HEAVY_TAILED,
    cut_off,
    cut_off_balance,
    line_mass,
    temperatures_of_domination,
    temperatures_of_finite_mass,
)
from derivations.symbols import eta, w
from derivations.zoo import QUADRATIC, TWO_GATES


def test_mass_of_the_cauchy_density_is_pi():
    assert line_mass(1 / (1 + w**2)) == sp.pi


def test_mass_grows_like_the_inverse_hyperbolic_sine():
    assert line_mass(1 / sp.sqrt(1 + w**2)) == sp.oo


def test_mass_of_a_gaussian():
    assert line_mass(sp.exp(-(w**2) / 2)) == sp.sqrt(2 * sp.pi)


def test_finite_masses_are_those_of_the_beta_function():
    candidates = [sp.Rational(1, 2), sp.Integer(1), sp.Integer(2)]
    for e in temperatures_of_finite_mass(HEAVY_TAILED, candidates):
        closed = sp.sqrt(sp.pi) * sp.gamma(e - sp.Rational(1, 2)) / sp.gamma(e)
        assert sp.simplify(line_mass(sp.exp(-e * HEAVY_TAILED.expr)) - closed) == 0


def test_quadratic_has_a_finite_mass_at_every_temperature():
    candidates = [sp.Rational(1, 100), sp.Integer(1)]
    assert temperatures_of_finite_mass(QUADRATIC, candidates) == sp.FiniteSet(*candidates)


def test_mass_off_the_line_is_refused():
    with pytest.raises(ValueError, match=r"loss on \(x, y\): only the mass of a loss on the line"):
        temperatures_of_finite_mass(TWO_GATES, [sp.Integer(1)])


def test_density_dominates_itself():
    assert temperatures_of_domination([sp.Integer(1)]) == sp.FiniteSet(1)


def test_balance_integrates_to_zero():
    balance = cut_off_balance(QUADRATIC).subs(cut_off(QUADRATIC), 1 / (1 + w**2)).subs(eta, 1).doit()
    primitive = w * sp.exp(-(w**2) / 2) / (1 + w**2)
    assert sp.simplify(balance - sp.diff(primitive, w)) == 0
    assert sp.limit(primitive, w, sp.oo) == sp.limit(primitive, w, -sp.oo) == 0
