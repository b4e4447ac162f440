"""From which initial laws the distance of Theorem 2.4 is finite, on L = w²/2 at η = 1.

## Main definitions
* `tail_below_cauchy`: a lower bound of p(w, t) far out when W(0) has a Cauchy law.
* `point_distance`: y(T) from a point, by integrating p²/p∞.
* `return_density`: the density at w₀ after the time 2T, over p∞(w₀).

## Main statements
* From a Cauchy law p²/p∞ is unbounded at every time, so y(t) = ∞ for ever.
* From a point y(T) + 1 = p_{2T}(w₀, w₀)/p∞(w₀), which is finite for every T > 0.

## Implementation notes
The Cauchy start keeps its scale: W(t) = e^{−t}W(0) + √(1 − e^{−2t}) ξ. Given |ξ| ≤ 1, which has a positive
probability, the shift is at most 1, and beyond w = 1 the density of e^{−t}W(0) is at least that at w + 1.
"""

import sympy as sp

from derivations.identity import equal
from derivations.symbols import t, w
from ledger.model import Check

w_0 = sp.Symbol("w_0", real=True)
q = sp.Symbol("q", positive=True)
"""1 − e^{−2T} as T > 0 goes from 0 to ∞: the variance at time T from a point."""


def normal(place: sp.Expr, mean: sp.Expr, variance: sp.Expr) -> sp.Expr:
    """The density of N(mean, variance)."""
    return sp.exp(-((place - mean) ** 2) / (2 * variance)) / sp.sqrt(2 * sp.pi * variance)


def tail_below_cauchy() -> sp.Expr:
    """P(|ξ| ≤ 1)·e^{−t}/(π(e^{−2t} + (w + 1)²)), which is at most p(w, t) for w > 1."""
    probability = sp.erf(1 / sp.sqrt(2))
    return probability * sp.exp(-t) / (sp.pi * (sp.exp(-2 * t) + (w + 1) ** 2))


def tail_of_the_ratio() -> sp.Expr:
    """The limit of (lower bound of p)²/p∞ as w → ∞."""
    ratio = tail_below_cauchy() ** 2 / normal(w, sp.S.Zero, sp.S.One)
    return sp.limit(sp.simplify(ratio.subs(t, 1)), w, sp.oo)


def point_distance(mean: sp.Expr, variance: sp.Expr) -> sp.Expr:
    """∫ p²/p∞ − 1 for p = N(mean, variance), 0 < variance < 2, by completing the square."""
    ratio = normal(w, mean, variance) ** 2 / normal(w, sp.S.Zero, sp.S.One)
    a, b, c = sp.Poly(sp.expand(sp.expand_log(sp.log(ratio), force=True)), w).all_coeffs()
    return sp.sqrt(sp.pi / -a) * sp.exp(c - b**2 / (4 * a)) - 1


def from_a_point() -> sp.Expr:
    """Y(T) + 1 from w₀, in q."""
    return 1 + point_distance(w_0 * sp.sqrt(1 - q), q)


def return_density(variance: sp.Expr, shrinking: sp.Expr) -> sp.Expr:
    """N(shrinking·w₀, variance) at w₀ over p∞(w₀)."""
    return normal(w_0, shrinking * w_0, variance) / normal(w_0, sp.S.Zero, sp.S.One)


def squared(expr: sp.Expr) -> sp.Expr:
    """`expr`² with its exponentials merged and their exponent in lowest terms."""
    merged = sp.powsimp(sp.expand(expr) ** 2)
    return sp.simplify(merged.replace(sp.exp, lambda exponent: sp.exp(sp.factor(exponent))))


# --- Evidence ---


cauchy_start_has_a_finite_distance = Check(
    tests=r"For $L=w^2/2$, $\eta=1$ and a Cauchy law of $W(0)$: the limit as $w\to\infty$ of"
    r" $p(w,1)^2/p_\infty(w)$, by a lower bound of $p$, against 0, without which $y(1)$ is infinite.",
    measure=tail_of_the_ratio,
    predict=lambda: sp.S.Zero,
    compare=equal(),
    wrong={"1": lambda: sp.S.One, "−∞": lambda: -sp.oo},
    right={"∞": lambda: sp.oo},
)

point_start_has_a_finite_distance = Check(
    tests=r"For $L=w^2/2$, $\eta=1$ and $W(0)=w_0$: $y(T)+1=\int p_T(w_0,w)^2/p_\infty(w)\,dw$ for all"
    r" $w_0$ and $T>0$, against $p_{2T}(w_0,w_0)/p_\infty(w_0)$, squared, at $q=1-e^{-2T}$.",
    measure=lambda: squared(from_a_point()),
    predict=lambda: squared(return_density(1 - (1 - q) ** 2, 1 - q)),
    compare=equal(),
    wrong={
        "at the time T": lambda: squared(return_density(q, sp.sqrt(1 - q))),
        "at the time 4T": lambda: squared(return_density(1 - (1 - q) ** 4, (1 - q) ** 2)),
        "1, as if T were infinite": lambda: sp.S.One,
    },
    of="corrected",
)
