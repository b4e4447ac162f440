"""Densities and rates of Appendix E."""

import sympy as sp

from derivations.decay import (
    LOSSES,
    density_ratio,
    distance,
    distance_rate,
    kappa_t,
    limit_density,
    moving_density,
)
from derivations.gibbs import LINE
from derivations.symbols import eta, eta_infinity, kappa, t, w
from derivations.zoo import QUADRATIC


def test_ratio_is_one_once_everything_has_settled():
    assert density_ratio(LINE).subs({eta: eta_infinity, kappa_t: kappa}) == 1


def test_moving_density_settles_at_the_limit():
    for loss in LOSSES:
        assert moving_density(loss).subs({eta: eta_infinity, kappa_t: kappa}) == limit_density(loss)


def test_distance_of_a_shifted_gaussian_moves_as_said():
    """N(m e^{−t}, 1) solves (2.5) for L = w²/2 and η = η∞ = 1."""
    one = {eta: 1, eta_infinity: 1, kappa: 1 / sp.sqrt(2 * sp.pi)}
    limit = limit_density(QUADRATIC).subs(one)
    p = limit.subs(w, w - 2 * sp.exp(-t))
    h = (p - limit) / sp.sqrt(limit)
    rate = distance_rate(QUADRATIC).subs(one).subs(distance(QUADRATIC), h).doit()
    assert sp.simplify(rate - sp.diff(h, t)) == 0


def test_no_distance_stays_no_distance_at_the_limiting_temperature():
    rate = distance_rate(LINE).subs(eta, eta_infinity).subs(distance(LINE), 0).doit()
    assert sp.simplify(rate) == 0
