"""A bounded, connected region on which no Poincaré inequality holds (footnote 3).

Square rooms of side 2^{−k}, k = 0, 1, …, in a row; room k is joined to the next one by a passage of length
2^{−k} and width 16^{−k−1}. On it L = 0, so the Gibbs measure is the area over the whole area.

## Main definitions
* `rooms_quotient`: the quotient of the two sides of (2.6), less C_P, for a function f_k that is 1 on room k,
  falls to 0 linearly along the two passages next to it, and is 0 elsewhere.

## Main statements
* The quotients tend to 0 with k: no C_P > 0 is left, although the region is bounded and connected.

## References
* Fraenkel1979: rooms and passages.
"""

from fractions import Fraction

import sympy as sp

from derivations.symbols import k
from ledger.bound import Bound, exact
from ledger.compare import at_least
from ledger.model import Check

j = sp.Symbol("j", integer=True, nonnegative=True)


def side(room: sp.Expr) -> sp.Expr:
    """The side of a room and the length of the passage behind it."""
    return sp.Rational(1, 2) ** room


def width(room: sp.Expr) -> sp.Expr:
    """The width of the passage behind a room."""
    return sp.Rational(1, 16) ** (room + 1)


def whole_area() -> sp.Expr:
    """The area of all rooms and passages."""
    return sp.summation(side(j) ** 2 + side(j) * width(j), (j, 0, sp.oo))


def rooms_quotient() -> sp.Expr:
    """∫‖∇f_k‖²/(∫f_k² − (∫f_k)²) under the normalised area, k ≥ 1."""
    passages = [(side(i), width(i)) for i in (k - 1, k)]
    area = whole_area()
    energy = sum((breadth / length for length, breadth in passages), sp.S.Zero) / area
    square = (side(k) ** 2 + sum((length * breadth / 3 for length, breadth in passages), sp.S.Zero)) / area
    mean = (side(k) ** 2 + sum((length * breadth / 2 for length, breadth in passages), sp.S.Zero)) / area
    return sp.simplify(energy / (square - mean**2))


# --- Evidence ---


def _limit() -> Bound:
    value = sp.limit(rooms_quotient(), k, sp.oo)
    return exact(Fraction(int(value.p), int(value.q)))


bounded_region_leaves_a_positive_constant = Check(
    tests=r"The limit of the quotient of the two sides of (2.6) on a bounded, connected region of rooms and"
    r" passages, $L=0$, for functions that are 1 in the $k$th room, as $k\to\infty$, with a positive $C_P$,"
    r" here $10^{-9}$.",
    measure=_limit,
    predict=lambda: exact(Fraction(1, 10**9)),
    compare=at_least(),
    wrong={"C_P = 1": lambda: exact(1), "C_P = 1/100": lambda: exact(Fraction(1, 100))},
    right={"C_P = 0": lambda: exact(0)},
)
