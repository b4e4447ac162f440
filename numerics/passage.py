"""A first passage on the line: drift −L'(w), diffusion ε₀ β(w), from a start up to a target.

## Main definitions
* `Passage`: the exact problem. `turned` is its mirror image, `sweep` makes it ready to integrate.

## Implementation notes
The integral from −∞ is cut at a point r behind which |L'| is proved to stay above some m > 0, and β ≥ 0.
As 1/(ε₀β) = φ'/L', what lies behind r is at most e^{−φ(r)}/m; r is moved out until no digit can see it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import flint
import sympy as sp

from numerics.backends import compiled
from numerics.half_lines import range_beyond
from numerics.quadrature import ball
from numerics.taylor_panels import Sweep

STEPS = 80
FIRST_STEP = 0.25
GROWTH = 1.125


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
        behind = self.wall is None or self.wall == self.start or ball(self.start - self.wall) > 0
        return behind and bool(ball(self.target - self.start) > 0)

    @property
    def turned(self) -> "Passage":
        """The same passage, seen in the mirror w ↦ −w."""
        force, noise = _mirrored(-self.force, self.coord), _mirrored(self.noise, self.coord)
        wall = None if self.wall is None else -self.wall
        return Passage(force, noise, self.coord, self.eps0, -self.start, -self.target, wall)

    def sweep(self, bits: int) -> Sweep:
        """The functions and points for `numerics.taylor_panels`, in the present precision.

        ValueError is raised if neither a wall nor a proof keeps the process from running away.
        """
        force, noise = (_on_series(f, self.coord) for f in (self.force, self.noise))
        inverse, start = 1 / ball(self.eps0), ball(self.start)
        reach, below = _cut(self, bits) if self.wall is None else (ball(self.wall), flint.arb(0))
        return Sweep(
            slope=lambda z: force(z) * inverse / noise(z),
            speed=lambda z: inverse / noise(z),
            reach=reach,
            start=start,
            target=ball(self.target),
            below=below,
        )


@lru_cache(maxsize=256)
def _mirrored(expr: sp.Expr, coord: sp.Symbol) -> sp.Expr:
    return sp.expand(expr.subs(coord, -coord)) if expr.is_polynomial(coord) else expr.subs(coord, -coord)


def _on_series(expr: sp.Expr, coord: sp.Symbol) -> Callable[[flint.arb_series], flint.arb_series]:
    """`expr` as a function of a power series, which a constant is, too."""
    function = compiled(expr, (coord,), "arb")
    return function if coord in expr.free_symbols else lambda z: flint.arb_series([function(z)])


def _cut(passage: Passage, bits: int) -> tuple[flint.arb, flint.arb]:
    """The point r and an enclosure of ∫_{−∞}^r e^{−φ}/(ε₀β) with φ(r) = 0.

    Raises:
        ValueError: if no slope behind the start can be proved.
    """
    w, mirror = passage.coord, passage.turned
    force, noise = (compiled(f, (w,), "arb") for f in (mirror.force, mirror.noise))
    inverse, start, step, height = 1 / ball(passage.eps0), ball(mirror.start), FIRST_STEP, flint.arb(0)
    reach = start
    for _ in range(STEPS):
        height += (
            force(reach + step / 2) / noise(reach + step / 2) * inverse * step
        )  # by midpoints: it only decides where to stop
        reach, step = (reach + step).mid(), step * GROWTH
        if height > bits:
            slope, least = (range_beyond(f, w, reach)[0] for f in (mirror.force, mirror.noise))
            if slope > 0 and least >= 0:
                return -reach, flint.arb(0).union(1 / slope)
    raise ValueError(
        f"L' = {passage.force}, beta = {passage.noise}: no proof that the process does not run away behind"
        f" start={passage.start}; allowed are polynomials that grow there, plus bounded terms, or a wall"
    )
