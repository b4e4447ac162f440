"""Reaction coordinates ξ(w): how far a path is on its way to the target.

Every coordinate gives the same mean time; a good one gives it with less work. The best is the chance of
reaching the target first, and near the gate its level sets are planes across the direction in which paths
leave the gate.

## Main definitions
* `coordinate_towards`: ξ for a target: the position, or the linearised problem's coordinate at the gate.
* `other_coordinate`: a second one; both have to give the same time.

## References
* Brehier2016: the time does not depend on ξ.
"""

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from numerics.paths.targets import Target
from numerics.terrain.saddle_search import saddle_guess
from numerics.terrain.terrain import terrain_of

Vector = NDArray[np.float64]
DENOMINATOR = 1024
"""Directions are rounded to rational numbers, for exact expressions."""
TILT = 0.25


def coordinate_towards(target: Target) -> sp.Expr:
    """±w on the line; else v·w, v the direction of negative curvature at the gate on the way to the target.

    Where no gate is found, v leads straight from the start to the target.
    """
    model = target.model
    if model.dynamics.dimension == 1:
        return int(target.side) * model.potential.coords[0]
    return _along(target, _way_out(target))


def other_coordinate(target: Target, coordinate: sp.Expr) -> sp.Expr:
    """The straight way from start to target; if that is `coordinate`, tilted towards its largest part."""
    straight = target.last - target.first
    other = _along(target, straight)
    if other != coordinate:
        return other
    tilted = straight / np.linalg.norm(straight)
    largest = int(np.argmax(np.abs(tilted)))
    tilted[largest] += TILT * np.sign(tilted[largest])
    return _along(target, tilted)


def _along(target: Target, direction: Vector) -> sp.Expr:
    """Direction · w, the direction of length 1."""
    unit = direction / np.linalg.norm(direction)
    parts = [sp.Rational(round(DENOMINATOR * float(x)), DENOMINATOR) for x in unit]
    return sp.Add(*(part * c for part, c in zip(parts, target.model.potential.coords, strict=True)))


def _way_out(target: Target) -> Vector:
    """The direction, shape (d,), in which paths leave the gate towards the target."""
    straight = target.last - target.first
    terrain = terrain_of(target.model.potential)
    gate = saddle_guess(terrain, target.first, target.last)
    slope, bend = terrain.gradient(gate[None, :])[0], terrain.hessian(gate[None, :])[0]
    if not (np.isfinite(bend).all() and np.abs(slope).max() < 1e-8 * (1 + np.abs(bend).max())):
        return np.asarray(straight)
    values, vectors = np.linalg.eigh(bend)
    way = vectors[:, 0] * np.sign(vectors[:, 0] @ straight)
    if values[0] >= 0 or way @ straight < 0.01 * np.linalg.norm(straight):
        return np.asarray(straight)
    return np.asarray(way)
