"""The wells, the gates and what leads where, for a loss in any dimension.

## Main definitions
* `basins`: the graph of basins of a potential.

## Implementation notes
Polynomials over the rationals in few coordinates, and losses on the line that can be solved exactly: all
critical points are known, and what a gate joins is proved (`derivations.descent`; on the line neighbours).
Otherwise points are looked for (`numerics.terrain.stationary_points`), each is proved, and the two sides of a
gate are followed down in floating point; a warning says so.
"""

from collections.abc import Sequence

import numpy as np

from derivations.critical import CriticalPoint
from derivations.descent import Landscape
from derivations.flat_direction import flat_direction
from derivations.potential import Potential
from numerics.terrain.basin_graph import BasinGraph, Pass
from numerics.terrain.krawczyk import certified_point
from numerics.terrain.nothing_missed import has_all_of_bezout, most_points, nothing_missed
from numerics.terrain.region import Region, region_around
from numerics.terrain.saddle_search import saddle_guess
from numerics.terrain.settled import settled
from numerics.terrain.spot import Spot, spot_at, spot_of
from numerics.terrain.stationary_points import Found, found_points
from numerics.terrain.terrain import Array, Terrain, terrain_of

QUICK = 27
"""A polynomial in space that may have more critical points is searched, not solved."""
SIDEWAYS = 1e-3
"""How far from a gate the two ways down begin, as a part of the region's size."""
NOT_ALL = "it is not proved that all critical points were found"
UP_TO_THERE = (
    "that all critical points as low as the highest point between start and target were found is proved"
)
FOLLOWED = "which wells a gate joins was followed in floating point, not proved"


def basins(potential: Potential, near: Sequence[Sequence[float]]) -> BasinGraph:
    """The graph of basins of `potential`; where points are looked for, around the points `near`.

    ValueError is raised if there is no region to look for critical points in.
    """
    points = _exact_points(potential) if _is_quick(potential) else None
    if points is not None and len(potential.coords) == 1:
        return _on_the_line(potential, points)
    if points is not None and not any(p.degenerate for p in points):
        return _proved(potential, points)
    terrain, places = terrain_of(potential), np.array(near, dtype=float)
    region = region_around(terrain, places)
    if points is not None:
        return _with_degenerate(potential, region, points)
    return _searched(terrain, region, places)


def _is_quick(potential: Potential) -> bool:
    """Are its critical points to be had exactly within seconds?"""
    most = most_points(potential)
    return len(potential.coords) == 1 or (most is not None and most <= QUICK)


def _exact_points(potential: Potential) -> tuple[CriticalPoint, ...] | None:
    """All critical points, or None if they cannot be had exactly."""
    try:
        return potential.critical_points
    except (ValueError, TypeError, NotImplementedError):
        return None


def _proved(potential: Potential, points: Sequence[CriticalPoint]) -> BasinGraph:
    """In space, with no degenerate point: what each gate joins is proved."""
    landscape = Landscape(potential)
    passes = (Pass(spot_of(potential, p), *landscape.valleys(p)) for p in potential.saddles)
    return BasinGraph(tuple(spot_of(potential, p) for p in potential.minima), tuple(passes), complete=True)


def _on_the_line(potential: Potential, points: Sequence[CriticalPoint]) -> BasinGraph:
    """Wells and gates follow each other; each gate joins its neighbours."""
    named = [(role(potential, p), spot_of(potential, p)) for p in points]
    found = [(name, spot) for name, spot in named if name]
    wells = [spot for name, spot in found if name == "well"]
    passes = [
        Pass(gate, wells.index(a), wells.index(b))
        for (one, a), (name, gate), (other, b) in zip(found, found[1:], found[2:], strict=False)
        if (one, name, other) == ("well", "gate", "well")
    ]
    return BasinGraph(tuple(wells), tuple(passes), complete=True)


def role(potential: Potential, point: CriticalPoint) -> str:
    """What a critical point is to the process: well, gate, or neither ("")."""
    if not point.degenerate:
        return {0: "well", 1: "gate"}.get(point.index, "")
    flat = flat_direction(potential, point)
    return flat.role if flat else ""


def _with_degenerate(potential: Potential, region: Region, points: Sequence[CriticalPoint]) -> BasinGraph:
    """In space, all points known, some of them degenerate."""
    named = [(role(potential, p), p) for p in points]
    wells, gates = ([spot_of(potential, p) for n, p in named if n == name] for name in ("well", "gate"))
    graph = _joined(terrain_of(potential), region, wells, gates)
    unknown = [p.at for p in points if p.degenerate and flat_direction(potential, p) is None]
    doubts = [f"the critical point {at} is degenerate in more than one direction" for at in unknown]
    return BasinGraph(graph.wells, graph.passes, not unknown, (*graph.warnings, FOLLOWED, *doubts))


def _searched(terrain: Terrain, region: Region, near: Array) -> BasinGraph:
    guesses = np.concatenate([near, saddle_guess(terrain, near[0], near[-1])[None, :]])
    found = found_points(terrain, region, guesses)
    wells, gates = ([p for p in found.points if p.index == index] for index in (0, 1))
    graph = _joined(terrain, region, wells, gates)
    complete = has_all_of_bezout(terrain.potential, found.points)
    doubts = [FOLLOWED] if complete else _doubts(terrain, region, found)
    return BasinGraph(graph.wells, graph.passes, complete, (*graph.warnings, *doubts))


def _doubts(terrain: Terrain, region: Region, found: Found) -> list[str]:
    doubts = [NOT_ALL]
    if nothing_missed(terrain, region, found.points):
        doubts = [f"{UP_TO_THERE} only within {region.reach:.4g} of the middle between start and target"]
    elif region.outward and found.count != 1:
        doubts.append(
            f"the critical points that were found, counted with the sign (−1)^index, add up to {found.count}"
            " instead of 1: some are missing or degenerate"
        )
    if len(found.doubtful):
        place = ", ".join(f"{c:.6g}" for c in found.doubtful[0])
        doubts.append(
            f"near ({place}) the gradient is nearly 0, but no nondegenerate critical point is proved"
        )
    return doubts


def _joined(terrain: Terrain, region: Region, wells: list[Spot], gates: Sequence[Spot]) -> BasinGraph:
    """Each gate followed down on both sides; wells that turn up are added."""
    if not gates:
        return BasinGraph(tuple(wells), (), complete=True)
    centres = np.array([gate.middle for gate in gates])
    downward = np.linalg.eigh(terrain.hessian(centres))[1][:, :, 0] * SIDEWAYS * region.reach
    ends = settled(terrain, np.concatenate([centres + downward, centres - downward]), region.reach)
    numbers = [_number(terrain, wells, end, region) for end in ends]
    sides = zip(gates, numbers[: len(gates)], numbers[len(gates) :], strict=True)
    passes = tuple(Pass(g, one, other) for g, one, other in sides if one is not None and other is not None)
    return BasinGraph(tuple(wells), passes, complete=True)


def _number(terrain: Terrain, wells: list[Spot], end: Array, region: Region) -> int | None:
    """The number of the well at `end`, which joins the `wells` if it is new; None if it is no minimum."""
    if not np.isfinite(end).all():
        return None
    for number, well in enumerate(wells):
        if np.abs(np.array(well.middle) - end).max() < 1e-6 * region.reach:
            return number
    box = certified_point(terrain, list(end))
    if box is None or (spot := spot_at(terrain, box)).kind != "minimum":
        return None
    wells.append(spot)
    return len(wells) - 1
