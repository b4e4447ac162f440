"""An epoch is a time: the ratio γ/M sets it as well as the noise, and flow without noise shows its effect.

## Main definitions
* `epoch_time`: what t = Σγ_k gathers in one pass over N samples: Nγ/M.
* `noise_free_path`: w(t) of gradient flow on e^{−w}, a loss without minimum.
* `curvature_after`, `loss_after`: L'' and L along it, after so many epochs.

## Main statements
* `printed_flatness_at_equal_epochs_needs_noise`: refuted; flow without noise, and without any minimum to
  escape from, is flatter and lower at equal epochs for the larger ratio.
* `noise_free_flow_is_as_flat_at_equal_time`.
* `printed_pairs_have_three_ratios`: refuted; there are two.
"""

from collections.abc import Callable
from fractions import Fraction

import sympy as sp

from derivations.identity import equal
from derivations.potential import Potential
from derivations.symbols import N, t, w
from ledger.compare import identical
from ledger.model import Check

START = sp.Symbol("w_0", real=True)
epochs = sp.Symbol("e", positive=True)
ratio = sp.Symbol("r", positive=True)

TAIL = Potential(sp.exp(-w), (w,), name="tail of the cross-entropy")
"""log(1 + e^{−w}) for large w: no minimum, and no density proportional to e^{−ηL}."""

PAIRS = ((Fraction(1, 100), 128), (Fraction(1, 10), 128), (Fraction(2, 10), 256))
"""(γ, M) of Section 3."""


def epoch_time(gamma: sp.Expr, batch: sp.Expr) -> sp.Expr:
    """N/M steps of length γ."""
    return gamma * N / batch


def noise_free_path() -> sp.Expr:
    """w(t) with w' = −L'(w), w(0) = w_0, for `TAIL`."""
    path = sp.Function("w")
    flow = sp.Eq(path(t).diff(t), -TAIL.gradient[0].subs(w, path(t)))
    return sp.dsolve(flow, path(t), ics={path(0): START}).rhs


def loss_after(time: sp.Expr) -> sp.Expr:
    """L along the path."""
    return sp.simplify(TAIL.expr.subs(w, noise_free_path()).subs(t, time))


def curvature_after(time: sp.Expr) -> sp.Expr:
    """L'' along the path."""
    return sp.simplify(TAIL.hessian[0].subs(w, noise_free_path()).subs(t, time))


# --- Evidence ---


def _hot_over_cold(cold_epochs: sp.Expr) -> dict[str, sp.Expr]:
    """L'' and L at the ratio 10r after e epochs, over those at r after `cold_epochs`."""
    hot, cold = epoch_time(10 * ratio, sp.S.One) * epochs, epoch_time(ratio, sp.S.One) * cold_epochs
    measures: dict[str, Callable[[sp.Expr], sp.Expr]] = {"curvature": curvature_after, "loss": loss_after}
    return {name: sp.simplify(size(hot) / size(cold)) for name, size in measures.items()}


def _both(quotient: sp.Expr | int) -> dict[str, sp.Expr]:
    return {"curvature": sp.sympify(quotient), "loss": sp.sympify(quotient)}


def _quotient() -> sp.Expr:
    gathered = epochs * N * ratio * sp.exp(-START)
    return (1 + gathered) / (1 + 10 * gathered)


printed_flatness_at_equal_epochs_needs_noise = Check(
    tests=r"Gradient flow without noise on $e^{-w}$, which has no minimum: $L''$ and $L$ for $\gamma/M=10r$"
    " over those for $r$, after the same number of epochs, against 1: no escapes, no difference.",
    measure=lambda: _hot_over_cold(epochs),
    predict=lambda: _both(1),
    compare=equal(),
    wrong={"1/10": lambda: _both(sp.Rational(1, 10))},
    right={"(1 + c)/(1 + 10c), c = eNr e^{−w_0}": lambda: _both(_quotient())},
)

noise_free_flow_is_as_flat_at_equal_time = Check(
    tests=r"The same flow: $L''$ and $L$ for $\gamma/M=10r$ after $e$ epochs over those for $r$ after $10e$"
    " epochs, which is the same time, against 1.",
    measure=lambda: _hot_over_cold(10 * epochs),
    predict=lambda: _both(1),
    compare=equal(),
    wrong={"as at equal epochs": lambda: _both(_quotient()), "1/10": lambda: _both(sp.Rational(1, 10))},
    of="corrected",
)


def _counted() -> dict[str, int]:
    return {"pairs": len(set(PAIRS)), "ratios": len({gamma / batch for gamma, batch in PAIRS})}


printed_pairs_have_three_ratios = Check(
    tests=r"The number of different ratios among 0.01/128, 0.1/128, 0.2/256, against three.",
    measure=_counted,
    predict=lambda: {"pairs": 3, "ratios": 3},
    compare=identical(),
    wrong={"one": lambda: {"pairs": 3, "ratios": 1}},
    right={"two": lambda: {"pairs": 3, "ratios": 2}},
)

three_pairs_have_two_ratios = Check(
    tests=r"The number of different pairs and ratios among 0.01/128, 0.1/128, 0.2/256, against three and two."
    "",
    measure=_counted,
    predict=lambda: {"pairs": 3, "ratios": 2},
    compare=identical(),
    wrong={"three ratios, as printed": lambda: {"pairs": 3, "ratios": 3}},
    of="corrected",
)
