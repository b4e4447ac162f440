"""The well that a place belongs to: the minimum at which gradient descent from there ends.

## Main definitions
* `well_below`: its number in a graph of basins.
* `is_at`: is a place the very minimum?
"""

from collections.abc import Sequence

import numpy as np
import sympy as sp

from derivations.potential import Potential
from numerics.terrain.basin_graph import BasinGraph
from numerics.terrain.settled import bottom_of
from numerics.terrain.spot import Spot, exact_ball
from numerics.terrain.terrain import terrain_of

CLOSE = 1e-6
"""How close the end of the descent comes to its minimum, relative to the distances."""
FLAT = 1e-12


def well_below(potential: Potential, graph: BasinGraph, place: Sequence[sp.Expr], name: str) -> int:
    """The number of the well at which gradient descent from `place` ends; an error calls the place `name`.

    Raises:
        ValueError: if there is none, or `place` is a critical point that is no minimum.
    """
    for number, well in enumerate(graph.wells):
        if is_at(place, well):
            return number
    terrain, point = terrain_of(potential), np.array([float(c) for c in place])
    slope, bend = terrain.gradient(point[None, :])[0], terrain.hessian(point[None, :])[0]
    if not (np.isfinite(slope).all() and np.isfinite(terrain.value(point[None, :])).all()):
        raise ValueError(f"{potential.expr} is not a finite real number at {name}={shown(place)}")
    if np.abs(slope).max() <= FLAT * np.abs(bend).max():
        raise ValueError(
            f"{name}={shown(place)} is a critical point that is no nondegenerate minimum:"
            f" gradient descent leads nowhere from there; minima: {_list(graph)}"
        )
    places = np.array([w.middle for w in graph.wells]).reshape(-1, len(point))
    size = 1 + float(np.abs(places - point).max(initial=0))
    end = bottom_of(terrain, point, size)
    for number, well in enumerate(graph.wells):
        if np.abs(np.array(well.middle) - end).max() < CLOSE * size:
            return number
    raise ValueError(
        f"{name}={shown(place)}: gradient descent from there ends at no nondegenerate minimum of"
        f" {potential.expr}; minima: {_list(graph)}"
    )


def is_at(place: Sequence[sp.Expr], spot: Spot) -> bool:
    """Do all coordinates agree to the digits of the spot?"""
    return all(b.overlaps(exact_ball(c)) for c, b in zip(place, spot.balls, strict=True))


def shown(place: Sequence[sp.Expr]) -> str:
    """The place for an error: w or (x, y)."""
    return str(place[0]) if len(place) == 1 else str(tuple(place))


def _list(graph: BasinGraph) -> str:
    return ", ".join(map(str, graph.wells)) or "none"
