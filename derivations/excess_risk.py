"""The risk that the noise of (2.3) costs at rest, and what it has to do with the drift in (2.5).

## Main definitions
* `excess_risk`: E L(W) − min L in the stationary law, for a quadratic loss.

## Main statements
* `printed_risk_rises_with_the_ratio_only_where_the_drift_deviates`: refuted, it rises for constant β too.
* `excess_risk_is_the_ratio_times_the_dimension`.
"""

from collections.abc import Sequence

import sympy as sp

from derivations.drift_deviation import deviation
from derivations.fokker_planck import isotropic_sgd_diffusion
from derivations.identity import equal
from derivations.sgd_moments import stationary_second_moment
from derivations.symbols import M, beta, gamma, w
from ledger.model import Check

Answers = dict[str, sp.Basic]


def excess_risk(curvatures: Sequence[sp.Expr], variance: sp.Expr) -> sp.Expr:
    """E Σ λ_i W_i²/2 at rest, λ_i = `curvatures`; each W_i obeys (2.3) on the line.

    `variance` is β, free of w, or a polynomial of degree 2 in w if there is one curvature.

    Raises:
        ValueError: if β depends on w and there are several coordinates.
    """
    if len(curvatures) > 1 and variance.has(w):
        raise ValueError(f"variance={variance}: in several coordinates it is wanted free of w")
    moments = [
        stationary_second_moment(isotropic_sgd_diffusion(a * w**2 / 2, variance, (w,))) for a in curvatures
    ]
    return sp.expand(sum(a * moment / 2 for a, moment in zip(curvatures, moments, strict=True)))


# --- Evidence ---

NOISE = {"β constant": beta, "β = 1 + w²": 1 + w**2}


def risk_rises() -> Answers:
    """Is the excess risk for L = w²/2 larger at γ/M = 1 than at γ/M = 1/2?"""
    return {name: rises(excess_risk([sp.S.One], b).subs(M, 1)) for name, b in NOISE.items()}


def rises(risk: sp.Expr) -> sp.Basic:
    """Is `risk` larger at γ = 1 than at γ = 1/2?"""
    return sp.S((risk.subs(gamma, 1) - risk.subs(gamma, sp.S.Half)).is_positive)


def drift_deviates() -> Answers:
    """Does ∇(L + D) differ from ∇L?"""
    return {name: sp.S(deviation(w**2 / 2, b, (w,))[0] != 0) for name, b in NOISE.items()}


def answers(constant: bool, widening: bool) -> Answers:
    """One truth value for each noise."""
    return dict(zip(NOISE, map(sp.S, (constant, widening)), strict=True))


printed_risk_rises_with_the_ratio_only_where_the_drift_deviates = Check(
    tests=r"Whether $\mathbb E L(W)$ at rest is larger for the larger of two ratios "
    r"$\gamma/M=1,\frac12$, for $L=w^2/2$ with constant $\beta$ and with $\beta=1+w^2$, against whether "
    r"the drift of (2.5) deviates from $-\nabla L$, which is the reason given.",
    measure=risk_rises,
    predict=drift_deviates,
    compare=equal(),
    wrong={"never": lambda: answers(False, False), "for constant β only": lambda: answers(True, False)},
    right={"in both cases": lambda: answers(True, True)},
)

CURVATURES = sp.symbols("lambda_1:4", positive=True)


def risks(formula: sp.Expr) -> dict[str, sp.Expr]:
    """`formula`, in d, for d = 1, 2, 3."""
    return {f"d = {i}": formula.subs(sp.Symbol("d"), i) for i in (1, 2, 3)}


d = sp.Symbol("d")

excess_risk_is_the_ratio_times_the_dimension = Check(
    tests=r"$\mathbb E L(\mathbf W)-\min L$ at rest for a quadratic loss with second derivatives "
    r"$\lambda_1,\dots,\lambda_d$, $d=1,2,3$, and constant $\beta$, where the drift of (2.5) is $-\nabla L$ "
    r"exactly, from the generator of (2.3), against $\gamma\beta d/(4M)$.",
    measure=lambda: {f"d = {i}": excess_risk(CURVATURES[:i], beta) for i in (1, 2, 3)},
    predict=lambda: risks(gamma * beta * d / (4 * M)),
    compare=equal(),
    wrong={
        "γβd/(2M)": lambda: risks(gamma * beta * d / (2 * M)),
        "0: the drift does not deviate": lambda: risks(sp.S.Zero),
        "falling in γ/M": lambda: risks(beta * M * d / (4 * gamma)),
    },
    of="corrected",
)
