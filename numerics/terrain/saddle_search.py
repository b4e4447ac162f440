"""A gate between two wells, looked for from both ends.

## Main definitions
* `saddle_between`: the gate that a string between two minima finds, proved to be a saddle.
* `saddle_guess`: the same in floating point.
* `climbed`: from a point to the next saddle, uphill in one direction and downhill in all others.

## Implementation notes
A chain of images slides down the gradient and is spaced evenly again after each step (the simplified string
method); the highest image then climbs by Newton steps with the sign of the lowest eigenvalue reversed.

## References
* Ren2007: the string method.    * Cerjan1981: following an eigenvector.
"""

import numpy as np

from derivations.potential import Potential
from numerics.terrain.krawczyk import certified_point
from numerics.terrain.spot import Spot, spot_at
from numerics.terrain.terrain import Array, Terrain, terrain_of

IMAGES = 17
SLIDES = 60
CLIMBS = 200
LOOK = 10
"""After so many slides the step is chosen anew."""
STILL = 0.05
"""A string that moves by less than this part of its spacing is good enough to climb from."""


def saddle_between(potential: Potential, start: Array, target: Array) -> Spot:
    """The gate next to the lowest way between two minima, shape (d,) each, that a string finds.

    Raises:
        ValueError: if no saddle with one negative eigenvalue is found.
    """
    terrain = terrain_of(potential)
    box = certified_point(terrain, list(saddle_guess(terrain, np.asarray(start), np.asarray(target))))
    if box is None or (spot := spot_at(terrain, box)).index != 1:
        raise ValueError(f"{potential.expr}: no saddle was found between {start} and {target}")
    return spot


def saddle_guess(terrain: Terrain, start: Array, target: Array) -> Array:
    """A saddle, shape (d,), near the highest image of a string from `start` to `target`."""
    images = start + np.linspace(0, 1, IMAGES)[:, None] * (target - start)
    for number in range(SLIDES):
        if number % LOOK == 0:
            steepest = np.abs(np.linalg.eigvalsh(terrain.hessian(images))).max()
        moved = images - 0.5 / steepest * terrain.gradient(images)
        moved[0], moved[-1] = start, target
        before, images = images, _spaced(moved)
        spacing = float(np.linalg.norm(images[1] - images[0]))
        if np.abs(images - before).max() < STILL * spacing:
            break
    return climbed(terrain, images[1 + int(np.argmax(terrain.value(images[1:-1])))])


def _spaced(images: Array) -> Array:
    """The same broken line with images at equal distances."""
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(images, axis=0), axis=1))])
    even = np.linspace(0, lengths[-1], len(images))
    return np.stack([np.interp(even, lengths, column) for column in images.T], axis=1)


def climbed(terrain: Terrain, point: Array) -> Array:
    """The saddle above `point`, shape (d,); where the steps stop if there is none."""
    at, longest = point.copy(), 0.1 * (1 + float(np.abs(point).max()))
    for _ in range(CLIMBS):
        slope, bend = terrain.gradient(at[None, :])[0], terrain.hessian(at[None, :])[0]
        if not (np.isfinite(slope).all() and np.isfinite(bend).all()):
            break
        values, vectors = np.linalg.eigh(bend)
        curvatures = np.maximum(np.abs(values), 1e-12)
        curvatures[0] *= -1
        step = -vectors @ ((vectors.T @ slope) / curvatures)
        step *= min(1, longest / max(float(np.linalg.norm(step)), 1e-300))
        at = at + step
        if np.abs(step).max() < 1e-14 * (1 + np.abs(at).max()):
            break
    return at
