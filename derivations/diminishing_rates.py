"""Where SGD goes when its learning rate is decreased: to the optimum, to rest elsewhere, or to another well.

## Main definitions
* `weight`: what is left after K steps of the noise of step j, with γ_k = c/(λk) on L = λw²/2.
* `mean_square`: E w_K² in units of s²/(λ²M), started at the optimum.
* `share_of_the_start`: E w_∞/w₀ for γ_k = 1/(λ(k+1)²).
* `cannot_be_left`: is an interval one that SGD with bounded noise and small rates never leaves?

## Main statements
* `printed_sgd_reaches_the_optimum_when_rates_fall_fast`, `printed_sgd_reaches_the_lower_well`: refuted.
* `mean_square_falls_like_one_over_the_number_of_steps`: Robbins and Monro's rates on the quadratic.

## Notation
s² is the variance of one sample's gradient, K the number of steps, c > 1/2.

## References
RobbinsMonro1951.
"""

from functools import lru_cache

import sympy as sp

from derivations.identity import equal
from derivations.symbols import w
from ledger.model import Check

STEP, LAST = sp.symbols("j K", integer=True, positive=True)

TILTED = (w**2 - 1) ** 2 / 4 + w / 8
"""Two wells; the left one is lower."""

NOISE, LARGEST_RATE = sp.Rational(1, 8), sp.Rational(1, 8)
"""The gradient noise is ±1/8; γ_k = 1/(8k), whose sum is infinite and whose squares have a finite sum."""

WELLS = {"started at −1": (-sp.Rational(3, 2), -sp.S.Half), "started at 1": (sp.S.Half, sp.Rational(3, 2))}


def weight(c: int) -> sp.Expr:
    """λγ_j ∏_{i=j+1}^K (1 − λγ_i) with λγ_i = c/i: the share of the noise of step j left after step K."""
    left = sp.gamma(LAST + 1 - c) * sp.gamma(STEP + 1) / (sp.gamma(STEP + 1 - c) * sp.gamma(LAST + 1))
    return sp.factor(sp.combsimp(left) * c / STEP)


def mean_square(c: int) -> sp.Expr:
    """Σ_j weight², which is E w_K² λ²M/s² for SGD from w₀ = 0 with γ_k = c/(λk); for K ≥ c.

    Raises:
        ValueError: if `c` is not positive.
    """
    if c < 1:
        raise ValueError(f"c={c}: a positive integer is wanted")
    return sp.factor(sp.summation(sp.expand(weight(c) ** 2), (STEP, 1, LAST)))


def share_of_the_start() -> sp.Expr:
    """∏_{k≥1} (1 − 1/(k+1)²), what E w keeps of w₀ for ever: it telescopes."""
    partial = sp.combsimp(sp.product(1 - 1 / (STEP + 1) ** 2, (STEP, 1, LAST)))
    return sp.limit(partial, LAST, sp.oo)


def extreme(expr: sp.Expr, low: sp.Expr, high: sp.Expr, largest: bool) -> sp.Expr:
    """The least or largest value of a polynomial in w on [low, high]."""
    inner = [root for root in sp.real_roots(sp.diff(expr, w), w) if low < root < high]
    values = [expr.subs(w, point) for point in (low, high, *inner)]
    return sp.Max(*values) if largest else sp.Min(*values)


def cannot_be_left(low: sp.Expr, high: sp.Expr) -> bool:
    """Does w − γ(L′ ± noise) stay in [low, high] for every w in it and every γ up to `LARGEST_RATE`?

    The step is linear in γ, so γ = 0 (nothing moves) and the largest γ decide.
    """
    step = w - LARGEST_RATE * sp.diff(TILTED, w)
    push = LARGEST_RATE * NOISE
    least, most = (extreme(step, low, high, largest) for largest in (False, True))
    return bool(least - push >= low and most + push <= high)


@lru_cache(maxsize=1)
def optimum() -> sp.Expr:
    """The global minimiser of the tilted loss."""
    critical = sp.real_roots(sp.diff(TILTED, w), w)
    return min(critical, key=lambda point: TILTED.subs(w, point).evalf(30))


# --- Evidence ---

printed_sgd_reaches_the_optimum_when_rates_fall_fast = Check(
    tests=r"$\lim\mathbb{E}\,w_k/w_0$ of SGD on $L=\lambda w^2/2$ with $\gamma_k=1/(\lambda(k+1)^2)$, by the "
    r"exact product, against 0, the optimum.",
    measure=share_of_the_start,
    predict=lambda: sp.S.Zero,
    compare=equal(),
    wrong={
        "1": lambda: sp.S.One,
        "e^{−λt}, t = Σγ_k, from (2.3)": lambda: sp.exp(1 - sp.pi**2 / 6),
    },
    right={"1/2": lambda: sp.S.Half},
)

Answers = dict[str, sp.Basic]


def optimum_is_within_reach() -> Answers:
    """Does the interval that SGD cannot leave hold the optimum? For a start in either well.

    Raises:
        ValueError: if an interval can be left, for then nothing follows.
    """
    answers = {}
    for start, (low, high) in WELLS.items():
        if not cannot_be_left(low, high):
            raise ValueError(f"[{low}, {high}] can be left")
        answers[start] = sp.S(bool(low <= optimum() <= high))
    return answers


def answers(left: bool, right: bool) -> Answers:
    """One truth value for each start."""
    return dict(zip(WELLS, map(sp.S, (left, right)), strict=True))


printed_sgd_reaches_the_lower_well = Check(
    tests=r"Whether SGD on $L=(w^2-1)^2/4+w/8$ with gradient noise $\pm\frac18$ and $\gamma_k=1/(8k)$ can "
    r"reach the minimiser of $L$ from $-1$ and from $1$: whether it lies in the interval "
    r"$\pm[\frac12,\frac32]$ that no step leaves, against yes.",
    measure=optimum_is_within_reach,
    predict=lambda: answers(True, True),
    compare=equal(),
    wrong={"from neither": lambda: answers(False, False), "from 1 only": lambda: answers(False, True)},
    right={"from −1 only": lambda: answers(True, False)},
)

FACTORS = (1, 2, 3)


def scaled_mean_squares(formula: sp.Expr) -> dict[str, sp.Expr]:
    """`formula`, in c, for c = 1, 2, 3."""
    return {f"c = {c}": formula.subs(sp.Symbol("c"), c) for c in FACTORS}


c = sp.Symbol("c")

mean_square_falls_like_one_over_the_number_of_steps = Check(
    tests=r"$\lim K\,\mathbb{E}\,w_K^2$ of SGD on $L=\lambda w^2/2$ with $\gamma_k=c/(\lambda k)$, "
    r"in units of $s^2/(\lambda^2M)$, for $c=1,2,3$ by the exact sum over the noises of all steps, "
    "against $c^2/(2c-1)$; so $w_K$ tends to the optimum.",
    measure=lambda: {f"c = {c}": sp.limit(LAST * mean_square(c), LAST, sp.oo) for c in FACTORS},
    predict=lambda: scaled_mean_squares(c**2 / (2 * c - 1)),
    compare=equal(),
    wrong={
        "c": lambda: scaled_mean_squares(c),
        "c²": lambda: scaled_mean_squares(c**2),
        "∞: no convergence": lambda: dict.fromkeys((f"c = {c}" for c in FACTORS), sp.oo),
    },
    of="corrected",
)
