"""For which f (2.6) can be asked: ∫f²dw < ∞ is neither enough nor needed.

All under dμ = e^{−w²/2}dw/√(2π), C_P = 1.

## Main definitions
* `step_quotient`: the quotient of the two sides for f = 1 on (0, 1) and 0 elsewhere, f' taken pointwise.
* `square_integrals`: ∫f²dw and ∫f²dμ for the f of Appendix E.

## Main statements
* The step is square integrable and has f' = 0 almost everywhere: a weak gradient has to be asked for.
* f = p/p∞ − 1, for which Appendix E needs (2.6), is in L²(μ) but not in L²(dw).
"""

from fractions import Fraction

import sympy as sp

from derivations.identity import equal
from derivations.symbols import w
from ledger.bound import Bound, exact
from ledger.compare import at_least
from ledger.model import Check

DENSITY = sp.exp(-(w**2) / 2) / sp.sqrt(2 * sp.pi)


def mean(f: sp.Expr, low: sp.Expr | int = -sp.oo, high: sp.Expr | int = sp.oo) -> sp.Expr:
    """∫ f dμ over (low, high)."""
    return sp.simplify(sp.integrate(sp.expand(f * DENSITY), (w, low, high)))


def step_quotient() -> sp.Expr:
    """∫f'²dμ/Var f for the indicator of (0, 1), with the f' that it has at almost every point."""
    f = sp.Piecewise((1, (w > 0) & (w < 1)), (0, True))
    weight = mean(sp.S.One, 0, 1)
    energy = sp.integrate(sp.simplify(sp.diff(f, w)) ** 2 * DENSITY, (w, -1, 2))
    return sp.simplify(energy / (weight - weight**2))


def square_integrals(variance: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """(∫f²dw, ∫f²dμ) for f = p/p∞ − 1, p = N(0, variance), p∞ = N(0, 1), variance < 1."""
    density = sp.exp(-(w**2) / (2 * variance)) / sp.sqrt(2 * sp.pi * variance)
    ratio = sp.powsimp(sp.simplify(density / DENSITY))
    flat = sp.integrate(sp.expand((ratio - 1) ** 2), (w, -sp.oo, sp.oo))
    return flat, mean((ratio - 1) ** 2)


# --- Evidence ---


def _rational(value: sp.Expr) -> Bound:
    return exact(Fraction(int(value.p), int(value.q)))


square_integrable_step_obeys_the_inequality = Check(
    tests=r"$\int f'^2d\mu/\mathrm{Var}f$ under $N(0,1)$ for $f=1$ on $(0,1)$ and 0 elsewhere, $\int"
    r" f^2dw=1$, with a positive $C_P$, here $10^{-9}$.",
    measure=lambda: _rational(step_quotient()),
    predict=lambda: exact(Fraction(1, 10**9)),
    compare=at_least(),
    wrong={"C_P = 1": lambda: exact(1)},
    right={"C_P = 0": lambda: exact(0)},
)

deviation_is_square_integrable_under_the_measure_only = Check(
    tests=r"$\int f^2dw$ and $\int f^2d\mu$ for the $f=p/p_\infty-1$ of Appendix E, $p=N(0,\frac12)$,"
    r" $p_\infty=N(0,1)$, against $\infty$ and $\frac2{\sqrt3}-1$.",
    measure=lambda: square_integrals(sp.S.Half),
    predict=lambda: (sp.oo, 2 / sp.sqrt(3) - 1),
    compare=equal(),
    wrong={
        "both finite": lambda: (2 / sp.sqrt(3) - 1, 2 / sp.sqrt(3) - 1),
        "both infinite": lambda: (sp.oo, sp.oo),
    },
    of="corrected",
)
