"""The distance h and the mass."""

import sympy as sp

from derivations.conserved_mass import mass_rate, mean_of_distance, normal_density
from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL


def test_normal_density_has_its_variance():
    assert sp.integrate(w**2 * normal_density(3), (w, -sp.oo, sp.oo)) == 3


def test_mass_of_a_double_well_is_conserved():
    assert sp.simplify(mass_rate(DOUBLE_WELL)) == 0


def test_unweighted_distance_does_not_vanish():
    # ∫ p/√p∞ = (2π)^{1/4} √(4/3) and ∫ √p∞ = (2π)^{1/4} √2
    closed = (2 * sp.pi) ** sp.Rational(1, 4) * (2 / sp.sqrt(3) - sp.sqrt(2))
    assert sp.simplify(mean_of_distance(weighted=False) - closed) == 0
    assert mean_of_distance(weighted=True) == 0
