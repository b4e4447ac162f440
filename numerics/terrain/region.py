"""Where to look for critical points: a box on whose faces the loss is high.

## Main definitions
* `Region`: a cube.      * `region_around`: one that holds everything up to the height of a straight way.

## Implementation notes
No path over the lowest gate climbs higher than the straight one, so what lies above the straight way's
highest value does not matter. The faces are sampled at Sobol points: the box is likely, not proved, to be
right.
"""

from dataclasses import dataclass, replace

import numpy as np

from numerics.terrain.terrain import Array, Terrain

DOUBLINGS = 30
FACE_POINTS = 9
"""log₂ of the number of points on the faces."""
ALONG = 201
FARTHER = (1.0, 1.5, 2.5, 6.0)
"""The faces of the box and of larger ones are looked at."""
WIDER = (1.0, 1.5, 2.25)
"""A box that is so many times as large is taken if the loss increases outwards there."""


@dataclass(frozen=True)
class Region:
    """The points with |w_i − `centre`_i| ≤ `reach`.

    Attributes:
        centre: shape (d,).
        reach: half the side of the cube.
        top: the highest value on the straight way.
        outward: does the loss increase outwards on the faces? Then Σ (−1)^index = 1 over its critical points.
    """

    centre: Array
    reach: float
    top: float
    outward: bool = False

    def points(self, power: int, seed: int) -> Array:
        """2^`power` points that fill the region evenly."""
        from scipy.stats import qmc  # slow to import, and not needed on the line

        cube = qmc.Sobol(len(self.centre), seed=seed).random_base2(power)
        return np.asarray(self.centre + self.reach * (2 * cube - 1))


def region_around(terrain: Terrain, near: Array) -> Region:
    """A cube that holds the points `near`, shape (n, d), and all that is as low as the way between them.

    Raises:
        ValueError: if the loss is not a real number somewhere, or no such cube is found.
    """
    low, high = near.min(0), near.max(0)
    centre, reach = (low + high) / 2, max(float((high - low).max()), 1e-3 * (1 + float(abs(near).max())))
    steps = np.linspace(0, 1, ALONG)[:, None]
    way = np.concatenate([a + steps * (b - a) for a, b in zip(near, np.roll(near, -1, 0), strict=True)])
    heights = terrain.value(way)
    if not np.isfinite(heights).all():
        bad = ", ".join(f"{c:.6g}" for c in way[~np.isfinite(heights)][0])
        raise ValueError(f"{terrain.potential.expr} is not a finite real number at ({bad})")
    region = Region(centre, reach, float(heights.max()))
    for _ in range(DOUBLINGS):
        if all(_is_high(terrain, region, factor) for factor in FARTHER):
            wide = (replace(region, reach=factor * region.reach) for factor in WIDER)
            found = (replace(box, outward=True) for box in wide if _is_outward(terrain, box))
            return next(found, region)
        region = replace(region, reach=1.5 * region.reach)
    raise ValueError(
        f"{terrain.potential.expr} is not confining: as far as {region.reach:.3g} from the start it is"
        " nowhere all around higher than on the straight way from start to target"
    )


def _is_high(terrain: Terrain, region: Region, factor: float) -> bool:
    """Is the loss above `top` on the faces of the box, `factor` times as large?

    Raises:
        ValueError: if the loss is not a real number there.
    """
    values = terrain.value(region.centre + factor * region.reach * _faces(len(region.centre))[0])
    if np.isnan(values).any():
        raise ValueError(
            f"{terrain.potential.expr} is not a real number at all of the points around start and target"
        )
    return bool(np.all(values > region.top))


def _is_outward(terrain: Terrain, region: Region) -> bool:
    """Does the loss increase outwards on the faces?"""
    faces, outward = _faces(len(region.centre))
    slopes = (terrain.gradient(region.centre + region.reach * faces) * outward).sum(1)
    return bool(np.all((slopes > 0) | ~np.isfinite(slopes)))


def _faces(d: int) -> tuple[Array, Array]:
    """Points on the faces of the cube [−1, 1]^d and the outward normals there."""
    inside = np.zeros((2, 1))
    if d > 1:
        from scipy.stats import qmc  # slow to import, and not needed on the line

        inside = 2 * qmc.Sobol(d, seed=1).random(2**FACE_POINTS) - 1
    which = np.arange(len(inside)) % (2 * d)
    axis, sign = which // 2, 1.0 - 2.0 * (which % 2)
    outward = np.zeros_like(inside)
    outward[np.arange(len(inside)), axis] = sign
    inside[np.arange(len(inside)), axis] = sign
    return inside, outward
