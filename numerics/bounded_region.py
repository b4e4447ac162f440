"""The Poincaré constant on a bounded interval, and the bound that holds there (footnote 3).

## Main statements
* `constant_on_an_interval_exceeds_the_bound_by_oscillation`: C_P(η) ≥ e^{−η osc L}(π/length)², osc L being
  the difference of the extreme values of L on the interval.

## Implementation notes
Holley and Stroock: Var_μ f ≤ ∫(f − mean of f)²dμ with the mean over the interval, and the density of μ varies
by the factor e^{η osc L} at most; (π/length)² is the constant for L = 0, taken at a half wave of the cosine.

## References
* HolleyStroock1987.
"""

import sympy as sp

from derivations.potential import Potential
from derivations.zoo import DOUBLE_WELL
from ledger.bound import Bound
from ledger.compare import at_least
from ledger.model import Check
from numerics.bounds import closed_form
from numerics.line.spectrum import poincare_constant
from numerics.quadrature import Exact, exact_number

ENDS = ("-7/5", "7/5")
"""Between the minima ±1 and ±√2, where L is as high as at the gate: the oscillation is the barrier."""

ETA = 20


def _exact_ends(low: Exact, high: Exact) -> tuple[sp.Expr, sp.Expr]:
    return exact_number(low, "low"), exact_number(high, "high")


def oscillation(loss: Potential, low: Exact, high: Exact) -> sp.Expr:
    """The largest less the least value of the loss on [low, high]."""
    (z,), (a, b) = loss.coords, _exact_ends(low, high)
    inside = [p.value for p in loss.critical_points if a <= p.at[0] <= b]
    values = [*inside, loss.expr.subs(z, a), loss.expr.subs(z, b)]
    return sp.Max(*values) - sp.Min(*values)


def oscillation_bound(loss: Potential, eta: Exact, low: Exact, high: Exact) -> sp.Expr:
    """e^{−η osc L}(π/length)²."""
    return sp.exp(-exact_number(eta, "eta") * oscillation(loss, low, high)) * free_constant(low, high)


def free_constant(low: Exact, high: Exact) -> sp.Expr:
    """(π/length)²."""
    a, b = _exact_ends(low, high)
    return (sp.pi / (b - a)) ** 2


# --- Evidence ---


def _measured() -> Bound:
    return poincare_constant(DOUBLE_WELL, ETA, ENDS)


constant_on_an_interval_exceeds_the_bound_by_oscillation = Check(
    tests=r"The Poincaré constant of $p_\infty\propto e^{-20L}$, $L=(w^2-1)^2/4$, on"
    r" $(-\frac75,\frac75)$, with $e^{-\eta\,\mathrm{osc}L}(\pi/\ell)^2$, $\ell=\frac{14}5$,"
    r" $\mathrm{osc}L=\frac14$.",
    measure=_measured,
    predict=lambda: closed_form(oscillation_bound(DOUBLE_WELL, ETA, *ENDS)),
    compare=at_least(),
    wrong={
        "no e^{−η osc L}": lambda: closed_form(free_constant(*ENDS)),
        "half the oscillation": lambda: closed_form(oscillation_bound(DOUBLE_WELL, ETA // 2, *ENDS)),
        "e^{+η osc L}": lambda: closed_form(oscillation_bound(DOUBLE_WELL, -ETA, *ENDS)),
    },
    of="corrected",
)
