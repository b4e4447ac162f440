"""Does a function grow to infinity in all directions? A sufficient condition, decided exactly.

Give coordinate i the weight 1/m_i, m_i the degree of its highest pure power. If no monomial weighs more than
1, unless it is nowhere negative, and the part of weight 1 is positive away from 0, then the polynomial grows
at least like Σ |x_i|^{m_i}. Terms that are bounded below change nothing, exp(q) ≥ 1 + q and
cosh(q) ≥ 1 + q²/2.

## Main definitions
* `grows`: is it shown that an expression grows to infinity in all directions?
* `is_bounded`: is it shown that it stays between two numbers?

## Implementation notes
The part of weight 1 is positive away from 0 if and only if it is on the faces of the cube. That is shown by
weighted means (each mixed monomial is at most a mean of pure powers), or, in few coordinates, by interval
arithmetic on smaller and smaller boxes. "No" may mean: not shown.
"""

from collections.abc import Iterator, Sequence
from itertools import product

import sympy as sp

from derivations.boxes import Box, values_on

MOST_BOXES = 4000
MOST_COORDINATES = 4
BETWEEN_TWO_NUMBERS = (sp.sin, sp.cos, sp.tanh, sp.atan, sp.erf)


def grows(expr: sp.Expr, coords: Sequence[sp.Symbol]) -> bool:
    """Is it shown that `expr`, real and continuous, tends to infinity in all directions?"""
    total = sp.Integer(0)
    for term in sp.Add.make_args(expr):
        below = _polynomial_below(term, coords)
        if below is None:
            return False
        total += below
    return _dominates(sp.Poly(total, *coords)) if total.free_symbols else False


def _polynomial_below(term: sp.Expr, coords: Sequence[sp.Symbol]) -> sp.Expr | None:
    """A polynomial that `term` exceeds, up to a constant; None if none is known."""
    if term.is_polynomial(*coords):
        return term
    factor, rest = term.as_coeff_Mul()
    if factor.is_positive and isinstance(rest, sp.exp) and rest.args[0].is_polynomial(*coords):
        return factor * rest.args[0] if grows(rest.args[0], coords) else sp.Integer(0)
    if factor.is_positive and isinstance(rest, sp.cosh) and rest.args[0].is_polynomial(*coords):
        return factor * rest.args[0] ** 2 / 2
    if term.is_nonnegative or is_bounded(term, coords):
        return sp.Integer(0)
    return None


def is_bounded(expr: sp.Expr, coords: Sequence[sp.Symbol]) -> bool:
    """Is it shown that `expr`, real and continuous, stays between two numbers?"""
    if not expr.free_symbols or isinstance(expr, BETWEEN_TWO_NUMBERS):
        return True
    if isinstance(expr, sp.exp):
        (inner,) = expr.args
        return bool(inner.is_nonpositive) or is_bounded(inner, coords) or grows(-inner, coords)
    whole_power = expr.is_Pow and expr.exp.is_Integer and expr.exp > 0
    if expr.is_Add or expr.is_Mul or whole_power:
        return all(is_bounded(part, coords) for part in (expr.args[:1] if whole_power else expr.args))
    return False


def _dominates(poly: sp.Poly) -> bool:
    """Is the part of weight 1 positive away from 0, and is there nothing beyond it?"""
    if poly.domain not in (sp.ZZ, sp.QQ):
        return False
    poly = poly.set_domain(sp.QQ)
    degrees = [_highest_pure_power(poly, i) for i in range(len(poly.gens))]
    if any(degree == 0 or degree % 2 for degree in degrees):
        return False
    weights = {m: sum(sp.Rational(a, n) for a, n in zip(m, degrees, strict=True)) for m in poly.monoms()}
    known = poly.rep.to_dict()
    # What is nowhere negative may be left out of a lower bound.
    if any(weight > 1 and (known[m] < 0 or any(a % 2 for a in m)) for m, weight in weights.items()):
        return False
    terms = {m: c for m, c in known.items() if weights[m] == 1}
    form = sp.Poly(terms, *poly.gens, domain=sp.QQ)
    return _by_means(form, degrees) or (len(degrees) <= MOST_COORDINATES and _on_faces(form))


def _highest_pure_power(poly: sp.Poly, i: int) -> int:
    return max((m[i] for m in poly.monoms() if sum(m) == m[i]), default=0)


def _by_means(form: sp.Poly, degrees: Sequence[int]) -> bool:
    """Do the pure powers outweigh all mixed monomials, |x^a| ≤ Σ (a_i/m_i) |x_i|^{m_i}?"""
    budget = [sp.QQ.zero] * len(degrees)
    for monomial, c in form.rep.to_dict().items():
        pure = any(a == n for a, n in zip(monomial, degrees, strict=True))
        for i, (a, n) in enumerate(zip(monomial, degrees, strict=True)):
            if pure and a == n:
                budget[i] += c
            elif not pure and (c < 0 or any(b % 2 for b in monomial)):
                budget[i] -= abs(c) * sp.QQ(a, n)
    return all(share > 0 for share in budget)


def _on_faces(form: sp.Poly) -> bool:
    """Is `form` positive on the faces of the cube [−1, 1]^d?"""
    waiting = list(_faces(len(form.gens)))
    for _ in range(MOST_BOXES):
        if not waiting:
            return True
        box = waiting.pop()
        low, high = values_on(form, box)
        if high <= 0:
            return False
        if low <= 0:
            waiting += _halves(box)
    return False


def _faces(d: int) -> Iterator[Box]:
    """The faces of the cube.

    Yields:
        each as a box, one of whose intervals is a point.
    """
    one = sp.QQ.one
    for i, sign in product(range(d), (one, -one)):
        yield tuple((sign, sign) if j == i else (-one, one) for j in range(d))


def _halves(box: Box) -> list[Box]:
    """The box cut in two across its longest side."""
    i = max(range(len(box)), key=lambda j: box[j][1] - box[j][0])
    low, high = box[i]
    middle = (low + high) / 2
    return [(*box[:i], side, *box[i + 1 :]) for side in ((low, middle), (middle, high))]
