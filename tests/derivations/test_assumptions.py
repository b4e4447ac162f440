"""Losses that obey halves of the assumptions."""

import sympy as sp

from derivations.assumptions import (
    CONE,
    SLOW,
    VALLEY,
    confinement,
    growth_is_as_assumed,
    mass,
    normalised,
    powers_that_grow_as_assumed,
)
from derivations.gibbs_mass import HEAVY_TAILED
from derivations.symbols import w
from derivations.zoo import QUADRATIC


def test_valley_has_a_finite_mass():
    assert mass(VALLEY) == sp.pi ** sp.Rational(3, 2)


def test_slow_loss_has_an_infinite_mass():
    assert mass(SLOW) == sp.oo


def test_valley_is_flat_along_one_axis_only():
    assert confinement(VALLEY, [(1, 0)])[0] is sp.false
    assert confinement(VALLEY, [(0, 1)])[0] is sp.true


def test_cone_has_a_bounded_slope():
    assert sp.limit(CONE.gradient[0], w, sp.oo) == 1
    assert growth_is_as_assumed(CONE) == (sp.false, sp.true)


def test_growth_of_a_power_agrees_with_that_of_a_smooth_loss():
    assert powers_that_grow_as_assumed([sp.Integer(1), sp.Integer(2)]) == sp.FiniteSet(2)
    assert growth_is_as_assumed(QUADRATIC) == (sp.true, sp.true)


def test_normalised_density_has_mass_one():
    assert sp.integrate(normalised(HEAVY_TAILED), (w, -sp.oo, sp.oo)) == 1
