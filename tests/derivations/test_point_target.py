"""Times to reach small discs."""

import pytest
import sympy as sp

from derivations.point_target import FAR, NEAR, START, r, shield_energy, time_to_disc
from derivations.symbols import eps, lamda


def test_the_energy_on_the_line_is_two_over_the_distance():
    assert sp.simplify(shield_energy(1) - 2 / (FAR - NEAR)) == 0


def test_the_energy_in_the_plane_falls_with_the_logarithm():
    assert sp.simplify(sp.expand_log(shield_energy(2) - 2 * sp.pi / sp.log(FAR / NEAR))) == 0


def test_the_energy_in_space_is_that_of_two_spheres():
    assert sp.simplify(shield_energy(3) - 4 * sp.pi * NEAR * FAR / (FAR - NEAR)) == 0


def test_a_dimension_is_positive():
    with pytest.raises(ValueError, match="at least 1"):
        shield_energy(0)


def test_the_time_solves_the_radial_equation():
    u = time_to_disc().subs(START, r)
    equation = eps * (sp.diff(u, r, 2) + sp.diff(u, r) / r) - lamda * r * sp.diff(u, r) + 1
    assert sp.simplify(equation) == 0
    assert u.subs(r, NEAR) == 0
