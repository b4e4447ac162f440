"""A first passage on the line: drift −L'(w), diffusion ε₀ β(w), from a start up to a target.

## Main definitions
* `Passage`: the exact problem. `turned` is its mirror image, `sweep` makes it ready to integrate,
  `far_sweep` does so for a start that may be anywhere behind.
* `Unconfined`: the ValueError that says that the process may run away.

## Implementation notes
The integral from −∞ is cut at a point r. What lies behind it is bounded by `numerics.line.tails`; r is moved
out until no digit can see that bound.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

import flint
import sympy as sp

from numerics.backends import compiled
from numerics.holomorphic import holomorphic
from numerics.line.panel import Smooth
from numerics.line.rough_passage import Vector, rough_passage, rough_reach
from numerics.line.tails import mass_behind, squares_behind
from numerics.line.taylor_panels import Sweep, order
from numerics.quadrature import ball

STEPS = 24
OUTWARDS = 1.25
ROUGHLY = 64

OnArrays: TypeAlias = Callable[[Vector], Vector]


class Unconfined(ValueError):
    """Nobody has proved that the process does not run away behind the start."""


@dataclass(frozen=True)
class Passage:
    """From `start` up to `target` > `start`, with drift −`force` and diffusion `eps0`·`noise` in `coord`.

    A `wall` reflects behind the start; without one the potential has to confine. All numbers are exact.
    """

    force: sp.Expr
    noise: sp.Expr
    coord: sp.Symbol
    eps0: sp.Expr
    start: sp.Expr
    target: sp.Expr
    wall: sp.Expr | None = None

    @property
    def in_order(self) -> bool:
        """Is it proved that wall ≤ start < target?"""
        behind = self.wall is None or self.wall == self.start or ball(self.start) > ball(self.wall)
        return behind and bool(ball(self.target) > ball(self.start))

    @property
    def turned(self) -> "Passage":
        """The same passage, seen in the mirror w ↦ −w."""
        force, noise = _mirrored(self.force, self.noise, self.coord)
        wall = None if self.wall is None else -self.wall
        return Passage(force, noise, self.coord, self.eps0, -self.start, -self.target, wall)

    def sweep(self, bits: int) -> Sweep:
        """The functions and points for `numerics.line.taylor_panels`, in the present precision.

        Unconfined is raised if neither a wall nor a proof keeps the process from running away.
        """
        slope, speed = _smooth(self.force, self.noise, self.coord, order(bits))
        inverse, start, target = 1 / ball(self.eps0), ball(self.start), ball(self.target)
        if self.wall is None:
            with flint.ctx.workprec(ROUGHLY):
                reach, below = self._cut(bits)
        else:
            reach, below = ball(self.wall), flint.arb(0)
        slopes, speeds = self.on_arrays
        ends = (float(reach), float(start), float(target))
        return Sweep(
            slope=_times(inverse, slope),
            speed=_times(inverse, speed),
            reach=reach,
            start=start,
            target=target,
            below=below,
            rough=rough_passage(slopes, speeds, ends),
        )

    def far_sweep(self, bits: int) -> tuple[Sweep, flint.arb]:
        """As `sweep`, made to count T from −∞ on; and an enclosure of ∫_{−∞}^r e^φ F².

        Raises:
            ValueError: as for `sweep`, or if that integral is not bounded.
        """
        sweep = self.sweep(bits)
        force, noise = _mirrored(self.force, self.noise, self.coord)
        bound = squares_behind(force, noise, self.coord, ball(self.eps0), -sweep.reach)
        if bound is None:
            raise ValueError(
                f"L' = {self.force}, beta = {self.noise}: a start anywhere behind {self.start} is allowed"
                " only if L' stays away from 0 there and beta is bounded; give the well two ends"
            )
        ends = (float(sweep.reach), float(sweep.reach), float(sweep.target))
        return replace(sweep, rough=rough_passage(*self.on_arrays, ends)), flint.arb(0).union(bound)

    @property
    def on_arrays(self) -> tuple[OnArrays, OnArrays]:
        """φ' and q in doubles."""
        force, noise = (compiled(f, (self.coord,), "numpy") for f in (self.force, self.noise))
        eps0 = float(self.eps0)
        return (lambda x: force(x) / (eps0 * noise(x)) + 0 * x), (lambda x: 1 / (eps0 * noise(x)) + 0 * x)

    def _cut(self, bits: int) -> tuple[flint.arb, flint.arb]:
        """The point r and an enclosure of ∫_{−∞}^r e^{−φ}/(ε₀β) with φ(r) = 0.

        Raises:
            Unconfined: if nothing can be proved about what lies behind the start.
        """
        force, noise = _mirrored(self.force, self.noise, self.coord)
        slopes, speeds = self.on_arrays
        start, width = float(ball(self.start)), float(ball(self.target) - ball(self.start))
        away = rough_reach(slopes, speeds, start, width, bits)
        for _ in range(STEPS):
            reach = flint.arb(away - start)
            bound = mass_behind(force, noise, self.coord, ball(self.eps0), reach)
            if bound is not None:
                return -reach, flint.arb(0).union(bound)
            away *= OUTWARDS
        raise Unconfined(
            f"L' = {self.force}, beta = {self.noise}: no proof that the process does not run away behind"
            f" start={self.start}; allowed are losses that grow there like a power, an exponential or enough"
            " logarithms, plus bounded terms, or a wall"
        )


@lru_cache(maxsize=256)
def _mirrored(force: sp.Expr, noise: sp.Expr, coord: sp.Symbol) -> tuple[sp.Expr, sp.Expr]:
    """Force and noise in the mirror."""

    def seen(expr: sp.Expr) -> sp.Expr:
        turned = expr.subs(coord, -coord)
        return sp.expand(turned) if expr.is_polynomial(coord) else turned

    return seen(-force), seen(noise)


@lru_cache(maxsize=256)
def _smooth(force: sp.Expr, noise: sp.Expr, coord: sp.Symbol, order: int) -> tuple[Smooth, Smooth]:
    """L'/β and 1/β."""
    inverse = 1 / noise
    return _one_smooth(force * inverse, coord, order), _one_smooth(inverse, coord, order)


def _one_smooth(expr: sp.Expr, coord: sp.Symbol, order: int) -> Smooth:
    on_discs = holomorphic(expr, coord)
    function = compiled(expr, (coord,), "arb")
    if coord not in expr.free_symbols:
        return Smooth(lambda z: flint.arb_series([function(z)]))
    if expr.is_polynomial(coord) and sp.Poly(expr, coord).degree() < order:
        return Smooth(function)
    return Smooth(function, lambda z: on_discs(z, True))


def _times(factor: flint.arb, function: Smooth) -> Smooth:
    disc = function.disc
    return Smooth(lambda z: function.series(z) * factor, disc and (lambda z: disc(z) * factor))
