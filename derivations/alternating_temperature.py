"""A learning rate or batch size that never settles: η = 1 and η = 2 in turn, for one unit of time each.

On L = w²/2 the variance obeys v' = −2v + 2/η, so that a whole turn is an affine map with one fixed point: the
law of W(t) circles for ever, whatever the start.

## Main definitions
* `variance_after`: v after a time at constant η, from its equation.
* `turn`: the variance at the ends of the two halves of the cycle, by the fixed point.

## Main statements
* `variance_stops_alternating` fails: the two limits differ by tanh(1)/2.
* `variance_settles_at_constant_temperature`: at constant η it tends to 1/η.
"""

import sympy as sp

from derivations.identity import equal
from derivations.symbols import eta, t
from ledger.model import Check

start = sp.Symbol("v_0", nonnegative=True)


def variance_after(time: sp.Expr, inverse_temperature: sp.Expr, begin: sp.Expr = start) -> sp.Expr:
    """The solution of v' = −2v + 2/η, v(0) = begin, at `time`."""
    v = sp.Function("v", real=True)
    equation = sp.Eq(v(t).diff(t), -2 * v(t) + 2 / inverse_temperature)
    solution = sp.dsolve(equation, v(t), ics={v(0): begin}).rhs
    return sp.simplify(solution.subs(t, time))


def turn(first: sp.Expr, second: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """The limits of the variance after a unit of time at η = first, and after the next one at η = second."""
    warm = sp.Symbol("v_1", nonnegative=True)
    after = variance_after(sp.S.One, first, variance_after(sp.S.One, second, warm))
    fixed = sp.solve(sp.Eq(warm, after), warm)[0]
    return sp.simplify(fixed), sp.simplify(variance_after(sp.S.One, second, fixed))


def jump(first: sp.Expr, second: sp.Expr) -> sp.Expr:
    """The difference of the two limits."""
    high, low = turn(first, second)
    return high - low


# --- Evidence ---


def _tanh(factor: str) -> sp.Expr:
    """factor·tanh 1."""
    return sp.Rational(factor) * (1 - sp.exp(-2)) / (1 + sp.exp(-2))


variance_stops_alternating = Check(
    tests=r"For $L=w^2/2$ and $\eta=1,2$ in turn for one unit of time each: the difference of the limits"
    r" of the variance of $W(t)$ at the ends of the two halves, against 0.",
    measure=lambda: jump(sp.Integer(1), sp.Integer(2)),
    predict=lambda: sp.S.Zero,
    compare=equal(),
    wrong={"tanh 1": lambda: _tanh("1"), "½, as for long halves": lambda: sp.S.Half},
    right={"½ tanh 1": lambda: _tanh("1/2")},
)

variance_settles_at_constant_temperature = Check(
    tests=r"For $L=w^2/2$ and constant $\eta$: the limit of the variance of $W(t)$ from any start, against"
    r" $1/\eta$.",
    measure=lambda: sp.limit(variance_after(t, eta), t, sp.oo),
    predict=lambda: 1 / eta,
    compare=equal(),
    wrong={"1/(2η)": lambda: 1 / (2 * eta), "η": lambda: eta, "the start": lambda: start},
    of="corrected",
)
