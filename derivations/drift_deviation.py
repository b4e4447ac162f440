"""How far the vector −∇(L + D) of (2.5) is from −∇L.

It is the coefficient of p in divergence form, not the mean drift (see `mean_drift`).

## Main definitions
* `deviation`: ∇(L + D) − ∇L, for any β.

## Main statements
* `printed_drift_differs_from_the_gradient`, `printed_larger_ratio_deviates_more`: not for constant β.
* `deviation_is_half_the_ratio_times_the_gradient_of_beta`.
"""

from collections.abc import Sequence

import sympy as sp

from derivations.calculus import gradient
from derivations.fokker_planck import diffusion_coefficient
from derivations.identity import equal
from derivations.symbols import M, beta, gamma, w, x, y
from ledger.compare import identical
from ledger.model import Check


def deviation(loss: sp.Expr, variance: sp.Expr, coords: Sequence[sp.Symbol]) -> sp.ImmutableMatrix:
    """∇(L + D) − ∇L with D = γβ/(2M), shape (d, 1)."""
    return gradient(loss + diffusion_coefficient(variance), coords) - gradient(loss, coords)


# --- Evidence ---

PLANE = (x, y)
LOSS = sp.Function("L", real=True)(*PLANE)
BETA = sp.Function("beta", positive=True)(*PLANE)
INSTANCES = {"β constant": beta, "β = 1 + w²": 1 + w**2}
Answers = dict[str, bool]


def differs() -> Answers:
    """Is −∇(L + D) another function than −∇L?"""
    return {name: deviation(sp.Function("L")(w), b, (w,))[0] != 0 for name, b in INSTANCES.items()}


def grows() -> Answers:
    """Is the deviation at w = 1 larger for twice the ratio γ/M?"""
    sizes = {name: abs(deviation(w**2, b, (w,))[0].subs(w, 1)) for name, b in INSTANCES.items()}
    return {name: bool((size.subs(gamma, 2 * gamma) - size).is_positive) for name, size in sizes.items()}


def answers(constant: bool, widening: bool) -> Answers:
    """One truth value for each of `INSTANCES`."""
    return dict(zip(INSTANCES, (constant, widening), strict=True))


printed_drift_differs_from_the_gradient = Check(
    tests=r"Whether $-\nabla[L + \gamma\beta/(2M)]$ differs from $-\nabla L$, for constant $\beta$ "
    r"and for $\beta = 1 + w^2$, against the printed $\ne$.",
    measure=differs,
    predict=lambda: answers(True, True),
    compare=identical(),
    wrong={"never": lambda: answers(False, False)},
    right={"if β is not constant": lambda: answers(False, True)},
)

printed_larger_ratio_deviates_more = Check(
    tests=r"Whether twice the ratio $\gamma/M$ gives a larger deviation at $w = 1$, for constant "
    r"$\beta$ and for $\beta = 1 + w^2$, against the printed yes.",
    measure=grows,
    predict=lambda: answers(True, True),
    compare=identical(),
    wrong={"never": lambda: answers(False, False)},
    right={"if ∇β ≠ 0": lambda: answers(False, True)},
)

deviation_is_half_the_ratio_times_the_gradient_of_beta = Check(
    tests=r"$\nabla(L + \gamma\beta/(2M)) - \nabla L$ for generic $L$, $\beta$ in the plane, against "
    r"$\frac{\gamma}{2M}\nabla\beta$: linear in the ratio, and $0$ just where $\nabla\beta = "
    "0$.",
    measure=lambda: deviation(LOSS, BETA, PLANE),
    predict=lambda: gamma / (2 * M) * gradient(BETA, PLANE),
    compare=equal(),
    wrong={
        "quadratic in γ/M": lambda: (gamma / M) ** 2 / 2 * gradient(BETA, PLANE),
        "0": lambda: 0 * gradient(BETA, PLANE),
        "γ/M ∇β": lambda: gamma / M * gradient(BETA, PLANE),
    },
    of="corrected",
)
