"""What depends on γ and M through γ/M only: the diffusion (2.3), but not SGD.

## Main statements
* `printed_stationary_law_of_sgd_depends_on_the_ratio_only`: refuted.
* `generator_depends_on_the_ratio_only`: of (2.3).
"""

import sympy as sp

from derivations.fokker_planck import isotropic_sgd_diffusion
from derivations.identity import equal
from derivations.sgd_moments import OBSERVABLE, POTENTIAL, SPREAD, stationary_second_moment_of_sgd
from derivations.symbols import M, gamma, lamda, w
from ledger.model import Check

TWICE = {gamma: 2 * gamma, M: 2 * M}
FACTOR = sp.Symbol("c", positive=True)


def generator_with(change: dict[sp.Symbol, sp.Expr]) -> sp.Expr:
    """The generator of (2.3) for generic L, β on a generic function, `change` applied to γ and M."""
    generic = isotropic_sgd_diffusion(POTENTIAL, SPREAD, (w,)).generator(OBSERVABLE)
    return generic.subs(change, simultaneous=True)


def stationary_growth() -> sp.Expr:
    """The factor by which doubling γ and M multiplies the stationary variance of SGD on λw²/2."""
    variance = stationary_second_moment_of_sgd()
    return sp.simplify(variance.subs(TWICE, simultaneous=True) / variance)


# --- Evidence ---

printed_stationary_law_of_sgd_depends_on_the_ratio_only = Check(
    tests=r"The factor by which the stationary variance of SGD for $L = \lambda w^2/2$ changes when "
    r"both $\gamma$ and $M$ are doubled, against 1.",
    measure=stationary_growth,
    predict=lambda: sp.S.One,
    compare=equal(),
    wrong={"1 + γλ": lambda: 1 + gamma * lamda, "2": lambda: sp.Integer(2)},
    right={"(1 − γλ/2)/(1 − γλ)": lambda: (1 - gamma * lamda / 2) / (1 - gamma * lamda)},
)

generator_depends_on_the_ratio_only = Check(
    tests=r"The generator of (2.3) with $c\gamma$ and $cM$ for any factor $c$, for generic $L$, "
    r"$\beta$ and test function, against the one with $\gamma$ and $M$.",
    measure=lambda: generator_with({gamma: FACTOR * gamma, M: FACTOR * M}),
    predict=lambda: generator_with({}),
    compare=equal(),
    wrong={
        "γ alone doubled": lambda: generator_with({gamma: 2 * gamma}),
        "M alone doubled": lambda: generator_with({M: 2 * M}),
    },
    of="corrected",
)
