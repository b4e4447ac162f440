"""Starts with a finite and with an infinite distance."""

import sympy as sp
from scipy.integrate import quad

from derivations.initial_laws import from_a_point, normal, point_distance, q, tail_below_cauchy, w_0
from derivations.symbols import t, w


def test_normal_density_has_mass_one():
    assert sp.simplify(sp.integrate(normal(w, w_0, q), (w, -sp.oo, sp.oo))) == 1


def test_point_distance_is_the_integral():
    ratio = sp.powsimp(normal(w, sp.S.Half, sp.Rational(2, 3)) ** 2 / normal(w, sp.S.Zero, sp.S.One))
    known = sp.integrate(sp.expand(ratio), (w, -sp.oo, sp.oo)) - 1
    assert sp.simplify(point_distance(sp.S.Half, sp.Rational(2, 3)) - known) == 0


def test_distance_from_a_point_goes_from_infinity_to_nothing():
    assert sp.limit(from_a_point().subs(w_0, 1), q, 0, "+") == sp.oo
    assert sp.limit(from_a_point(), q, 1) == 1


def test_lower_bound_is_below_the_density_of_a_cauchy_start():
    decay, spread = sp.exp(-1).evalf(), (1 - sp.exp(-2)).evalf()
    for place in (1.5, 4.0, 20.0):
        density = quad(
            lambda z, place=place: float(
                1 / (sp.pi * (1 + ((place - z) / decay) ** 2) * decay) * normal(z, sp.S.Zero, spread)
            ),
            -6,
            6,
        )[0]
        assert float(tail_below_cauchy().subs({t: 1, w: place})) < density
