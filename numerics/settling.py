"""Relaxation while the temperature still settles: the exact Gaussian, and the bound of Theorem 2.4.

On L = w²/2 with η(t) = 1 + 1/(1 + t), hence η∞ = 1, a centred Gaussian stays one. Its distance from p∞
falls like 1/(2t²), as slowly as the square of η(t) − η∞; no exponential bound can hold.

## Main definitions
* `excess_variance`: u(t) = (variance of W(t))/(variance of p∞) − 1, in closed form.
* `settling_distance`: the left side of Theorem 2.4.    * `printed_bound`: the right side.
* `time_of_appendix_f`: the T that Appendix F gives.

## Main statements
* `printed_bound_exceeds_the_limit_of_a_settling_gaussian`: for every C_P, every T and every start.
* `printed_bound_holds_twenty_units_after_the_time_of_appendix_f`.

## Notation
Ei is the exponential integral; `y_T` is the left side at time T.
"""

import flint
import sympy as sp

from derivations.symbols import eta_infinity, t
from derivations.zoo import QUADRATIC
from ledger.bound import Bound
from ledger.compare import at_most
from ledger.model import Check
from numerics.backends import compiled
from numerics.bounds import BITS, closed_form, enclosed
from numerics.relaxation import squared_distance

u = sp.Symbol("u", real=True)
start = sp.Symbol("u_0", real=True)
C_P, T, y_T = sp.symbols("C_P T y_T", positive=True)

ETA = 1 + 1 / (1 + t)
ELAPSED = 20


def excess_variance(start: sp.Expr = start) -> sp.Expr:
    """u(t) with u' = −2u + 2(1/η(t) − 1), u(0) = start; a point has start = −1."""
    growth = sp.Ei(2 * t + 4) - sp.Ei(4)
    return start * sp.exp(-2 * t) - 2 * sp.exp(-2 * (t + 2)) * growth


def settling_distance(excess: sp.Expr) -> sp.Expr:
    """‖(p − p∞)/√p∞‖² of N(0, 1 + excess) from p∞ = N(0, 1)."""
    return squared_distance(sp.Integer(0), 1 + excess, sp.Integer(1))


def printed_bound(elapsed: sp.Expr, constant: sp.Expr, distance: sp.Expr, rate: int = 1) -> sp.Expr:
    """The right side of Theorem 2.4 at t − T = elapsed, y(T) = distance; `rate` multiplies its exponent."""
    decay = constant * elapsed / eta_infinity
    return (decay + distance) * sp.exp(-rate * decay)


def time_of_appendix_f() -> sp.Expr:
    """The least T with |η(t) − 1| ≤ min{1/3, C_P/(3 C_1)} for all t > T; exact.

    For L = w²/2 and η∞ = 1: C_P = 1, the constant M of (A.3) is sup e^{−w²/2}|w² − 1| = 1, at w = 0, and
    C_2 = sup |1 − w²| = 1 where 1 − w² > 0.
    """
    w = QUADRATIC.coords[0]
    density = sp.exp(-QUADRATIC.expr) / sp.sqrt(2 * sp.pi)
    root_mass = sp.integrate(density ** sp.Rational(1, 3), (w, -sp.oo, sp.oo))
    c_1 = sp.Max(root_mass, sp.Rational(3, 2)) / 2
    return 1 / sp.Min(sp.Rational(1, 3), 1 / (3 * c_1)) - 1


def value(expr: sp.Expr, time: flint.arb) -> flint.arb:
    """An enclosure of `expr`, in t and Ei, at `time`."""
    calls = sorted(expr.atoms(sp.Ei), key=str)
    letters = sp.symbols(f"e:{len(calls)}", cls=sp.Dummy)
    balls = [flint.arb(compiled(call.args[0], (t,), "arb")(time)).ei() for call in calls]
    body = expr.xreplace(dict(zip(calls, letters, strict=True)))
    found: flint.arb = compiled(body, (t, *letters), "arb")(time, *balls)
    return found


# --- Evidence ---


def _scaled_limit(bound: sp.Expr) -> sp.Expr:
    return sp.limit((2 + t) ** 2 * bound, t, sp.oo)


def _scaled_limit_of_the_distance() -> sp.Expr:
    """Lim (2 + t)² y(t), from lim (2 + t) u(t) and, as u → 0, lim y/u²."""
    return sp.limit(settling_distance(u) / u**2, u, 0) * sp.limit((2 + t) * excess_variance(), t, sp.oo) ** 2


def _after_the_time_of_appendix_f(elapsed: int) -> flint.arb:
    """y(T + elapsed) from a point, T = `time_of_appendix_f()`."""
    distance = settling_distance(excess_variance(sp.Integer(-1)))
    return value(distance, flint.arb(compiled(time_of_appendix_f() + elapsed, (), "arb")()))


def _measured_distance() -> Bound:
    with flint.ctx.workprec(BITS):
        return enclosed(_after_the_time_of_appendix_f(ELAPSED), form=rf"y(T+{ELAPSED})")


def _bound_after(rate: int) -> Bound:
    """`printed_bound` with C_P = 1 and the exact y(T)."""
    bound = printed_bound(sp.Integer(ELAPSED), sp.Integer(1), y_T, rate).subs(eta_infinity, 1)
    with flint.ctx.workprec(BITS):
        return enclosed(
            compiled(bound, (y_T,), "arb")(_after_the_time_of_appendix_f(0)), form=sp.latex(bound)
        )


def _square_of_what_is_left() -> Bound:
    """(η(t) − η∞)² at the same time."""
    return closed_form(((ETA - 1) ** 2).subs(t, time_of_appendix_f() + ELAPSED))


printed_bound_exceeds_the_limit_of_a_settling_gaussian = Check(
    tests=r"For $L=w^2/2$, $\eta(t)=1+1/(1+t)$ and any start: the limit of $(2+t)^2$ times the left side"
    " of Theorem 2.4, against the limit of $(2+t)^2$ times the printed bound, for all $C_P$, $T$ and"
    " $y(T)$.",
    measure=lambda: closed_form(_scaled_limit_of_the_distance()),
    predict=lambda: closed_form(_scaled_limit(printed_bound(t - T, C_P, y_T))),
    compare=at_most(),
    wrong={"twice the rate": lambda: closed_form(_scaled_limit(printed_bound(t - T, C_P, y_T, rate=2)))},
    right={r"the square of η(t) − η∞": lambda: closed_form(_scaled_limit((ETA - 1) ** 2))},
)

printed_bound_holds_twenty_units_after_the_time_of_appendix_f = Check(
    tests=r"For $L=w^2/2$, $\eta(t)=1+1/(1+t)$ from a point: the left side of Theorem 2.4 at $T+20$, with"
    " the $T$ of Appendix F, against the printed bound there.",
    measure=_measured_distance,
    predict=lambda: _bound_after(rate=1),
    compare=at_most(),
    wrong={
        "twice the rate": lambda: _bound_after(rate=2),
        "four times the rate": lambda: _bound_after(rate=4),
    },
    right={r"the square of η(t) − η∞": _square_of_what_is_left},
)
