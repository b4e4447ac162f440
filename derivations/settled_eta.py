"""From (E.7) to the integrated inequality of Appendix E, once η(t) stays near η∞.

## Main definitions
* `etas_allowed`: the η/η∞ with |η/η∞ − 1| at most a share.
* `slack`: what (E.8) leaves below the inequality with constant coefficients.
* `integrated`: both sides of the inequality, integrated from T to t.

## Notation
`Y` = ‖h‖², `a` = C_P/η∞, `s` = t − T, `r` = η/η∞; slack is in units of C_P/η∞.
"""

import sympy as sp

from derivations.gronwall import Y, a, extremes
from derivations.identity import equal
from derivations.symbols import s
from ledger.compare import identical
from ledger.model import Check

r = sp.Symbol("r", positive=True)
y = sp.Symbol("y", nonnegative=True)
LOW, HIGH = sp.Rational(2, 3), sp.Rational(4, 3)


def etas_allowed(share: sp.Expr) -> sp.Set:
    """{r : |r − 1| ≤ share}."""
    ratio = sp.Symbol("r", real=True)
    return sp.solveset(abs(ratio - 1) <= share, ratio, sp.S.Reals)


def slack(constant: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """The least constant term and least coefficient of y of constant·(1 − y) − (1 − 2y)/(3r), r as allowed.

    (E.8) gives ½y' ≤ (1 − 2y)/(3r); if neither is negative, ½y' ≤ constant·(1 − y) for every y ≥ 0.
    """
    difference = sp.expand(constant * (1 - y) - (1 - 2 * y) / (3 * r))
    terms = (difference.coeff(y, 0), difference.coeff(y, 1))
    return tuple(extremes(term, r, LOW, HIGH)[0] for term in terms)


def rate_of_integrated(factor: sp.Expr | int = 1, growth: sp.Expr | int = 1) -> tuple[sp.Expr, sp.Expr]:
    """y(s) − y(0) − growth·a s + factor·a ∫_0^s y: its derivative by s, and its value at s = 0."""
    inner = sp.Symbol("sigma", nonnegative=True)
    whole = Y(s) - Y(0) - growth * a * s + factor * a * sp.Integral(Y(inner), (inner, 0, s))
    return sp.diff(whole, s), whole.subs(s, 0).doit()


# --- Evidence ---


def _twice(constant: sp.Expr | int) -> tuple[sp.Expr, sp.Expr]:
    return (sp.S(constant),) * 2


def _differential(share: sp.Expr | int, right: sp.Expr | int) -> tuple[sp.Expr, sp.Expr]:
    """The rate y' + share·a y − right·a, and 0."""
    return Y(s).diff(s) + share * a * Y(s) - right * a, sp.S.Zero


third_of_eta_leaves_two_to_four_thirds = Check(
    tests=r"The $\eta/\eta_\infty$ with $|\eta-\eta_\infty|\le\frac{\eta_\infty}3$, against "
    r"$[\frac23,\frac43]$.",
    measure=lambda: etas_allowed(sp.Rational(1, 3)),
    predict=lambda: sp.Interval(LOW, HIGH),
    compare=identical(),
    wrong={
        "[¾, 5/4]": lambda: sp.Interval(sp.Rational(3, 4), sp.Rational(5, 4)),
        "[2/3, 3/2]": lambda: sp.Interval(LOW, sp.Rational(3, 2)),
        "open": lambda: sp.Interval.open(LOW, HIGH),
    },
)

constant_coefficients_leave_no_slack = Check(
    tests=r"The least constant term and the least coefficient of $y=\|h\|^2\ge0$ in "
    r"$\frac{C_P}{2\eta_\infty}(1-y)-\frac{C_P}{3\eta}(1-2y)$ over "
    r"$\frac23\eta_\infty\le\eta\le\frac43\eta_\infty$, against 0 and 0: the inequality with "
    r"$\frac{C_P}{2\eta_\infty}$ follows from (E.8).",
    measure=lambda: slack(sp.S.Half),
    predict=lambda: _twice(0),
    compare=equal(),
    wrong={
        "as for C_P/η∞": lambda: slack(sp.Integer(1)),
        "as for C_P/(3η∞)": lambda: slack(sp.Rational(1, 3)),
    },
)

integrated_inequality_has_the_rate_of_the_differential_one = Check(
    tests="The derivative by $t$ and the value at $t=T$ of "
    r"$\|h(t)\|^2-\|h(T)\|^2-\frac{C_P}{\eta_\infty}(t-T)+\frac{C_P}{\eta_\infty}\int_T^t\|h\|^2ds$, for "
    r"any $\|h\|^2$, against $\partial_t\|h\|^2+\frac{C_P}{\eta_\infty}\|h\|^2-\frac{C_P}{\eta_\infty}$ "
    "and 0.",
    measure=rate_of_integrated,
    predict=lambda: _differential(1, 1),
    compare=equal(),
    wrong={
        "½ kept on the right": lambda: _differential(1, sp.S.Half),
        "½ kept on the left": lambda: _differential(sp.S.Half, 1),
        "+∫ for −∫": lambda: _differential(-1, 1),
    },
)
