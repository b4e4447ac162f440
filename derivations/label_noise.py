"""What Var[y|x] = 1 and a positive definite σ² mean for the square loss of Appendix C.

## Main definitions
* `conditional_variances`: Var[y|x] at each x after y is divided by a scale.
* `risk_in_scaled_units`: E(y − x·w)² with y and w measured in units of √v.
* `gradient_covariance_at_the_centre`: σ²(w⁰) for x on finitely many points.

## Main statements
* Scaling makes one common variance equal to 1, and multiplies the risk; it cannot make two variances equal.
* σ²(w⁰) = 4 E[xxᵀ]: if the former is positive definite, so is the latter.
"""

from collections.abc import Mapping, Sequence

import sympy as sp

from derivations.identity import equal
from derivations.logistic_loss import FeatureLaw, any_law
from derivations.square_loss import expectation, moment, named, square_risk
from derivations.symbols import y
from ledger.compare import identical
from ledger.model import Check

v = sp.Symbol("v", positive=True)
scale = sp.Symbol("a", positive=True)


def scales_with_unit_variance(variances: Sequence[sp.Expr]) -> sp.Set:
    """The a > 0 for which Var[y/a|x] = 1 at every x, from Var[y|x] at each x."""
    solutions = [sp.solveset(value - scale**2, scale, sp.Interval.open(0, sp.oo)) for value in variances]
    return sp.Intersection(*solutions)


def moments_in_scaled_units(d: int) -> Mapping[sp.Expr, sp.Expr]:
    """The moments E[x_i y] and E[y²] of √v y, in those of y."""
    x = named("x", d)
    mixed = [expectation(a * y, (*x, y)) for a in x]
    square = moment((*(0,) * d, 2))
    return {**{m: sp.sqrt(v) * m for m in mixed}, square: v * square}


def risk_in_scaled_units(d: int) -> sp.Expr:
    """E(√v y − x·√v w)² as a function of w."""
    units = {w: sp.sqrt(v) * w for w in named("w", d)}
    return square_risk(d).subs({**moments_in_scaled_units(d), **units}, simultaneous=True)


def gradient_covariance_at_the_centre(law: FeatureLaw) -> sp.Matrix:
    """The covariance of −2(y − x·w⁰)x, shape (d, d), when y − x·w⁰ is ±1 with equal chances whatever x is."""
    gradients = [
        (p / 2, -2 * error * sp.Matrix(x))
        for p, x in zip(law.weights, law.points, strict=True)
        for error in (1, -1)
    ]
    mean = sum((p * g for p, g in gradients), sp.zeros(len(law.coords), 1))
    return sum((p * g * g.T for p, g in gradients), sp.zeros(len(law.coords))) - mean * mean.T


def second_moments_of(law: FeatureLaw) -> sp.Matrix:
    """E[xxᵀ], shape (d, d)."""
    terms = zip(law.weights, law.points, strict=True)
    return sum((p * sp.Matrix(x) * sp.Matrix(x).T for p, x in terms), sp.zeros(len(law.coords)))


# --- Evidence ---

LAWS = (any_law(2, 1), any_law(2, 2))
SPREADING = (sp.Integer(1), sp.Integer(4))
"""Var[y|x] = x² at x = 1, 2."""


def _scaled_risks(factor: sp.Expr) -> tuple[sp.Expr, ...]:
    return tuple(sp.expand(factor * square_risk(d)) for d in (1, 2))


def _second_moments(factor: int) -> tuple[sp.Matrix, ...]:
    return tuple(factor * second_moments_of(law) for law in LAWS)


printed_variance_can_be_scaled_to_one = Check(
    tests=r"How many $a>0$ have $\mathrm{Var}[y/a\,|\,x]=1$ at $x=1$ and at $x=2$ when "
    r"$\mathrm{Var}[y|x]=x^2$, against a single one.",
    measure=lambda: len(scales_with_unit_variance(SPREADING)),
    predict=lambda: 1,
    compare=identical(),
    wrong={"two, one for each x": lambda: 2},
    right={"none": lambda: 0},
)

common_variance_is_a_choice_of_units = Check(
    tests=r"$\mathbb E(\sqrt vy-x\cdot\sqrt vw)^2$ for any law of $(x,y)$ and any $v>0$, $d=1,2$, against "
    r"$v$ times $\mathbb E(y-x\cdot w)^2$: a variance $v$ that does not depend on $x$ may be taken as 1.",
    measure=lambda: tuple(sp.expand(risk_in_scaled_units(d)) for d in (1, 2)),
    predict=lambda: _scaled_risks(v),
    compare=equal(),
    wrong={"√v": lambda: _scaled_risks(sp.sqrt(v)), "v²": lambda: _scaled_risks(v**2)},
    of="corrected",
)

gradient_covariance_at_the_centre_is_four_times_the_second_moments = Check(
    tests=r"$\sigma^2(w^0)$ of the square loss with $\mathrm{Var}[y|x]=1$ for any law of $x$ on two "
    r"points of the line or the plane, against $4\,\mathbb E[xx^\top]$, so that the one is positive "
    "definite if the other is.",
    measure=lambda: tuple(gradient_covariance_at_the_centre(law) for law in LAWS),
    predict=lambda: _second_moments(4),
    compare=equal(),
    wrong={
        "E[xxᵀ]": lambda: _second_moments(1),
        "2 E[xxᵀ], the Hessian": lambda: _second_moments(2),
        "0, as without label noise": lambda: _second_moments(0),
    },
)
