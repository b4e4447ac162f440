"""Two minima of equal depth, seen through balls that shrink: what decides is the trace (2.7).

## Main definitions
* `ratio_of_masses`: P_ε(first)/P_ε(second) up to ε², for any smooth loss, by integration.
* `flatness_ratio`: √(det H_2/det H_1), the right side of (2.7).

## Main statements
* `shrinking_balls_have_the_printed_ratio`: for any loss and d = 1, 2, 3.
* `smaller_determinant_has_the_larger_small_ball`, `smaller_trace_has_the_larger_small_ball`.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import sympy as sp

from derivations.ball_mass import DIMENSIONS, radius, small_ball_coefficients
from derivations.identity import equal
from derivations.symbols import eta
from ledger.bound import Bound, exact
from ledger.compare import ordered
from ledger.model import Check

LOW_DETERMINANT = sp.diag(sp.Rational(1, 10), 4)
LOW_TRACE = sp.diag(1, 1)


def hessian(d: int, minimum: str = "L") -> sp.Matrix:
    """The symmetric matrix of the second derivatives, as free symbols, at the minimum of this name."""
    return sp.Matrix(d, d, lambda i, j: sp.Symbol(f"{minimum}_{min(i, j) + 1}{max(i, j) + 1}", real=True))


def ratio_of_masses(d: int) -> tuple[sp.Expr, ...]:
    """The coefficients of 1, ε, ε² in P_ε(first)/P_ε(second); L(first) = L(second)."""
    first, second = (
        sum(c * radius**k for k, c in enumerate(small_ball_coefficients(d, minimum)))
        for minimum in ("F", "S")
    )
    series = sp.series(first / second, radius, 0, 3).removeO()
    return tuple(sp.expand(series.coeff(radius, k)) for k in range(3))


def flatness_ratio(first: sp.Matrix, second: sp.Matrix) -> sp.Expr:
    """√(det second/det first)."""
    return sp.sqrt(second.det() / first.det())


# --- Evidence ---

MINIMA: Mapping[str, sp.Matrix] = {"det 2/5, trace 41/10": LOW_DETERMINANT, "det 1, trace 2": LOW_TRACE}


def _limits(formula: Callable[[sp.Matrix, sp.Matrix], sp.Expr]) -> dict[str, sp.Expr]:
    return {f"d = {d}": formula(hessian(d, "F"), hessian(d, "S")) for d in DIMENSIONS}


def _second_coefficients() -> dict[str, Bound]:
    """The ε²-coefficient of the mass at η = 1, by minimum; leading terms agree, so it decides for small ε."""
    general = small_ball_coefficients(2)[2].subs(eta, 1)
    letters = hessian(2)
    return {
        name: exact(Fraction(str(general.subs(dict(zip(letters, matrix, strict=True))))))
        for name, matrix in MINIMA.items()
    }


def _by(size: Callable[[sp.Matrix], sp.Expr]) -> Sequence[str]:
    """The minima, smallest `size` first: the order of their masses if `size` decides."""
    return sorted(MINIMA, key=lambda name: size(MINIMA[name]))


shrinking_balls_have_the_printed_ratio = Check(
    tests="For any smooth loss with two critical points of equal height and $d=1,2,3$: the limit as"
    r" $\varepsilon\to0$ of the ratio of the masses of the two balls, integrated, against $\sqrt{\det"
    r" H_2/\det H_1}$.",
    measure=lambda: {f"d = {d}": ratio_of_masses(d)[0] for d in DIMENSIONS},
    predict=lambda: _limits(flatness_ratio),
    compare=equal(),
    wrong={
        "without the square root": lambda: _limits(lambda F, S: flatness_ratio(F, S) ** 2),
        "inverted": lambda: _limits(lambda F, S: flatness_ratio(S, F)),
        "ratio of the traces": lambda: _limits(lambda F, S: S.trace() / F.trace()),
    },
    right={"equal masses": lambda: _limits(lambda F, S: sp.Integer(1))},
)

smaller_determinant_has_the_larger_small_ball = Check(
    tests=r"Two minima of equal depth in the plane, at fixed $\eta$: which small ball is heavier, by the"
    r" $\varepsilon^2$-coefficient of its mass, against the order of the determinants.",
    measure=_second_coefficients,
    predict=lambda: _by(lambda H: H.det()),
    compare=ordered(),
    wrong={"the smallest eigenvalue": lambda: _by(lambda H: min(H.eigenvals()))},
    right={"the trace": lambda: _by(lambda H: H.trace())},
)

smaller_trace_has_the_larger_small_ball = Check(
    tests=r"The $\varepsilon^2$-coefficient of the ratio of the masses of two shrinking balls, for any"
    " smooth loss, two minima of equal depth and $d=1,2,3$, against"
    r" $\eta(\mathrm{tr}H_2-\mathrm{tr}H_1)/(2(d+2))$.",
    measure=lambda: {f"d = {d}": ratio_of_masses(d)[2] for d in DIMENSIONS},
    predict=lambda: _limits(lambda F, S: eta * (S.trace() - F.trace()) / (2 * (F.rows + 2))),
    compare=equal(),
    wrong={
        "the determinants": lambda: _limits(lambda F, S: eta * (S.det() - F.det()) / (2 * (F.rows + 2))),
        "inverted": lambda: _limits(lambda F, S: eta * (F.trace() - S.trace()) / (2 * (F.rows + 2))),
    },
    of="corrected",
)
