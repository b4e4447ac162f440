"""Scaling of the generator."""

import sympy as sp

from derivations.homogeneous_losses import generator, p, rescaled, scaled, u
from derivations.symbols import eta


def test_generator_of_a_power():
    assert sp.expand(generator(u**2, u, eta)) == sp.expand(2 / eta - 2 * u**p)


def test_quadratic_has_the_same_speed_at_every_eta():
    assert sp.expand(rescaled().subs(p, 2).doit() - scaled(sp.S.Zero).subs(p, 2).doit()) == 0


def test_quartic_is_slower_where_eta_is_larger():
    assert sp.expand(rescaled().subs(p, 4).doit() - scaled(-sp.S.Half).subs(p, 4).doit()) == 0
