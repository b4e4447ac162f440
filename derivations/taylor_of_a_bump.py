"""Why Appendix B's Taylor series must stop at the second term, and why it may.

A smooth function with compact support is not the sum of its Taylor series. A Taylor formula of second
order with remainder is enough, because large increments are rare.

## Main definitions
* `taylor_sum`: the Taylor polynomial that Appendix B writes as a series.

## Main statements
* `printed_taylor_series_of_a_bump_converges_to_it`: refuted.
* `large_increments_are_rarer_than_time_is_short`: E(ΔW)⁴ = 12 D² Δt² + ….
"""

import sympy as sp

from derivations.fokker_planck import diffusion_coefficient
from derivations.identity import equal
from derivations.kramers_moyal import TIME, increment_moment
from derivations.symbols import beta, w
from ledger.model import Check

D = diffusion_coefficient(beta)


def taylor_sum(f: sp.Expr, centre: sp.Expr, point: sp.Expr, terms: int) -> sp.Expr:
    """Σ_{n ≤ terms} f⁽ⁿ⁾(centre) (point − centre)ⁿ/n!, for f of w.

    Raises:
        ValueError: if `terms` is negative.
    """
    if terms < 0:
        raise ValueError(f"terms={terms}: a Taylor polynomial has a degree of 0 or more")
    derivatives = [sp.diff(f, w, n).subs(w, centre) for n in range(terms + 1)]
    return sum(
        (a * (point - centre) ** n / sp.factorial(n) for n, a in enumerate(derivatives)), start=sp.S.Zero
    )


# --- Evidence ---

BUMP = sp.Piecewise((sp.exp(-1 / (1 - w**2)), sp.Abs(w) < 1), (0, True))
"""Smooth, and 0 outside of (−1, 1)."""

CENTRE, TERMS = sp.Rational(3, 2), 8


def bump_difference() -> sp.Expr:
    """h(0) − h(3/2) of the bump."""
    return BUMP.subs(w, 0) - BUMP.subs(w, CENTRE)


printed_taylor_series_of_a_bump_converges_to_it = Check(
    tests="$h(0) - h(3/2)$ for the smooth $h = e^{-1/(1-w^2)}$ on $(-1, 1)$, $0$ elsewhere, against "
    "its Taylor series about $Z = 3/2$, all of whose terms vanish (the sum of nine is shown).",
    measure=bump_difference,
    predict=lambda: taylor_sum(BUMP, CENTRE, sp.S.Zero, TERMS) - BUMP.subs(w, CENTRE),
    compare=equal(),
    wrong={"e": lambda: sp.E, "1": lambda: sp.S.One},
    right={"e⁻¹": lambda: sp.exp(-1)},
)


def fourth_moment(order: int) -> sp.Expr:
    """The limit of E(ΔW)⁴/Δt^`order` for L = λw²/2 and constant β."""
    return sp.expand(sp.limit(sp.expand(increment_moment(4, D) / TIME**order), TIME, 0))


large_increments_are_rarer_than_time_is_short = Check(
    tests=r"$\lim \mathbb{E}(\Delta W)^4/\Delta t$ and $\lim \mathbb{E}(\Delta W)^4/\Delta t^2$ for "
    r"$L = \lambda w^2/2$ from the exact transition density, against $0$ and $12 D^2$: by "
    r"Markov's inequality $P(|\Delta W| > \delta) = o(\Delta t)$, so a Taylor formula of "
    "second order with remainder is enough.",
    measure=lambda: {"per Δt": fourth_moment(1), "per Δt²": fourth_moment(2)},
    predict=lambda: {"per Δt": sp.S.Zero, "per Δt²": 12 * D**2},
    compare=equal(),
    wrong={
        "a jump rate D": lambda: {"per Δt": D, "per Δt²": 12 * D**2},
        "4 D²": lambda: {"per Δt": sp.S.Zero, "per Δt²": 4 * D**2},
    },
    of="corrected",
)
