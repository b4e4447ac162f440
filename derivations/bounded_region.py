"""Footnote 3: what a bounded parameter region gives, and what it does not.

## Main definitions
* `powers_with_a_mass`: those a for which w^{−a} has a finite mass on (0, 1).
* `powers_with_bounded_curvature`: those p for which L = w^p obeys (A.3) on (0, 1).
* `smooth_powers`: those p for which w^p is in C^k of the closed interval.
* `boundary_slope`: L' at the minimiser of a monotone loss on [−R, R].

## Main statements
* ∫ e^{−L} < ∞ is a condition also on a bounded region: log|w| fails it.
* (A.3) can fail on a bounded region: w^{3/2}. A loss in C² of the closure obeys it.
* On [−R, R] the cross entropy of separable data has its minimum on the boundary, with a slope.
"""

from collections.abc import Sequence

import sympy as sp

from derivations.identity import equal
from derivations.logistic_loss import sigmoid
from derivations.potential import Potential
from derivations.square_confinement import gibbs_curvature
from derivations.symbols import w
from ledger.compare import identical
from ledger.model import Check

near = sp.Symbol("w", positive=True)
R = sp.Symbol("R", positive=True)
Numbers = Sequence[sp.Rational]

SEPARABLE = Potential(-sp.log(sigmoid(w)), name="cross entropy at x = 1, y = 1")
"""log(1 + e^{−w})."""


def powers_with_a_mass(powers: Numbers) -> sp.Set:
    """Those a for which ∫_0^1 e^{−L} < ∞ with L = a log w."""
    return sp.FiniteSet(*(a for a in powers if sp.integrate(near**-a, (near, 0, 1)).is_finite))


def powers_with_bounded_curvature(powers: Numbers) -> sp.Set:
    """Those p for which e^{−L}(L'² − L'') stays bounded at the end 0 of (0, 1), L = w^p."""
    curves = {p: gibbs_curvature(Potential(near**p, (near,))) for p in powers}
    return sp.FiniteSet(*(p for p, curve in curves.items() if sp.limit(curve, near, 0, "+").is_finite))


def smooth_powers(powers: Numbers, order: int) -> sp.Set:
    """Those p for which the derivatives of w^p up to `order` have finite limits at 0."""

    def is_smooth(p: sp.Rational) -> bool:
        limits = [sp.limit(sp.diff(near**p, near, k), near, 0, "+") for k in range(order + 1)]
        return all(limit.is_finite for limit in limits)

    return sp.FiniteSet(*(p for p in powers if is_smooth(p)))


def boundary_slope(loss: Potential) -> sp.Expr:
    """L' at the least of the two ends of [−R, R], for a strictly decreasing or increasing loss.

    Raises:
        ValueError: if the loss has a critical point on the line.
    """
    (slope,) = loss.gradient
    if sp.solveset(slope, w, sp.S.Reals) is not sp.S.EmptySet:
        raise ValueError(f"{loss.name}: a loss without critical points is wanted")
    end = R if slope.subs(w, 0).is_negative else -R
    return sp.simplify(slope.subs(w, end))


def share_of_a_ball_inside() -> sp.Expr:
    """The limit of ∫_{R−ε}^{R} e^{−L} over 2ε e^{−L(R)} as ε → 0: what a ball around the end R keeps."""
    radius = sp.Symbol("epsilon", positive=True)
    inside = sp.integrate(sp.exp(-SEPARABLE.expr).simplify(), (w, R - radius, R))
    return sp.simplify(sp.limit(inside / (2 * radius), radius, 0) / sp.exp(-SEPARABLE.expr.subs(w, R)))


# --- Evidence ---

SINGULAR = tuple(map(sp.Rational, ("1/4", "1/2", "3/4", 1, "5/4", 2)))
POWERS = tuple(map(sp.Rational, (1, "5/4", "3/2", "7/4", 2, "5/2", 3, 4)))


def _among(powers: Numbers, low: str, high: str = "100") -> sp.Set:
    """The powers in [low, high]."""
    return sp.FiniteSet(*(p for p in powers if sp.Rational(low) <= p <= sp.Rational(high)))


def _masses() -> tuple[sp.Expr, sp.Expr]:
    """∫ e^{−ηL} over [−R, R] for η = 1, 2."""
    return tuple(sp.simplify(sp.integrate(sigmoid(w) ** k, (w, -R, R))) for k in (1, 2))


bounded_region_still_needs_a_finite_mass = Check(
    tests=r"The $a\in\{\frac14,\frac12,\frac34,1,\frac54,2\}$ for which $L=a\log w$ on $(0,1)$ has "
    r"$\int e^{-L}<\infty$, that is a Gibbs density, against $a<1$.",
    measure=lambda: powers_with_a_mass(SINGULAR),
    predict=lambda: _among(SINGULAR, "0", "3/4"),
    compare=identical(),
    wrong={
        "every a, the region being bounded": lambda: _among(SINGULAR, "0"),
        "a ≤ 1": lambda: _among(SINGULAR, "0", "1"),
        "none": lambda: sp.S.EmptySet,
    },
)

printed_third_assumption_holds_on_a_bounded_region = Check(
    tests=r"The $p\in\{1,\frac54,\frac32,\frac74,2,\frac52,3,4\}$ for which $e^{-L}(L'^2-L'')$ is bounded "
    r"on $(0,1)$ for $L=w^p$, against all of them.",
    measure=lambda: powers_with_bounded_curvature(POWERS),
    predict=lambda: _among(POWERS, "1"),
    compare=identical(),
    wrong={"none": lambda: sp.S.EmptySet, "p ≥ 3/2": lambda: _among(POWERS, "3/2")},
    right={"p = 1 and p ≥ 2": lambda: _among(POWERS, "1", "1") | _among(POWERS, "2")},
)

third_assumption_holds_for_powers_smooth_up_to_the_boundary = Check(
    tests=r"The same $p$ for which $e^{-L}(L'^2-L'')$ is bounded on $(0,1)$, against those for which "
    r"$L=w^p$ is in $C^2([0,1])$.",
    measure=lambda: powers_with_bounded_curvature(POWERS),
    predict=lambda: smooth_powers(POWERS, 2),
    compare=identical(),
    wrong={"C¹": lambda: smooth_powers(POWERS, 1), "C³": lambda: smooth_powers(POWERS, 3)},
    of="corrected",
)

printed_results_find_a_minimiser_with_zero_slope = Check(
    tests=r"$L'$ at the minimiser over $[-R,R]$ of the cross entropy $\log(1+e^{-w})$ of separable data, "
    r"and the share of a small ball around it that lies inside, against 0 and 1, which Theorem 2.5 "
    "and (2.7) suppose.",
    measure=lambda: (boundary_slope(SEPARABLE), share_of_a_ball_inside()),
    predict=lambda: (sp.Integer(0), sp.Integer(1)),
    compare=equal(),
    wrong={
        "zero slope, half a ball": lambda: (sp.Integer(0), sp.S.Half),
        "the slope at 0": lambda: (-sp.S.Half, sp.S.Half),
    },
    right={"−1/(1 + e^R) and ½": lambda: (-1 / (1 + sp.exp(R)), sp.S.Half)},
)

cross_entropy_has_a_finite_mass_on_an_interval = Check(
    tests=r"$\int_{-R}^Re^{-\eta L}dw$ for the same loss at $\eta=1,2$, against $R$ and $R-\tanh(R/2)$: "
    "on a bounded region the Gibbs density exists.",
    measure=_masses,
    predict=lambda: (R, R - sp.tanh(R / 2)),
    compare=equal(),
    wrong={
        "no finite mass": lambda: (sp.oo, sp.oo),
        "2R": lambda: (2 * R, 2 * R),
        "half the tanh": lambda: (R, R - sp.tanh(R / 2) / 2),
    },
    of="corrected",
)
