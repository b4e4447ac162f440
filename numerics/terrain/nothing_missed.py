"""Are all critical points in a region known, up to a height? A proof by cutting the region into boxes.

A cube is done with if a component of ∇L has one sign on it, if L is too high on all of it, or if it lies in
one around a known point in which that is the only one; otherwise it is cut into 2^d.

A polynomial has no more isolated critical points than the product of the degrees of its slopes (Bézout).

## Main definitions
* `nothing_missed`: is it proved that no critical point in a region is missing?
* `most_points`: of a polynomial.     * `has_all_of_bezout`: are there so many?

## Implementation notes
On X with middle m, ∇L lies in ∇L(m) + ∇²L(X)(X − m) and in ∇L(X). If all norms ‖1 − Y ∇²L(x)‖ on a box are
below 1 for one matrix Y, ∇L takes no value twice there.

## References
* Moore2009, chapter 8.    * Tucker2011, section 5.1.
"""

from collections.abc import Sequence
from math import prod

import flint
import numpy as np
import sympy as sp

from derivations.potential import Potential
from numerics.terrain.region import Region
from numerics.terrain.spot import Spot
from numerics.terrain.terrain import Array, Balls, Terrain

MOST_BOXES = 20_000
MOST_COORDINATES = 4
HALVINGS = 30
SMALLEST = 1e-6
"""Where a cube as small as this is not done with, a point is missing or degenerate."""

Cube = tuple[tuple[float, ...], float]
"""The middle, and half the side."""


def nothing_missed(terrain: Terrain, region: Region, known: Sequence[Spot]) -> bool:
    """Is every critical point in the region with L ≤ top proved to be `known`? "No" may mean: not shown."""
    if terrain.dimension > MOST_COORDINATES:
        return False
    alone = [(np.array(spot.middle), _reach_alone(terrain, spot, region.reach)) for spot in known]
    waiting: list[Cube] = [(tuple(map(float, region.centre)), region.reach)]
    for _ in range(MOST_BOXES):
        if not waiting:
            return True
        middle, reach = waiting.pop()
        if not _is_done_with(terrain, middle, reach, region.top, alone):
            if reach < SMALLEST * region.reach:
                return False
            waiting += _parts(middle, reach)
    return False


def has_all_of_bezout(potential: Potential, known: Sequence[Spot]) -> bool:
    """Is it a polynomial with as many critical points, all different and nondegenerate, as it can have?"""
    return len(known) == most_points(potential)


def most_points(potential: Potential) -> int | None:
    """As many isolated critical points a polynomial can have, by Bézout; None for other functions."""
    if not potential.expr.is_polynomial(*potential.coords):
        return None
    return prod(int(sp.Poly(slope, *potential.coords).total_degree()) for slope in potential.gradient)


def _parts(middle: tuple[float, ...], reach: float) -> list[Cube]:
    """The 2^d cubes of half the size; they overlap by a rounding error, so that nothing falls between."""
    half = reach / 2
    shifts = np.stack(np.meshgrid(*[[-half, half]] * len(middle)), -1).reshape(-1, len(middle))
    centres = (tuple(float(m + s) for m, s in zip(middle, shift, strict=True)) for shift in shifts)
    return [(centre, half * (1 + 1e-12)) for centre in centres]


def _is_done_with(
    terrain: Terrain, middle: tuple[float, ...], reach: float, top: float, alone: list[tuple[Array, float]]
) -> bool:
    at = np.array(middle)
    if any(np.abs(at - place).max() + reach < around for place, around in alone):
        return True
    box = _box(middle, reach)
    if terrain.enclosed_value(box) > top:
        return True
    d = terrain.dimension
    slopes = terrain.enclosed_gradient(box)
    if any(slopes[i, 0] != 0 for i in range(d)):
        return True
    here, bend = terrain.enclosed_gradient(_box(middle, 0.0)), terrain.enclosed_hessian(box)
    away = flint.arb(0, reach)
    return any(here[i, 0] + sum((bend[i, j] * away for j in range(d)), flint.arb(0)) != 0 for i in range(d))


def _box(middle: Sequence[float], reach: float) -> Balls:
    return tuple(flint.arb(m, reach) for m in middle)


def _reach_alone(terrain: Terrain, spot: Spot, largest: float) -> float:
    """Half the side of a cube around `spot` in which it is proved to be alone; 0 if that is not shown."""
    d, reach = terrain.dimension, largest
    inverse = terrain.enclosed_hessian(spot.balls).mid().inv().mid()
    for _ in range(HALVINGS):
        product = inverse * terrain.enclosed_hessian(_box(spot.middle, reach))
        rows = (sum((abs(product[i, j] - (i == j)) for j in range(d)), flint.arb(0)) for i in range(d))
        if all(row < 1 for row in rows):
            return reach * (1 - 1e-9)  # the cube around the spot itself, whose middle is rounded
        reach /= 2
    return 0.0
