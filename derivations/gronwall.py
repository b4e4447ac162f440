"""From (E.6) to a bound on y = ‖h‖²: what y' + a y ≤ a allows (Appendix E, last steps).

## Main definitions
* `largest_solution`: y when the inequality is an equality.
* `coefficients_after_plugging`: what (E.6) becomes at the largest δ̂ allowed.
* `printed_bound`, `true_bound`: the last display of Appendix E, and what follows instead.

## Main statements
* e^{as}(y − 1) does not grow, so y ≤ 1 + (y(T) − 1) e^{−as}: y need not tend to 0.
* y ≡ 1 obeys the inequality and exceeds the printed bound at every s > 0.

## Notation
`a` = C_P/η∞, `s` = t − T, `y_T` = y(T), `share` = δ̂C₁/C_P.
"""

import sympy as sp

from derivations.identity import equal
from derivations.symbols import eta, s
from ledger.compare import identical
from ledger.model import Check

a, y_T = sp.symbols("a y_T", positive=True)
C_1, C_P, delta_hat = sp.symbols(r"C_1 C_P \hat{\delta}", positive=True)
Y = sp.Function("y", real=True)


def largest_solution() -> sp.Expr:
    """The solution of y' + a y = a with y = y_T at s = 0."""
    equation = sp.Eq(Y(s).diff(s) + a * Y(s), a)
    return sp.dsolve(equation, Y(s), ics={Y(0): y_T}).rhs


def printed_bound() -> sp.Expr:
    """(a s + y_T) e^{−a s}, the last display of Appendix E."""
    return (a * s + y_T) * sp.exp(-a * s)


def true_bound() -> sp.Expr:
    """1 + (y_T − 1) e^{−a s}."""
    return 1 + (y_T - 1) * sp.exp(-a * s)


def coefficients_after_plugging(largest_delta: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """The k and r in ½y' + k y ≤ r, which (E.6) becomes at δ̂ = `largest_delta`."""
    left = C_P / eta * Y(s) - C_1 * delta_hat / eta * (Y(s) + 1)
    plugged = sp.expand(left.subs(delta_hat, largest_delta))
    k = plugged.coeff(Y(s))
    return k, sp.expand(k * Y(s) - plugged)


def extremes(expr: sp.Expr, ratio: sp.Symbol, low: sp.Expr, high: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """The least and the largest value of `expr` for `ratio` in [low, high]."""
    interval = sp.Interval(low, high)
    return sp.calculus.util.minimum(expr, ratio, interval), sp.calculus.util.maximum(expr, ratio, interval)


# --- Evidence ---

RATIO = sp.Symbol("r", positive=True)


def _extreme_coefficients() -> tuple[sp.Expr, sp.Expr]:
    """Least 2C_P/(3η) and largest C_P/(3η) for η/η∞ in [2/3, 4/3], in units of C_P/η∞."""
    low, high = sp.Rational(2, 3), sp.Rational(4, 3)
    return extremes(2 / (3 * RATIO), RATIO, low, high)[0], extremes(1 / (3 * RATIO), RATIO, low, high)[1]


def _pair(first: str, second: str) -> tuple[sp.Expr, sp.Expr]:
    return sp.Rational(first), sp.Rational(second)


def _coefficients(first: str, second: str) -> tuple[sp.Expr, sp.Expr]:
    """The same in units of C_P/η."""
    return sp.Rational(first) * C_P / eta, sp.Rational(second) * C_P / eta


largest_solution_tends_to_one = Check(
    tests=r"The solution of $y'+ay=a$ with $y(T)=y_T$, which bounds every solution of $y'+ay\le a$, "
    r"against $1+(y_T-1)e^{-a(t-T)}$.",
    measure=largest_solution,
    predict=true_bound,
    compare=equal(),
    wrong={
        "the printed bound": printed_bound,
        "y_T e^{−as}": lambda: y_T * sp.exp(-a * s),
        "1 + y_T e^{−as}": lambda: 1 + y_T * sp.exp(-a * s),
        "1 + (y_T − 1) e^{−2as}": lambda: 1 + (y_T - 1) * sp.exp(-2 * a * s),
    },
    of="corrected",
)

excess_over_one_shrinks = Check(
    tests=r"The derivative of $e^{as}(y-1)$ for any $y$, against $e^{as}(y'+ay-a)$, which is at most 0 "
    r"where $y'+ay\le a$.",
    measure=lambda: sp.diff(sp.exp(a * s) * (Y(s) - 1), s),
    predict=lambda: sp.exp(a * s) * (Y(s).diff(s) + a * Y(s) - a),
    compare=equal(),
    wrong={
        "no a on the right": lambda: sp.exp(a * s) * (Y(s).diff(s) + a * Y(s)),
        "−a y": lambda: sp.exp(a * s) * (Y(s).diff(s) - a * Y(s) - a),
        "e^{−as}": lambda: sp.exp(-a * s) * (Y(s).diff(s) + a * Y(s) - a),
    },
    of="corrected",
)

plugging_a_third_gives_the_coefficients = Check(
    tests=r"The $k$ and $r$ of $\frac12y'+ky\le r$, which (E.6) becomes at $\hat\delta=C_P/(3C_1)$, "
    r"against $\frac{2C_P}{3\eta}$ and $\frac{C_P}{3\eta}$.",
    measure=lambda: coefficients_after_plugging(C_P / (3 * C_1)),
    predict=lambda: _coefficients("2/3", "1/3"),
    compare=equal(),
    wrong={
        "C_P/η on the left": lambda: _coefficients("1", "1/3"),
        "½ and ½": lambda: _coefficients("1/2", "1/2"),
        "2/3 on both sides": lambda: _coefficients("2/3", "2/3"),
    },
)

printed_half_gives_the_coefficients = Check(
    tests=r"The $\hat\delta$ at which (E.6) becomes (E.8), against the printed $c/(2C_1)$ with $c=C_P$.",
    measure=lambda: sp.solve(coefficients_after_plugging(delta_hat)[0] - 2 * C_P / (3 * eta), delta_hat)[0],
    predict=lambda: C_P / (2 * C_1),
    compare=equal(),
    wrong={"C_P/C_1": lambda: C_P / C_1, "2C_P/(3C_1)": lambda: 2 * C_P / (3 * C_1)},
    right={"C_P/(3C_1)": lambda: C_P / (3 * C_1)},
)

third_gives_the_coefficients = Check(
    tests=r"The $\hat\delta$ at which the right side of (E.6) less its part in $y$ is that of (E.8), "
    r"against $C_P/(3C_1)$ of (E.7).",
    measure=lambda: sp.solve(coefficients_after_plugging(delta_hat)[1] - C_P / (3 * eta), delta_hat)[0],
    predict=lambda: C_P / (3 * C_1),
    compare=equal(),
    wrong={"C_P/(2C_1)": lambda: C_P / (2 * C_1), "C_P/C_1": lambda: C_P / C_1},
    of="corrected",
)

coefficients_keep_their_bounds_while_eta_settles = Check(
    tests=r"The least $\frac{2C_P}{3\eta}$ and the largest $\frac{C_P}{3\eta}$ over "
    r"$\frac23\eta_\infty\le\eta\le\frac43\eta_\infty$ in units of $\frac{C_P}{\eta_\infty}$, against "
    r"½ and ½.",
    measure=_extreme_coefficients,
    predict=lambda: _pair("1/2", "1/2"),
    compare=identical(),
    wrong={
        "2C_P/(3η) ≥ C_P/η∞": lambda: _pair("1", "1/2"),
        "C_P/(3η) ≤ C_P/(3η∞)": lambda: _pair("1/2", "1/3"),
    },
)
