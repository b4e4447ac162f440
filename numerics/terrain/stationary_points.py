"""Critical points of a loss that is no polynomial, or too large a one: looked for, and each one proved.

Newton's method for ∇L = 0 from points that fill a region evenly, again and again until nothing new turns up.
Each point found is proved to be one by Krawczyk's test. That there are no others is not proved here.

## Main definitions
* `Found`: the points, and how sure one may be that they are all.
* `found_points`: in a region.

## Implementation notes
If the loss increases outwards on the faces of the region and no point is degenerate, then Σ (−1)^index = 1
(Poincaré and Hopf). Where the sum is another, points are missing, and more starts are tried.
"""

from dataclasses import dataclass

import numpy as np

from numerics.terrain.krawczyk import certified_point
from numerics.terrain.region import Region
from numerics.terrain.spot import Spot, spot_at
from numerics.terrain.terrain import Array, Terrain

NEWTON = 60
ROUNDS = range(7, 13)
"""log₂ of the numbers of starts."""
MOST = 2000
"""Points; more are not looked for."""
MOST_DOUBTFUL = 50
QUIET = 2
"""So many rounds without a new point are enough."""
FLAT = 1e-6
"""A larger slope, over the curvature and the region's size, is none of a critical point."""
SAME = 1e-6
"""Points closer than this part of the region's size are one."""


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        points: proved to be nondegenerate critical points.
        doubtful: points with ∇L ≈ 0 at which nothing was proved, shape (n, d): they may be degenerate.
        count: Σ (−1)^index over `points`.
    """

    points: tuple[Spot, ...]
    doubtful: Array
    count: int


def found_points(terrain: Terrain, region: Region, guesses: Array) -> Found:
    """Critical points in `region`, looked for also from `guesses`, shape (n, d)."""
    known = np.empty((0, terrain.dimension))
    spots: list[Spot] = []
    doubtful = known
    quiet = 0
    for power in ROUNDS:
        starts = np.concatenate([guesses, region.points(power, seed=power)])
        new = _without(_distinct(newton_limits(terrain, starts, region), region), known, region)
        boxes = [certified_point(terrain, point) for point in new]
        spots += [spot_at(terrain, box) for box in boxes if box is not None]
        doubtful = np.concatenate([doubtful, new[[box is None for box in boxes]]])
        known = np.concatenate([known, new])
        quiet = 0 if len(new) else quiet + 1
        as_expected = _count(spots) == 1 or not region.outward
        if len(doubtful) > MOST_DOUBTFUL or len(known) > MOST or (quiet >= QUIET and as_expected):
            break
    return Found(tuple(_unique(spots)), doubtful, _count(spots))


def _count(spots: list[Spot]) -> int:
    return sum((-1) ** spot.index for spot in _unique(spots))


def _unique(spots: list[Spot]) -> list[Spot]:
    """Each point once: two boxes that overlap hold the same one."""
    kept: dict[tuple[float, ...], Spot] = {}
    for spot in spots:
        kept.setdefault(tuple(float(f"{c:.11e}") + 0.0 for c in spot.middle), spot)
    return list(kept.values())


def newton_limits(terrain: Terrain, starts: Array, region: Region) -> Array:
    """Where Newton's method for ∇L = 0 ends, of the `starts` from which it converges within the region."""
    at, step = starts.copy(), np.full_like(starts, np.inf)
    for _ in range(NEWTON):
        slope, bend = terrain.gradient(at), terrain.hessian(at)
        good = np.isfinite(slope).all(1) & np.isfinite(bend).all((1, 2))
        good &= (np.abs(at - region.centre) <= 3 * region.reach).all(1)
        at, slope, bend = at[good], slope[good], bend[good]
        step = -_least_squares(bend, slope)
        length = np.linalg.norm(step, axis=1, keepdims=True)
        step *= np.minimum(1, 0.3 * region.reach / np.maximum(length, 1e-300))
        at = at + step
        if not len(at) or np.abs(step).max() < 1e-13 * region.reach:
            break
    inside = (np.abs(at - region.centre) <= 1.001 * region.reach).all(1)
    steepest = np.abs(terrain.hessian(at)).max((1, 2), initial=0)
    flat = np.abs(terrain.gradient(at)).max(1, initial=0) <= FLAT * steepest * region.reach
    return np.asarray(at[inside & flat & (np.abs(step) < 1e-5 * region.reach).all(1)])


def _least_squares(matrices: Array, right: Array) -> Array:
    """The shortest solutions of symmetric systems, which may be singular."""
    values, vectors = np.linalg.eigh(matrices)
    small = np.abs(values) < 1e-14 * np.abs(values).max(1, keepdims=True)
    inverse = np.where(small, 0, 1 / np.where(small, 1, values))
    return np.asarray(np.einsum("nij,nj,nkj,nk->ni", vectors, inverse, vectors, right, optimize=True))


def _distinct(points: Array, region: Region) -> Array:
    """Each point once."""
    kept: list[int] = []
    for i, point in enumerate(points):
        if not kept or np.abs(points[kept] - point).max(1).min() > SAME * region.reach:
            kept.append(i)
    return points[kept]


def _without(points: Array, known: Array, region: Region) -> Array:
    """The `points` that are not yet `known`."""
    if not len(known) or not len(points):
        return points
    distance = np.abs(points[:, None, :] - known[None, :, :]).max(2).min(1)
    return np.asarray(points[distance > SAME * region.reach])
