"""Ranges of functions on half lines, proved: what lies beyond the last panel of a quadrature.

A polynomial p is at least p(R) on [R, ∞) if its Taylor coefficients at R, but the first, are nonnegative;
Arb proves that. What is not polynomial is bounded by interval rules, which know the limits of exp, tanh,
atan, erf, sin, cos and cosh; where these do not keep it above 0, growth is taken out first (`scaled_ranges`).

## Main definitions
* `range_beyond`: bounds of a function on [R, ∞).
* `parts`: polynomial part and other terms of an expression.

## Implementation notes
Everything looks to the right; a left tail is the right tail of the reflected function.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache, reduce

import flint
import sympy as sp

from numerics.backends import compiled
from numerics.line.scaled_ranges import scaled, unscaled

Range = tuple[flint.arb, flint.arb]
Constants = tuple[Callable[[], flint.arb], ...]

NEVER = flint.arb.neg_inf()
EVER = flint.arb.pos_inf()
WHOLE: Range = (NEVER, EVER)
INCREASING: dict[type, Range] = {
    sp.exp: (flint.arb(0), EVER),
    sp.sinh: WHOLE,
    sp.tanh: (flint.arb(-1), flint.arb(1)),
    sp.erf: (flint.arb(-1), flint.arb(1)),
    sp.atan: (flint.arb(-2), flint.arb(2)),
}
BOUNDED: dict[type, Range] = {
    sp.sin: (flint.arb(-1), flint.arb(1)),
    sp.cos: (flint.arb(-1), flint.arb(1)),
    sp.cosh: (flint.arb(1), EVER),
}


def range_beyond(expr: sp.Expr, symbol: sp.Symbol, start: flint.arb) -> Range:
    """Bounds (low, high) of `expr` for all `symbol` ≥ `start`; an end is infinite where none is known."""
    coefficients, rest = parts(expr, symbol)
    low, high = polynomial_range([flint.arb(c()) for c in coefficients], start)
    for term in rest:
        below, above = _term_range(term, symbol, start)
        low, high = low + below, high + above
    low, high = (NEVER if low.is_nan() else low.lower()), (EVER if high.is_nan() else high.upper())
    if rest and not low > 0 and start > 0:
        found = scaled(expr, symbol, start, _plain_range)
        below, above = unscaled(found, start) if found else WHOLE
        low, high = low.max(below), high.min(above)
    return low, high


def _plain_range(expr: sp.Expr, symbol: sp.Symbol, start: flint.arb) -> Range:
    """Bounds by interval rules alone."""
    if symbol not in expr.free_symbols:
        value = flint.arb(compiled(expr, (), "arb")())
        return value.lower(), value.upper()
    return _term_range(expr, symbol, start)


@lru_cache(maxsize=1024)
def parts(expr: sp.Expr, symbol: sp.Symbol) -> tuple[Constants, tuple[sp.Expr, ...]]:
    """The coefficients of the polynomial part of `expr`, constant first, and its other terms."""
    terms = sp.Add.make_args(sp.expand(expr, log=False, power_base=False, power_exp=False))
    polynomial = sp.Poly(sp.Add(*[term for term in terms if term.is_polynomial(symbol)]), symbol)
    coefficients = tuple(compiled(c, (), "arb") for c in reversed(polynomial.all_coeffs()))
    return coefficients, tuple(term for term in terms if not term.is_polynomial(symbol))


def polynomial_range(coefficients: Sequence[flint.arb], start: flint.arb) -> Range:
    """Bounds, on [start, ∞), of the polynomial with these coefficients, constant first."""
    shifted = flint.arb_poly(coefficients)(flint.arb_poly([start, 1]))
    higher = [shifted[k] for k in range(1, len(coefficients))]
    low = shifted[0].lower() if all(c >= 0 for c in higher) else NEVER
    return low, (shifted[0].upper() if all(c <= 0 for c in higher) else EVER)


def _term_range(term: sp.Expr, symbol: sp.Symbol, start: flint.arb) -> Range:
    """Bounds of one term that is not a polynomial."""
    if term.is_Mul:
        return reduce(_product, [range_beyond(factor, symbol, start) for factor in term.args])
    if term.is_Pow and term.exp.is_Integer:
        return _power(range_beyond(term.base, symbol, start), int(term.exp))
    if term.is_Pow and term.exp.is_Rational and term.exp > 0:
        low, high = range_beyond(term.base, symbol, start)
        power = flint.arb(term.exp.p) / term.exp.q
        return (low**power, high**power if high < EVER else EVER) if low >= 0 else WHOLE
    if term.func in INCREASING:
        return _increasing(term.func, range_beyond(term.args[0], symbol, start))
    if term.func is sp.log:
        low, high = range_beyond(term.args[0], symbol, start)
        return (low.log(), high.log() if high < EVER else EVER) if low > 0 else WHOLE
    return BOUNDED.get(term.func, WHOLE)


def _increasing(function: type, inner: Range) -> Range:
    floor, ceiling = INCREASING[function]
    low = getattr(inner[0], function.__name__)() if inner[0] > NEVER else floor
    return low, (getattr(inner[1], function.__name__)() if inner[1] < EVER else ceiling)


def _product(a: Range, b: Range) -> Range:
    """Bounds of a product; 0·∞ = 0, as no member of a range is infinite."""
    ends = [flint.arb(0) if p == 0 or q == 0 else p * q for p in a for q in b]
    return reduce(flint.arb.min, ends).lower(), reduce(flint.arb.max, ends).upper()


def _power(base: Range, exponent: int) -> Range:
    """Bounds of base**exponent."""
    low, high = base
    if exponent < 0:
        inverse = (1 / high if high < EVER else flint.arb(0)), 1 / low
        return _power(inverse, -exponent) if low > 0 else WHOLE
    product = reduce(_product, [base] * exponent)
    return (product[0].max(flint.arb(0)), product[1]) if exponent % 2 == 0 else product
