"""What a polynomial does on a box or along a segment, proved in rational interval arithmetic.

## Main definitions
* `values_on`: an interval that holds all values on a box.
* `is_positive_definite_on`: is a symmetric matrix of polynomials positive definite on all of a box?
* `stays_below`: is a polynomial below a level on all of a segment?

## Implementation notes
A box is one interval per coordinate; numbers are elements of SymPy's field QQ. "No" may mean "not shown".
"""

from collections.abc import Sequence
from itertools import pairwise
from math import comb

import sympy as sp

from derivations.algebraic import Interval, Rational

Box = tuple[Interval, ...]
Point = tuple[Rational, ...]

HALVINGS = 8


def values_on(poly: sp.Poly, box: Box) -> Interval:
    """An interval that holds the values of `poly` (over QQ, in the coordinates) on `box`."""
    low = high = sp.QQ.zero
    for exponents, c in poly.rep.to_dict().items():
        term = (c, c)
        for interval, exponent in zip(box, exponents, strict=True):
            term = _times(term, _power(interval, exponent))
        low, high = low + term[0], high + term[1]
    return low, high


def _times(a: Interval, b: Interval) -> Interval:
    products = [p * q for p in a for q in b]
    return min(products), max(products)


def _power(interval: Interval, exponent: int) -> Interval:
    low, high = sorted(end**exponent for end in interval)
    straddles = exponent % 2 == 0 and exponent > 0 and interval[0] < 0 < interval[1]
    return (sp.QQ.zero if straddles else low), high


def is_positive_definite_on(matrix: Sequence[Sequence[sp.Poly]], box: Box) -> bool:
    """Is the symmetric `matrix` positive definite at every point of `box`? False may mean: not shown.

    Symmetric elimination in intervals: if every pivot stays positive, every matrix inside is definite.
    """
    rows = [[values_on(entry, box) for entry in row] for row in matrix]
    for k in range(len(rows)):
        low, high = rows[k][k]
        if low <= 0:
            return False
        for i in range(k + 1, len(rows)):
            for j in range(k + 1, len(rows)):
                product = _times(rows[i][k], rows[k][j]) if i != j else _power(rows[i][k], 2)
                smaller, larger = _times(product, (1 / high, 1 / low))
                rows[i][j] = (rows[i][j][0] - larger, rows[i][j][1] - smaller)
    return True


def stays_below(poly: sp.Poly, start: Point, end: Point, level: Rational) -> bool:
    """Is `poly` < `level` on the whole segment from `start` to `end`? False may mean: not shown."""
    bernstein = _bernstein(_along(poly, start, end))
    pieces = [bernstein]
    for _ in range(HALVINGS):
        if any(max(piece[0], piece[-1]) >= level for piece in pieces):
            return False
        pieces = [half for piece in pieces if max(piece) >= level for half in _halves(piece)]
        if not pieces:
            return True
    return False


def _along(poly: sp.Poly, start: Point, end: Point) -> list[Rational]:
    """Coefficients, constant first, of s -> poly(start + s (end − start))."""
    total = [sp.QQ.zero] * (poly.total_degree() + 1)
    for exponents, c in poly.rep.to_dict().items():
        product = [c]
        for a, b, exponent in zip(start, end, exponents, strict=True):
            for _ in range(exponent):
                product = [a * p + (b - a) * q for p, q in zip([*product, 0], [0, *product], strict=True)]
        for i, coefficient in enumerate(product):
            total[i] += coefficient
    return total


def _bernstein(coefficients: list[Rational]) -> list[Rational]:
    """The Bernstein coefficients on [0, 1]: the polynomial lies between the smallest and the largest."""
    n = len(coefficients) - 1
    return [sum(sp.QQ(comb(k, j), comb(n, j)) * coefficients[j] for j in range(k + 1)) for k in range(n + 1)]


def _halves(bernstein: list[Rational]) -> tuple[list[Rational], list[Rational]]:
    """The Bernstein coefficients on [0, 1/2] and on [1/2, 1] (de Casteljau)."""
    row, left, right = bernstein, [bernstein[0]], [bernstein[-1]]
    while len(row) > 1:
        row = [(a + b) / 2 for a, b in pairwise(row)]
        left.append(row[0])
        right.append(row[-1])
    return left, right[::-1]
