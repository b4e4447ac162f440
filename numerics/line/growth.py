"""The logarithmic derivative of the slowest mode's slope on the line, by Taylor series, with its defect.

For dW = −L' dt + √(2ε) dB, ε = 1/η, 𝓛f = εf'' − L'f', let g = f' > 0 and r = g'/g. Then −(𝓛f)'/f' is

    R = −ε(r' + r²) + L' r + L'',

which is the gap λ everywhere if f is the slowest mode: a Riccati equation for r. From both ends it is stable
towards the place where the current of the mode is largest.

## Main definitions
* `Slope`: L' and L'' on series, ε, and the proved bounds of a tail.    * `Growth`: what is known after a way.
* `grown`: r from a far end up to a place, R being λ but for a proved defect.

## Implementation notes
Between panels r may jump, but only down (`falling`) or only up: then −g'' has atoms of one known sign.
"""

from collections.abc import Callable
from dataclasses import dataclass

import flint
import sympy as sp

from numerics.backends import compiled
from numerics.line.half_lines import range_beyond

Series = Callable[[flint.arb_series], flint.arb_series]

TERMS, PANELS, NARROWEST = 12, 3000, 2.0**-60
THETA = flint.arb(1) / 8
REACHES, OUTWARDS = 60, 1.1


@dataclass(frozen=True)
class Slope:
    """The `force` L' in `coord`, at temperature ε = `eps`."""

    force: sp.Expr
    coord: sp.Symbol
    eps: sp.Expr

    @property
    def turned(self) -> "Slope":
        """The same in the mirror w ↦ −w."""
        force = -self.force.subs(self.coord, -self.coord)
        return Slope(sp.expand(force) if force.is_polynomial(self.coord) else force, self.coord, self.eps)

    @property
    def bend(self) -> sp.Expr:
        """L''."""
        return sp.diff(self.force, self.coord)

    def series(self) -> tuple[Series, Series]:
        """L' and L'' of power series."""
        force, bend = _on_series(self.force, self.coord), _on_series(self.bend, self.coord)
        return force, bend

    def tail(self, near: float, least: flint.arb) -> tuple[flint.arb, flint.arb, flint.arb]:
        """(a, m, c): on (−∞, a], a ≤ `near`, is L' ≤ −m < 0, and R ≥ `least` with r = −c.

        Raises:
            ValueError: if no such place is found.
        """
        mirror, eps, reach = self.turned, _ball(self.eps), -near
        for _ in range(REACHES):
            start = flint.arb(reach)
            steep = range_beyond(mirror.force, self.coord, start)[0]
            if steep > 0:
                bend = range_beyond(mirror.bend, self.coord, start)[0]
                rate = (THETA * steep / eps).mid()
                if (steep - eps * rate) * rate + bend > least:
                    return -start, steep, rate
            reach += (OUTWARDS - 1) * (1 + abs(reach))
        raise ValueError(f"L' = {self.force}: no proof that the slowest mode does not live far out")


@dataclass(frozen=True)
class Growth:
    """What is known after a way; ψ = g√p.

    Attributes:
        rate: r at the place reached, exact.
        defect: bounds |R − λ| on all panels.
        rise: encloses log ψ²(place) − log ψ²(start).
        width: of the last panel.
        steepness: bounds |2r − L'/ε| on it.
    """

    rate: flint.arb
    defect: flint.arb
    rise: flint.arb
    width: flint.arb
    steepness: flint.arb


def grown(
    slope: Slope,
    ends: tuple[flint.arb, flint.arb],
    rate: flint.arb,
    gap: flint.arb,
    allowed: flint.arb,
    falling: bool,
) -> Growth:
    """From the first of the `ends`, where r = `rate`, up to the second; |R − λ| ≤ `allowed`, λ = `gap` exact.

    Raises:
        ValueError: if the panels become too narrow or too many.
    """
    functions, eps, terms = slope.series(), _ball(slope.eps), TERMS + flint.ctx.prec // 5
    cap, flint.ctx.cap = flint.ctx.cap, terms + 1
    place, defect, rise, width = ends[0], flint.arb(0), flint.arb(0), float((ends[1] - ends[0]).mid()) / 16
    try:
        for _ in range(PANELS):
            rest = float((ends[1] - place).mid())
            last = not width < rest
            right = ends[1] if last else (place + width).mid()
            taken = right - place
            rates, wrong, pull = _panel(functions, eps, (place, right), rate, gap, terms)
            size = float((wrong / allowed).log().mid()) if wrong > 0 else -100.0
            width = float(taken.mid()) * 2 ** max(-2.0, min(1.0, -1.45 * size / terms - 0.05))
            if size < 0:
                defect, integral = defect.max(wrong), rates.integral()(flint.arb(1)) * taken
                rise += 2 * integral - pull.integral()(flint.arb(1)) * taken
                end = rates(flint.arb(1))
                rate, place = (end.lower() if falling else end.upper()), right
                if last:
                    spread = sum((abs(c) for c in (2 * rates - pull).coeffs()), flint.arb(0))
                    return Growth(rate, defect.upper(), rise, taken, spread.upper())
            if not width > NARROWEST:
                break
        raise ValueError(f"no enclosure of the gap near {float(place):.6g}: L must be smooth there")
    finally:
        flint.ctx.cap = cap


def _panel(
    functions: tuple[Series, Series],
    eps: flint.arb,
    edges: tuple[flint.arb, flint.arb],
    rate: flint.arb,
    gap: flint.arb,
    terms: int,
) -> tuple[flint.arb_poly, flint.arb, flint.arb_poly]:
    """In u from 0 to 1 between the edges: r, a bound of |R − λ|, and L'/ε, its last coefficient a ball.

    r is a polynomial with exact coefficients, so that nothing is claimed of it but what the bound says.
    """
    place, taken = edges[0], edges[1] - edges[0]
    over = flint.arb_series([edges[0].union(edges[1]), taken])
    force, bend = (_model(f(flint.arb_series([place, taken])), f(over), terms) for f in functions)
    pull, push = force * (1 / eps), (bend - gap) * (1 / eps)
    found = flint.arb_poly(_riccati(pull * taken, push * taken, taken, rate, terms))
    left = force * found + bend - gap - (found.derivative() * (1 / taken) + found * found) * eps
    return found, sum((abs(c) for c in left.coeffs()), flint.arb(0)).upper(), pull


def _riccati(
    pull: flint.arb_poly, push: flint.arb_poly, width: flint.arb, rate: flint.arb, terms: int
) -> list[flint.arb]:
    """Coefficients of r with r' = `pull` r + `push` − `width` r², r(0) = `rate`: midpoints, no enclosures."""
    s, t = ([p[k].mid() for k in range(terms)] for p in (pull, push))
    rates = [rate]
    for k in range(terms - 1):
        square = sum((rates[i] * rates[k - i] for i in range(k + 1)), flint.arb(0))
        drawn = sum((s[i] * rates[k - i] for i in range(k + 1)), flint.arb(0))
        rates.append(((drawn + t[k] - square * width.mid()) / (k + 1)).mid())
    return rates


def _model(near: flint.arb_series, over: flint.arb_series, terms: int) -> flint.arb_poly:
    """The function on the panel: its Taylor polynomial and, last, Lagrange's remainder."""
    return flint.arb_poly([*(near[k] for k in range(terms)), over[terms]])


def _on_series(expr: sp.Expr, coord: sp.Symbol) -> Series:
    function = compiled(expr, (coord,), "arb")
    return function if coord in expr.free_symbols else lambda z: flint.arb_series([function(z)])


def _ball(number: sp.Expr) -> flint.arb:
    return flint.arb(compiled(number, (), "arb")())
