"""The corrected theorem for a temperature that settles."""

import sympy as sp

from derivations.decay import LOSSES
from derivations.distance_loss import deviation
from derivations.symbols import eta, eta_infinity, kappa, w
from derivations.varying_temperature import (
    D,
    G,
    Gamma,
    K,
    delta,
    energy_rate,
    loose_energy_rate,
    mixed_constant,
    rate_bound,
    slack_of_the_mixed_bound,
)

LINE = LOSSES[0]


def on_the_line(expr, loss, f):
    """`expr` at a concrete loss and deviation."""
    return (
        expr.replace(LINE.expr.func, sp.Lambda(w, loss)).replace(deviation(LINE).func, sp.Lambda(w, f)).doit()
    )


def test_energy_rate_integrates_to_the_change_of_the_distance():
    # L = w²/2, η∞ = 1, p = N(m, 1): y = e^{m²} − 1 and, at η = 1, y' = −2m² e^{m²}.
    f = sp.exp(w - sp.S.Half) - 1
    expr = on_the_line(energy_rate(LINE), w**2 / 2, f).subs({eta: 1, eta_infinity: 1})
    expr = expr.subs(kappa, 1 / sp.sqrt(2 * sp.pi))
    assert sp.simplify(sp.integrate(sp.expand(expr), (w, -sp.oo, sp.oo)) + sp.E) == 0


def test_slack_of_the_mixed_bound_is_not_negative_where_the_curvature_is_below():
    expr = on_the_line(slack_of_the_mixed_bound(LINE), w**2 / 2, w).subs({eta_infinity: 1, K: 1, kappa: 1})
    assert all(expr.subs(w, place) >= 0 for place in range(-4, 5))


def test_slack_can_be_negative_when_the_curvature_is_ignored():
    expr = on_the_line(slack_of_the_mixed_bound(LINE), w**2 / 2, sp.S.One).subs(
        {eta_infinity: 1, K: 0, kappa: 1}
    )
    assert expr.subs(w, 0) < 0


def test_rate_bound_is_above_up_to_the_largest_deviation():
    numbers = {D: 3, G: 2, eta: 1, Gamma: 4}
    gap = (rate_bound() - loose_energy_rate()).subs(numbers)
    assert all(gap.subs(delta, sp.Rational(k, 80)) >= 0 for k in range(11))


def test_mixed_constant_without_curvature_is_eight_over_eta_squared():
    assert mixed_constant().subs(K, 0) == 8 / eta_infinity**2
