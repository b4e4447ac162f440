"""When the gradient of a mean is not the mean of the gradients (Appendix A).

A population of smooth losses, P(n) = 6/(π²n²), L_n = t_n/P(n) with t_n = w(e^{−(n−1)w²} − e^{−nw²}). The
sum Σ t_n telescopes, so L(w) = w. Every L_n is smooth, E|L_n(w)| = |w|, and E L_n′(w)² is finite at every w;
but it is not bounded near 0, so nothing dominates L_n′ there.

## Main definitions
* `loss_share`: t_n, what sample n adds to the risk.
* `partial_mean_gradient`: Σ_{n ≤ K} t_n′(w).

## Main statements
* `printed_mean_of_gradients_is_gradient_of_the_mean`: refuted at w = 0.
"""

import sympy as sp

from derivations.identity import equal
from derivations.symbols import n, w
from ledger.model import Check

LAST = sp.Symbol("K", integer=True, positive=True)
AWAY = sp.Symbol("w", positive=True)


def loss_share() -> sp.Expr:
    """t_n = P(n) L_n(w)."""
    return w * (sp.exp(-(n - 1) * w**2) - sp.exp(-n * w**2))


def partial_risk() -> sp.Expr:
    """Σ_{n ≤ K} t_n(w), telescoped."""
    return w * (1 - sp.exp(-LAST * w**2))


def partial_mean_gradient() -> sp.Expr:
    """Σ_{n ≤ K} t_n′(w): the part of E L_n′(w) that the first K samples give."""
    return sp.diff(partial_risk(), w)


def mean_of_gradients() -> dict[str, sp.Expr]:
    """E L_n′(w) for w > 0 and at w = 0."""
    partial = partial_mean_gradient()
    return {
        "w > 0": sp.limit(partial.subs(w, AWAY), LAST, sp.oo),
        "w = 0": sp.limit(partial.subs(w, 0), LAST, sp.oo),
    }


def gradient_of_the_risk() -> dict[str, sp.Expr]:
    """L′(w) for w > 0 and at w = 0, from the difference quotient (L(h) − L(0))/h there."""
    risk = sp.limit(partial_risk().subs(w, AWAY), LAST, sp.oo)
    return {"w > 0": sp.diff(risk, AWAY), "w = 0": sp.limit(risk / AWAY, AWAY, 0)}


# --- Evidence ---

printed_mean_of_gradients_is_gradient_of_the_mean = Check(
    tests=r"$\mathbb{E}[\nabla L_n(w)]$ for $w > 0$ and at $w = 0$ in a population of smooth losses "
    r"with finite $\sigma^2(w)$, $L_n = w(e^{-(n-1)w^2} - e^{-nw^2})/P(n)$, against $\nabla "
    "L(w)$.",
    measure=mean_of_gradients,
    predict=gradient_of_the_risk,
    compare=equal(),
    wrong={"0 everywhere": lambda: {"w > 0": sp.S.Zero, "w = 0": sp.S.Zero}},
    right={"1 for w > 0, 0 at w = 0": lambda: {"w > 0": sp.S.One, "w = 0": sp.S.Zero}},
)
