"""The corrected Theorem 2.4 for η(t) that settles, in numbers: every step on exact Gaussians.

L = w²/2 and η∞ = 1, so that C_P = G = K = 1 and Γ = √10 in `derivations.varying_temperature`; the bounds hold
where |δ̂| ≤ 1/(2√10).

## Main definitions
* `rate_bound`: −(C_P/2η)y + 2Gδ̂²/η, the bound of y'.
* `sufficient_time`: the T after which |η(t) − 1| ≤ 1/(2Γ) for η(t) = 1 + 1/(1 + t).
* `settled_bound`: y(T)e^{−a(t−T)} + 3∫_T^t e^{−a(t−s)}δ̂(s)²ds with a = 3/8, in closed form.
* `nowhere_above`: the comparer of two sequences.

## Main statements
* `gaussian_rates_stay_below_the_bound`, `settling_gaussian_stays_below_the_bound`.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product

import flint
import sympy as sp

from derivations.symbols import eta, t
from ledger.bound import Bound
from ledger.compare import Comparer, at_most
from ledger.model import Check
from ledger.outcome import Outcome, every
from numerics.backends import compiled
from numerics.bounds import BITS, enclosed
from numerics.gaussian_family import distance, distance_rate, m, v
from numerics.settling import ETA, excess_variance, settling_distance, value, y_T

GAMMA = sp.sqrt(10)
RATE = sp.Rational(3, 8)
ELAPSED = 20


def rate_bound(damping: sp.Expr = sp.S.Half, source: int = 2) -> sp.Expr:
    """−damping·y/η + source·δ̂²/η for N(m, v) at η."""
    return (-damping * distance() + source * (eta - 1) ** 2) / eta


def sufficient_time() -> sp.Expr:
    """The T with ETA(T) − 1 = 1/(2Γ), which is less than 1/3."""
    return sp.solve(ETA - 1 - 1 / (2 * GAMMA), t)[0]


def source_integral(start: sp.Expr, end: sp.Expr) -> sp.Expr:
    """∫ e^{−a(end − s)}/(1 + s)² ds from `start` to `end`: [−e^{au}/u + a Ei(au)] in u = 1 + s."""
    u = sp.Symbol("u", positive=True)
    primitive = -sp.exp(RATE * u) / u + RATE * sp.Ei(RATE * u)
    return sp.exp(-RATE * (1 + end)) * (primitive.subs(u, 1 + end) - primitive.subs(u, 1 + start))


def settled_bound(elapsed: int, source: int = 3) -> sp.Expr:
    """The bound of y(T + elapsed) in y(T) = `y_T`, T being `sufficient_time()`."""
    start = sufficient_time()
    return y_T * sp.exp(-RATE * elapsed) + source * source_integral(start, start + elapsed)


def nowhere_above() -> Comparer:
    """Is every measured Bound at most the predicted one in its place?"""
    below = at_most()

    def decide(measured: Sequence[Bound], predicted: Sequence[Bound]) -> Outcome:
        return every(below(a, b) for a, b in zip(measured, predicted, strict=True))

    return Comparer("measured ≤ predicted in every place", decide)


# --- Evidence ---

POINTS = tuple(
    tuple(map(sp.Rational, place)) for place in product((0, 1, 2), ("1/4", "9/10", "7/4"), ("17/20", "23/20"))
)
"""(m, v, η)."""


def _at_points(expr: sp.Expr) -> tuple[Bound, ...]:
    function = compiled(expr, (m, v, eta), "arb")
    with flint.ctx.workprec(BITS):
        places = ([flint.arb(flint.fmpq(int(q.p), int(q.q))) for q in place] for place in POINTS)
        return tuple(enclosed(function(*place)) for place in places)


@lru_cache(maxsize=4)
def _settled_distance(elapsed: int) -> flint.arb:
    """y(T + elapsed) from a point."""
    time = flint.arb(compiled(sufficient_time() + elapsed, (), "arb")())
    return value(settling_distance(excess_variance(sp.Integer(-1))), time)


def _measured_distance() -> Bound:
    with flint.ctx.workprec(BITS):
        return enclosed(_settled_distance(ELAPSED), form=rf"y(T+{ELAPSED})")


def _bound(source: int) -> Bound:
    with flint.ctx.workprec(BITS):
        without_start = value(settled_bound(ELAPSED, source).subs(y_T, 0), flint.arb(0))
        decay = compiled(sp.exp(-RATE * ELAPSED), (), "arb")()
        return enclosed(_settled_distance(0) * decay + without_start, form=r"\text{bound at }T+20")


gaussian_rates_stay_below_the_bound = Check(
    tests=r"For $L=w^2/2$, $\eta_\infty=1$ and $p=N(m,v)$, $m=0,1,2$, $v=\frac14,\frac9{10},\frac74$,"
    r" $\eta=1\mp\frac3{20}$: $y'$ against $-\frac{C_P}{2\eta}y+\frac{2G}\eta\hat\delta^2$, $C_P=G=1$.",
    measure=lambda: _at_points(distance_rate()),
    predict=lambda: _at_points(rate_bound()),
    compare=nowhere_above(),
    wrong={
        "no Gδ̂²": lambda: _at_points(rate_bound(source=0)),
        "damping 8C_P/η": lambda: _at_points(rate_bound(damping=sp.Integer(8))),
    },
    of="corrected",
)

settling_gaussian_stays_below_the_bound = Check(
    tests=r"For $L=w^2/2$, $\eta(t)=1+1/(1+t)$ from a point: $y(T+20)$, $T$ being the time when"
    r" $\hat\delta=\frac1{2\Gamma}$, $\Gamma=\sqrt{10}$, against $y(T)e^{-a(t-T)}+\frac{3G}{\eta_\infty}"
    r"\int_T^te^{-a(t-s)}\hat\delta(s)^2ds$ with $a=\frac38$.",
    measure=_measured_distance,
    predict=lambda: _bound(source=3),
    compare=at_most(),
    wrong={"no integral": lambda: _bound(source=0)},
    of="corrected",
)
