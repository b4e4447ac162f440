"""Real algebraic numbers, exactly: signs, enclosures, and one canonical expression for each.

A number is given as q(theta): q a polynomial with rational coefficients, theta a real root of an
irreducible polynomial f, told from the other roots by an interval with rational ends. Then
q(theta) = 0 if and only if f divides q, and otherwise halving the interval finds the sign.

## Main definitions
* `RealRoot`: theta.                    * `real_roots`: all real roots of a polynomial.
* `canonical`: a root of a known polynomial as a rational, a quadratic surd or a `CRootOf`.
* `order`: which of two exact real numbers is larger.

## Implementation notes
Equal numbers get equal canonical expressions, so ties between barriers are decided exactly. The ends of
intervals are elements of SymPy's field QQ, which is many times faster than `fractions.Fraction`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

import sympy as sp
from sympy.core.evalf import PrecisionExhausted
from sympy.polys.matrices import DomainMatrix

from derivations.identity import vanishes
from ledger.outcome import Outcome

T = sp.Dummy("T")
"""The variable of all polynomials here; printed as `SHOWN` in a `CRootOf`, where it is bound."""
SHOWN = sp.Symbol("T")

Rational = Any
"""An element of `sp.QQ`; its type depends on what SymPy finds installed."""
Interval = tuple[Rational, Rational]


def polynomial(coefficients: Sequence[sp.Expr | int]) -> sp.Poly:
    """Σ c_i T^i over the rationals, from c_0, c_1, …."""
    return sp.Poly(list(coefficients)[::-1], T, domain=sp.QQ)


@dataclass(frozen=True)
class RealRoot:
    """Real root number `index`, from below, of the irreducible `poly`; the only one in [low, high]."""

    poly: sp.Poly
    index: int
    low: Rational
    high: Rational

    @property
    def refined(self) -> "RealRoot":
        """The same root in half the interval."""
        if self.low == self.high:
            return self
        middle = (self.low + self.high) / 2
        same_side = (_at(self.poly, self.low) > 0) == (_at(self.poly, middle) > 0)
        return replace(self, low=middle) if same_side else replace(self, high=middle)

    @property
    def narrowings(self) -> Iterator["RealRoot"]:
        """The same root, again and again.

        Yields:
            it in smaller and smaller intervals, without end.
        """
        root = self
        while True:
            yield root
            root = root.refined

    def within(self, width: Rational) -> "RealRoot":
        """The same root in an interval no longer than `width`."""
        return next(root for root in self.narrowings if root.high - root.low <= width)

    def enclosures(self, q: sp.Poly) -> Iterator[Interval]:
        """Smaller and smaller intervals around q(theta), without end."""
        rest = q.rem(self.poly)
        return (interval_value(rest, (root.low, root.high)) for root in self.narrowings)

    def sign(self, q: sp.Poly) -> int:
        """The sign of q(theta): −1, 0 or 1, exactly."""
        rest = q.rem(self.poly)
        if rest.is_zero:
            return 0
        return next(1 if low > 0 else -1 for low, high in self.enclosures(rest) if low > 0 or high < 0)

    def value(self, q: sp.Poly) -> sp.Expr:
        """q(theta) as a canonical expression."""
        return canonical(minimal_polynomial(self.poly, q.rem(self.poly)), self.enclosures(q))

    @property
    def expression(self) -> sp.Expr:
        """The root as a rational, a quadratic surd or a `CRootOf`."""
        if self.poly.degree() > 2:
            return sp.CRootOf(self.poly.as_expr().subs(T, SHOWN), SHOWN, self.index, radicals=False)
        if self.poly.degree() == 1:
            return -self.poly.coeff_monomial(1) / self.poly.LC()
        a, b, c = self.poly.all_coeffs()
        return -b / (2 * a) + (2 * self.index - 1) * sp.sqrt((b**2 - 4 * a * c) / (4 * a**2))


def _at(poly: sp.Poly, point: Rational) -> Rational:
    """The value of `poly` at a rational point."""
    value = sp.QQ.zero
    for c in poly.rep.to_list():
        value = value * point + c
    return value


def interval_value(poly: sp.Poly, interval: Interval) -> Interval:
    """An interval that holds the values of `poly` on `interval` (Horner's rule)."""
    low = high = sp.QQ.zero
    for c in poly.rep.to_list():
        products = [a * b for a in (low, high) for b in interval]
        low, high = min(products) + c, max(products) + c
    return low, high


def multiplication(f: sp.Poly, q: sp.Poly) -> list[list[sp.Rational]]:
    """Row j: the coefficients of q T^j modulo f; shape (deg f, deg f)."""
    rows = ((q * polynomial([0] * j + [1])).rem(f) for j in range(f.degree()))
    return [[row.coeff_monomial(T**i) for i in range(f.degree())] for row in rows]


@lru_cache(maxsize=1024)
def minimal_polynomial(f: sp.Poly, q: sp.Poly) -> sp.Poly:
    """The polynomial of lowest degree that vanishes at q(theta), for all roots theta of the irreducible f."""
    powers = [polynomial([1])]
    while len(powers) <= f.degree():
        powers.append((powers[-1] * q).rem(f))
    return polynomial(relation([[p.coeff_monomial(T**i) for i in range(f.degree())] for p in powers]))


@lru_cache(maxsize=1024)
def real_roots(poly: sp.Poly) -> tuple[RealRoot, ...]:
    """All distinct real roots of a polynomial in T, ascending, in intervals without common points."""
    roots = []
    for factor, _ in poly.factor_list()[1]:
        for index, ((low, high), _) in enumerate(factor.intervals()):
            roots.append(RealRoot(factor, index, sp.QQ.from_sympy(low), sp.QQ.from_sympy(high)))
    roots.sort(key=lambda root: root.low)
    while any(a.high >= b.low for a, b in pairwise(roots)):
        roots = sorted((root.refined for root in roots), key=lambda root: root.low)
    return tuple(roots)


def canonical(annihilator: sp.Poly, enclosures: Iterable[Interval]) -> sp.Expr:
    """The real root of `annihilator` that lies in all of the shrinking `enclosures`.

    Returns:
        a rational, a ± sqrt(b) with rational a and b, or a `CRootOf`; equal for equal numbers.

    Raises:
        ValueError: if the enclosures end before they tell the roots apart.
    """
    candidates = real_roots(annihilator)
    for low, high in enclosures:
        candidates = tuple(c for c in candidates if c.low <= high and low <= c.high)
        if len(candidates) == 1:
            return candidates[0].expression
    raise ValueError("the enclosures ended before they told the roots apart")


def relation(vectors: Sequence[Sequence[sp.Rational]]) -> list[sp.Rational]:
    """Coefficients c_0, …, c_k = 1 of the shortest relation Σ c_j v_j = 0 among the first k + 1 `vectors`.

    Raises:
        ValueError: if the vectors are linearly independent.
    """
    shape = (len(vectors), len(vectors[0]))
    rows = DomainMatrix([[sp.QQ.convert(entry) for entry in v] for v in vectors], shape, sp.QQ)
    echelon, pivots = rows.transpose().rref()
    free = next((j for j in range(len(vectors)) if j not in pivots), None)
    if free is None:
        raise ValueError(f"{len(vectors)} vectors without a linear relation")
    # All columns before the first free one are pivots, so row j of the echelon form belongs to v_j.
    column = echelon.to_Matrix()[:free, free]
    return [*(-entry for entry in column), sp.Integer(1)]


def order(a: sp.Expr, b: sp.Expr) -> int:
    """−1, 0 or 1 as a < b, a = b or a > b, for exact real numbers.

    Raises:
        ValueError: if it cannot be decided.
    """
    if a == b:
        return 0
    try:
        # Strict: fifteen correct digits or none, so a difference that is 0 never gets a sign.
        return 1 if (a - b).evalf(15, strict=True) > 0 else -1
    except (PrecisionExhausted, TypeError):
        if vanishes(a - b) is Outcome.SUPPORTS:
            return 0
    raise ValueError(f"a={a}, b={b}: it cannot be decided which of the two is larger")
