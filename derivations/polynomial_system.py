"""All real solutions of a system of polynomial equations, exactly and none missed.

If the system has finitely many complex solutions, the polynomials modulo its ideal form an algebra of
finite dimension. Modulo the radical, the dimension is the number of complex solutions, and a linear form
u that takes different values at all of them generates the algebra: each coordinate is a polynomial in u,
and the real solutions are exactly the real roots of the minimal polynomial of u.

## Main definitions
* `Solution`: a real root theta and, for each coordinate, a polynomial in theta.
* `real_solutions`: all of them.
* `Algebra`: polynomials modulo an ideal.

## Implementation notes
A Gröbner basis, then linear algebra over the rationals; no floating point. The radical is reached by
adding the square-free part of the minimal polynomial of each coordinate (Seidenberg's lemma).

## References
* CoxLittleOShea2005, chapters 2 and 4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import sympy as sp

from derivations.algebraic import Interval, RealRoot, T, interval_value, polynomial, real_roots, relation

MOST_SOLUTIONS = 128  # by Bézout's bound, before anything is computed
MOST_POINTS = 64  # different complex solutions; the degree of the numbers that describe them
WIDTH = sp.QQ(1, 2**40)  # narrow enough that most signs are seen at once

Element = dict[tuple[int, ...], sp.Rational]
"""An element of an algebra: exponents of a standard monomial -> coefficient."""


@dataclass(frozen=True)
class Solution:
    """The real point whose coordinates are the values of the polynomials `coordinates` at `theta`."""

    theta: RealRoot
    coordinates: tuple[sp.Poly, ...]

    @property
    def box(self) -> tuple[Interval, ...]:
        """Around each coordinate an interval with rational ends, no longer than 2^−40."""
        for root in self.theta.narrowings:
            box = tuple(interval_value(g, (root.low, root.high)) for g in self.coordinates)
            if all(high - low <= WIDTH for low, high in box):
                break
        return box

    def reduced(self, q: sp.Poly) -> sp.Poly:
        """The polynomial in theta with the value at the point of `q`, a polynomial in the coordinates."""
        total = polynomial([0])
        for exponents, coefficient in q.terms():
            factors = (
                g for g, exponent in zip(self.coordinates, exponents, strict=True) for _ in range(exponent)
            )
            term = polynomial([coefficient])
            for factor in factors:
                term = (term * factor).rem(self.theta.poly)
            total += term
        return total


@dataclass(frozen=True)
class Algebra:
    """Polynomials modulo an ideal: its standard monomials, and their products with each variable."""

    monomials: tuple[tuple[int, ...], ...]
    table: Mapping[tuple[tuple[int, ...], int], Element]

    @property
    def dimension(self) -> int:
        """The number of complex solutions, counted with multiplicity."""
        return len(self.monomials)

    def times(self, element: Element, weights: Sequence[int]) -> Element:
        """`element` multiplied by the linear form Σ weights_i x_i."""
        result: Element = {}
        for monomial, coefficient in element.items():
            for i, weight in enumerate(weights):
                for target, entry in self.table[monomial, i].items() if weight else ():
                    result[target] = result.get(target, 0) + weight * coefficient * entry
        return result

    def powers(self, weights: Sequence[int]) -> list[list[sp.Rational]]:
        """1, u, …, u^dimension as vectors on the standard monomials, for u = Σ weights_i x_i."""
        element: Element = {(0,) * len(weights): sp.Integer(1)}
        vectors = []
        for _ in range(self.dimension + 1):
            vectors.append(self.vector(element))
            element = self.times(element, weights)
        return vectors

    def vector(self, element: Element) -> list[sp.Rational]:
        """The coefficients of `element`, shape (dimension,)."""
        return [element.get(monomial, sp.Integer(0)) for monomial in self.monomials]


def algebra_modulo(system: Sequence[sp.Poly]) -> Algebra:
    """The algebra of polynomials modulo the ideal of `system`.

    Raises:
        ValueError: if its dimension is infinite.
    """
    gens = system[0].gens
    basis = sp.groebner(system, *gens, order="grevlex", domain=sp.QQ)
    if basis.exprs == [1]:
        return Algebra((), {})
    if not basis.is_zero_dimensional:
        raise ValueError("infinitely many complex solutions: only systems with finitely many are handled")
    leading = [p.monoms(order=sp.grevlex)[0] for p in basis.polys]
    # A zero-dimensional ideal has a power of each variable among its leading monomials.
    tops = [min(m[i] for m in leading if sum(m) == m[i]) for i in range(len(gens))]
    box = product(*(range(top) for top in tops))
    standard = [
        m for m in box if not any(all(a >= b for a, b in zip(m, lead, strict=True)) for lead in leading)
    ]
    table = {(m, i): _product(basis, m, i) for m in standard for i in range(len(gens))}
    return Algebra(tuple(standard), table)


def _product(basis: sp.GroebnerBasis, monomial: tuple[int, ...], i: int) -> Element:
    raised = prod(
        (g ** (e + (i == j)) for j, (g, e) in enumerate(zip(basis.gens, monomial, strict=True))),
        start=sp.S.One,
    )
    remainder = sp.Poly(basis.reduce(raised)[1], *basis.gens, domain=sp.QQ)
    return {m: c for m, c in remainder.terms() if c}


def _radical(system: Sequence[sp.Poly]) -> Algebra:
    """The algebra modulo the radical of the ideal; its dimension counts different complex solutions."""
    algebra = algebra_modulo(system)
    gens = system[0].gens
    extra = []
    for i, gen in enumerate(gens if algebra.dimension else ()):
        minimal = polynomial(relation(algebra.powers([int(i == j) for j in range(len(gens))])))
        if not minimal.is_sqf:
            extra.append(sp.Poly(minimal.sqf_part().as_expr().subs(T, gen), *gens, domain=sp.QQ))
    return algebra_modulo([*system, *extra]) if extra else algebra


def real_solutions(system: Sequence[sp.Poly]) -> list[Solution]:
    """All real common zeros of polynomials with rational coefficients in the same variables.

    Raises:
        ValueError: if there are infinitely many complex solutions, or too many to be named.
    """
    most = prod(max(p.total_degree(), 1) for p in system)
    if most > MOST_SOLUTIONS:
        raise ValueError(f"up to {most} complex solutions: systems with at most {MOST_SOLUTIONS} are handled")
    algebra = _radical(system)
    if algebra.dimension > MOST_POINTS:
        raise ValueError(f"{algebra.dimension} complex solutions: at most {MOST_POINTS} are handled")
    if algebra.dimension == 0:
        return []
    size = len(system[0].gens)
    for base in range(1 + size * algebra.dimension**2):  # so many forms: one of them separates all points
        weights = [base**i for i in range(size)]
        powers = algebra.powers(weights)
        minimal = relation(powers)
        if len(minimal) == algebra.dimension + 1:
            break
    coordinates = []
    for i in range(size):
        vector = algebra.vector(
            algebra.times({(0,) * size: sp.Integer(1)}, [int(i == j) for j in range(size)])
        )
        coordinates.append(-polynomial(relation([*powers[:-1], vector])[:-1]))
    roots = [root.within(WIDTH) for root in real_roots(polynomial(minimal))]
    return [Solution(root, tuple(g.rem(root.poly) for g in coordinates)) for root in roots]
