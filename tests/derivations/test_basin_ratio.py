import pytest
import sympy as sp

from derivations.basin_ratio import gaussian_mass
from derivations.symbols import M, beta, gamma, kappa


def test_gaussian_mass_in_the_plane():
    mass = gaussian_mass(sp.S.Zero, [sp.Integer(1), sp.Integer(4)])
    assert sp.simplify(mass.subs({M: 1, gamma: 1, beta: 2, kappa: 1}) - sp.pi) == 0


def test_height_lowers_the_mass():
    mass = gaussian_mass(sp.Integer(1), [sp.Integer(1)]) / gaussian_mass(sp.S.Zero, [sp.Integer(1)])
    assert float(mass.subs({M: 1, gamma: 1, beta: 1})) == pytest.approx(0.1353352832366127)
