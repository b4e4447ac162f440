"""Ranges of functions on a half line, up to a known scale: f(x) ∈ [low, high]·e^{γx} x^α for all x ≥ R > 0.

Interval rules alone cannot see that x/√(1 + x²) stays near 1, or e^x/(1 + e^x): numerator and denominator
grow without bound. With the scale taken out, both are bounded, and the scales cancel exactly.

## Main definitions
* `Scaled`: such a range. `scaled` finds it for an expression, `unscaled` turns it into a plain one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import flint
import sympy as sp

Range = tuple[flint.arb, flint.arb]
Plain = Callable[[sp.Expr, sp.Symbol, flint.arb], Range]

EXPONENTIAL = (sp.sinh, sp.cosh, sp.tanh)
ZERO = sp.Integer(0)
NOTHING, EVER = flint.arb(0), flint.arb.pos_inf()


@dataclass(frozen=True, slots=True)
class Scaled:
    """[low, high]·e^{rate·x} x^power; low and high are finite, rate and power rational."""

    low: flint.arb
    high: flint.arb
    rate: sp.Rational = ZERO
    power: sp.Rational = ZERO


def unscaled(found: Scaled, start: flint.arb) -> Range:
    """The plain range beyond `start` > 0; an end is infinite where the function has no bound."""
    factor = _scale(found.rate, found.power, start) or _inverse(_scale(-found.rate, -found.power, start))
    if factor is None:
        return -EVER, EVER
    low = found.low * factor[0] if found.low >= 0 else _times(found.low, factor[1])
    high = found.high * factor[0] if found.high <= 0 else _times(found.high, factor[1])
    return low.lower(), high.upper()


def scaled(expr: sp.Expr, symbol: sp.Symbol, start: flint.arb, plain: Plain) -> Scaled | None:
    """The range of `expr` beyond `start` > 0, or None; `plain` gives ranges without a scale."""

    def part(inner: sp.Expr) -> Scaled | None:
        return scaled(inner, symbol, start, plain)

    if expr == symbol:
        return Scaled(flint.arb(1), flint.arb(1), power=sp.Integer(1))
    if symbol not in expr.free_symbols:
        return _finite(plain(expr, symbol, start))
    if isinstance(expr, EXPONENTIAL):
        return part(expr.rewrite(sp.exp))
    if expr.is_Add or expr.is_Mul:
        parts = [part(term) for term in expr.args]
        known = [p for p in parts if p is not None]
        if len(known) < len(parts):
            return None
        return _sum(known, start) if expr.is_Add else reduce(_product, known)
    if isinstance(expr, sp.exp):
        rate = expr.exp.coeff(symbol, 1)
        rest = sp.expand(expr.exp - rate * symbol)
        if rate.is_Rational and symbol not in rest.free_symbols:
            constant = _finite(plain(sp.exp(rest), symbol, start))
            return constant and Scaled(constant.low, constant.high, rate=rate)
    elif expr.is_Pow and expr.exp.is_Rational:
        base = part(expr.base)
        return _power(base, expr.exp) if base and base.low > 0 else None
    return _finite(plain(expr, symbol, start))


def _finite(ends: Range) -> Scaled | None:
    return Scaled(*ends) if all(end.is_finite() for end in ends) else None


def _scale(rate: sp.Rational, power: sp.Rational, start: flint.arb) -> Range | None:
    """The range of e^{rate·x} x^power beyond `start`, if that does not grow; else None."""
    if rate == 0 and power == 0:
        return flint.arb(1), flint.arb(1)
    slowest = _ball(rate) * start + _ball(power)  # x d/dx of the logarithm at the start; it falls from there
    if rate > 0 or not slowest <= 0:
        return None
    return NOTHING, ((_ball(rate) * start).exp() * start ** _ball(power)).upper()


def _inverse(ends: Range | None) -> Range | None:
    return ends and (1 / ends[1], 1 / ends[0] if ends[0] > 0 else EVER)


def _sum(parts: list[Scaled], start: flint.arb) -> Scaled | None:
    """The sum, on the scale of the term that grows fastest."""
    top = max(parts, key=lambda p: (p.rate, p.power))
    low = high = flint.arb(0)
    for p in parts:
        factor = _scale(p.rate - top.rate, p.power - top.power, start)
        if factor is None:
            return None
        low += (p.low * factor[0]).min(p.low * factor[1])
        high += (p.high * factor[0]).max(p.high * factor[1])
    return Scaled(low.lower(), high.upper(), top.rate, top.power)


def _product(a: Scaled, b: Scaled) -> Scaled:
    ends = [p * q for p in (a.low, a.high) for q in (b.low, b.high)]
    low, high = reduce(flint.arb.min, ends).lower(), reduce(flint.arb.max, ends).upper()
    return Scaled(low, high, a.rate + b.rate, a.power + b.power)


def _power(base: Scaled, exponent: sp.Rational) -> Scaled:
    """A power of a range above 0."""
    ends = [end ** _ball(exponent) for end in (base.low, base.high)]
    low, high = ends if exponent > 0 else reversed(ends)
    return Scaled(low.lower(), high.upper(), base.rate * exponent, base.power * exponent)


def _times(end: flint.arb, factor: flint.arb) -> flint.arb:
    """0·∞ = 0."""
    return NOTHING if end == 0 else end * factor


def _ball(number: sp.Rational) -> flint.arb:
    return flint.arb(int(number.p)) / int(number.q)
