"""How far a landscape has to be looked at: the box around all that lies below a level.

## Main definitions
* `level_box`: the smallest box, up to a grid, that holds the sublevel set {L < level} around given points.

## Implementation notes
The box grows from the points until L is above the level on all of its faces. A set {L < level} that is not
joined to the points inside the box is not looked for: for a loss that confines, start from all its minima.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from derivations.potential import Potential
from numerics.backends import compiled

Array = NDArray[np.float64]
Box = tuple[tuple[float, float], ...]
"""Low and high of each coordinate."""

POINTS = {1: 4001, 2: 301, 3: 61}
GROWTH = 1.5
ROUNDS = 40


def level_box(potential: Potential, points: Sequence[Sequence[float]], level: float) -> Box:
    """The box of {L < level} around `points`, shape (n, d), in d = 1, 2 or 3 coordinates.

    Raises:
        ValueError: if there are more than three coordinates, or L stays below the level however far one
            looks, or is not a number there.
    """
    d = len(potential.coords)
    if d not in POINTS:
        raise ValueError(
            f"{potential.name or potential.expr}: it has {d} coordinates, at most 3 are looked at"
        )
    height = compiled(potential.expr, potential.coords, "numpy")
    places = np.asarray(points, dtype=float).reshape(-1, d)
    middle = (places.min(axis=0) + places.max(axis=0)) / 2
    reach = np.maximum((places.max(axis=0) - places.min(axis=0)) / 2, 0.5)
    for _ in range(ROUNDS):
        axes = [np.linspace(m - r, m + r, POINTS[d]) for m, r in zip(middle, reach, strict=True)]
        below = _values(height, axes) < level
        touched = np.array([bool(below.take([0, -1], axis=k).any()) for k in range(d)])
        if not touched.any():
            return tuple(_extent(axis, below, k, places[:, k]) for k, axis in enumerate(axes))
        reach = np.where(touched, GROWTH * reach, reach)
    raise ValueError(
        f"{potential.name or potential.expr}: it stays below {level:.6g} however far one looks;"
        " a loss that grows in all directions is wanted"
    )


def _values(height: Callable[..., Any], axes: Sequence[Array]) -> Array:
    """L on the grid; where it overflows or is no number it counts as high."""
    with np.errstate(all="ignore"):
        found = np.asarray(height(*np.meshgrid(*axes, indexing="ij")), dtype=float)
    return np.where(np.isnan(found), np.inf, found) + np.zeros([len(axis) for axis in axes])


def _extent(axis: Array, below: NDArray[np.bool_], k: int, places: Array) -> tuple[float, float]:
    """The part of an axis over which something lies below the level or at `places`, one cell wider."""
    others = tuple(j for j in range(below.ndim) if j != k)
    found = [*axis[below.any(axis=others)], *places]
    cell = axis[1] - axis[0]
    return float(min(found) - cell), float(max(found) + cell)
