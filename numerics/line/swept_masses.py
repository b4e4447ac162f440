"""Masses of intervals under the stationary density of the line, all in one sweep, as theorems.

For dW = −L' dt + √(2 ε₀ β(W)) dB (Itô) the current-free density is p ∝ e^{−φ}/β, φ' = L'/(ε₀β): it solves
(ε₀βp)' = −L'p. With constant β this is the Gibbs density e^{−ηL}, η = 1/(ε₀β).

## Main definitions
* `swept_masses`: ∫ e^{−φ} g between given points and beyond them, enclosed.

## Implementation notes
On a panel of centre c and half width h all is a power series in u = (x − c)/h ∈ [−1, 1], cut after some;
what is cut off is bounded by the next coefficient over the whole panel (Lagrange), which the same series code
gives for the ball c ± h. What lies behind the last point is bounded by `numerics.line.tails`.

## References
* Gardiner2009, section 5.3: the density.    * Tucker2011: Taylor models with Lagrange remainders.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import flint
import sympy as sp

from numerics.backends import compiled
from numerics.line.tails import mass_behind

Series = Callable[[flint.arb_series], flint.arb_series]

STEPS, FIRST_STEP, GROWTH = 160, 2.0**-30, 1.25
PANELS, NARROWEST = 5_000, 1e-15


def swept_masses(
    force: sp.Expr, noise: sp.Expr, coord: sp.Symbol, eps0: flint.arb, stops: Sequence[flint.arb], bits: int
) -> tuple[list[flint.arb], list[flint.arb]]:
    """∫ e^{−φ}/β over (−∞, s₁), (s₁, s₂), …, (s_n, ∞) for the `stops` s, in order, and φ at each of them.

    φ is 0 at the first stop; `force` is L', `noise` β. Relative errors are about 2^−`bits`.

    Raises:
        ValueError: if no tail is bounded, or L' or β is not smooth, or β may vanish.
    """
    order, cap = 12 + 4 * bits // 5, flint.ctx.cap
    flint.ctx.cap = order + 1
    try:
        with flint.ctx.workprec(bits + bits // 8 + 24):
            if not compiled(noise, (coord,), "arb")(stops[0]) > 0:
                raise ValueError(f"beta = {noise}: it has to be positive, also at {float(stops[0]):.6g}")
            middle = _Sweep(force, noise, coord, eps0, order, bits)
            inner, phis = middle.between(stops)
            mirror = _mirrored(-force, coord), _mirrored(noise, coord)
            left = _Sweep(*mirror, coord, eps0, order, bits).beyond(-stops[0])
            right = middle.beyond(stops[-1]) * (-phis[-1]).exp()
            return [left, *inner, right], phis
    finally:
        flint.ctx.cap = cap


def _mirrored(expr: sp.Expr, coord: sp.Symbol) -> sp.Expr:
    return sp.expand(expr.subs(coord, -coord)) if expr.is_polynomial(coord) else expr.subs(coord, -coord)


class _Sweep:
    """One density, ready to be integrated to `bits` bits by panels of `order` terms."""

    def __init__(
        self, force: sp.Expr, noise: sp.Expr, coord: sp.Symbol, eps0: flint.arb, order: int, bits: int
    ) -> None:
        self.exprs, self.coord, self.eps0 = (force, noise), coord, eps0
        self.order, self.bits = order, bits
        self.force, self.noise = (_on_series(expr, coord) for expr in self.exprs)

    def between(self, stops: Sequence[flint.arb]) -> tuple[list[flint.arb], list[flint.arb]]:
        """∫ e^{−φ}/β between neighbouring stops, and φ at all of them, φ = 0 at the first."""
        phi, width, masses, phis = flint.arb(0), float((stops[-1] - stops[0]).mid()) / 16, [], [flint.arb(0)]
        for left, right in pairwise(stops):
            mass, phi, width = self._piece(left, right, phi, width)
            masses.append(mass)
            phis.append(phi)
        return masses, phis

    def beyond(self, start: flint.arb) -> flint.arb:
        """∫ e^{−φ}/β over (start, ∞), φ(start) = 0."""
        reach, behind = self._cut(start)
        mass, phi, _ = self._piece(start, reach, flint.arb(0), float((reach - start).mid()) / 16)
        return mass + flint.arb(0).union((-phi).exp() * self.eps0 * behind)

    def _cut(self, start: flint.arb) -> tuple[flint.arb, flint.arb]:
        """A point R so far out that no digit sees what is behind it, and a bound of ∫_R^∞ e^{φ(R)−φ}/(ε₀β).

        Raises:
            ValueError: if there is no such bound.
        """
        (force, noise), height = (compiled(e, (self.coord,), "arb") for e in self.exprs), flint.arb(0)
        reach, step = start.mid(), FIRST_STEP
        for _ in range(STEPS):
            middle = reach + step / 2  # by midpoints: it only decides where to stop
            height += force(middle) / noise(middle) / self.eps0 * step
            reach, step = (reach + step).mid(), step * GROWTH
            if not height < self.bits:
                behind = mass_behind(*self.exprs, self.coord, self.eps0, reach)
                if behind is not None:
                    return reach, behind
        raise ValueError(
            f"L' = {self.exprs[0]}, beta = {self.exprs[1]}: no proof that the process does not run away;"
            " allowed are losses that grow, such as polynomials plus bounded terms"
        )

    def _piece(
        self, left: flint.arb, end: flint.arb, phi: flint.arb, width: float
    ) -> tuple[flint.arb, flint.arb, float]:
        """∫ e^{−φ}/β from `left` to `end`, φ at the end, and the width of panel that was right there.

        Raises:
            ValueError: if the panels become too narrow or too many.
        """
        total = flint.arb(0)
        for _ in range(PANELS):
            rest = float((end - left).mid())
            last = width >= rest
            right = end if last else (left + width).mid()
            try:
                mass, climb, excess = self._panel(left, right, phi)
            except (ValueError, ZeroDivisionError):  # a singularity lies in the ball around the panel
                mass, climb, excess = left, phi, float("inf")
            # the remainder grows like width**order: aim one bit below what is allowed
            taken = min(width, rest) if rest > 0 else width
            better = taken * 2 ** min(1.0, max(-3.0, (-self.bits - 1 - excess) / self.order))
            if excess <= -self.bits:
                total, phi, left = total + mass, climb, right
                if last:
                    return total, phi, max(width, better)
            width = better
            if not width > NARROWEST * (1 + abs(float(left))):
                break
        raise ValueError(
            f"no enclosure near {float(left):.6g}: L and beta must be smooth there, beta > 0, and the"
            f" landscape not more than some 10000 ε high"
        )

    def _panel(self, left: flint.arb, right: flint.arb, phi: flint.arb) -> tuple[flint.arb, flint.arb, float]:
        """∫ e^{−φ}/β over a panel, φ at its right edge, and log2 of the relative remainder."""
        half, centre, n = (right - left) / 2, (right + left) / 2, self.order
        spots = [flint.arb_series([c, half]) for c in (centre, centre + _around(half))]
        speeds = [1 / (self.noise(spot) * self.eps0) for spot in spots]
        slopes = [self.force(spot) * speed * half for spot, speed in zip(spots, speeds, strict=True)]
        climb = flint.arb_poly([slopes[0][k] for k in range(n)]).integral()
        slack = _around(slopes[1][n] / (n + 1))
        level = phi - climb(flint.arb(-1)) + slack  # φ at the centre
        levels = (level, level + _around(slopes[1][0]))
        heights = [slope.integral() + at for slope, at in zip(slopes, levels, strict=True)]
        local, over = (
            (-height).exp() * speed * (self.eps0 * half)
            for height, speed in zip(heights, speeds, strict=True)
        )
        rest = abs(over[n]).upper()
        primitive = flint.arb_poly([local[k] for k in range(n)]).integral()
        mass = primitive(flint.arb(1)) - primitive(flint.arb(-1)) + _around(2 * rest / (n + 1))
        size = abs(over[0]).upper()
        excess = _log2(rest / size) if size > 0 else float("-inf")  # a panel of no width has no error
        return mass, level + climb(flint.arb(1)) + slack, excess


def _on_series(expr: sp.Expr, coord: sp.Symbol) -> Series:
    """`expr` as a function of a power series, which a constant is, too."""
    function = compiled(expr, (coord,), "arb")
    return function if coord in expr.free_symbols else lambda z: flint.arb_series([function(z)])


def _around(radius: flint.arb) -> flint.arb:
    """The ball around 0 that holds ± `radius`."""
    return flint.arb(0, abs(radius).upper())


def _log2(ratio: flint.arb) -> float:
    """log2 of an upper bound; +∞ if there is none."""
    top = ratio.upper()
    if not top.is_finite():
        return float("inf")
    return float("-inf") if top == 0 else float((top.log() / flint.arb(2).log()).mid())
