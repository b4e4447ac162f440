"""The tables of a landscape as data for the page.

## Main definitions
* `told`: landscape -> data, as JSON takes it.      * `steps`: how many temperatures that takes.
"""

from collections.abc import Callable
from functools import partial
from math import exp, log
from typing import Any

from numerics.explorer.curve import Curve, curve
from numerics.explorer.hypotheses import broken
from numerics.explorer.landscapes import Landscape
from numerics.explorer.quantities import quantities
from numerics.explorer.tables import WIDTH, Table, hottest_and_coldest, relative_error, tabulated
from numerics.explorer.way import Way, way_through
from numerics.terrain.spot import Spot

ALLOWED = 1e-6
"""Relative error of what the page shows: it gives six digits."""
BETWEEN = (0.5, 4.5, 11.47, 18.62, 26.51, 33.37, 41.5, 50.43, 59.5, 68.54, 75.51, 77.5)
"""Where the tables are compared with what they stand for, in widths of the grid."""

Tick = Callable[[], None]


def told(landscape: Landscape, finished: Tick = lambda: None) -> dict[str, Any]:
    """All that the page has to know; `finished` is called after each temperature.

    ValueError is raised if the landscape has no answer, or the tables miss it by more than a millionth.
    """
    way = way_through(landscape)
    low, high = hottest_and_coldest(way)
    table = tabulated(partial(quantities, way), low, high, finished=finished)
    error = _error(way, table)
    coldest = table.ends[1]
    return {
        "name": landscape.name,
        "title": landscape.title,
        "formula": landscape.formula,
        "coordinate": str(way.potential.coords[0]),
        "lesson": landscape.lesson,
        "start": {"text": landscape.start, "at": landscape.ends[0]},
        "target": {"text": landscape.target, "at": landscape.ends[1]},
        "barrier": way.barrier,
        "law": way.kramers.law,
        "well": way.minima.index(min(way.minima, key=lambda spot: _distance(spot, way.kramers.start))),
        "gate": way.gates.index(min(way.gates, key=lambda spot: _distance(spot, way.kramers.gates[0]))),
        "minima": [_spot(spot) for spot in way.minima],
        "gates": [_spot(spot) for spot in way.gates],
        "curve": _drawn(curve(way, coldest)),
        "table": _entries(table),
        "ends": list(table.ends),
        "error": float(f"{error:.1e}"),
        "reasons": [
            {"text": found.reason, "ranges": [list(ends) for ends in found.ranges]}
            for found in broken(lambda eta: tuple(way.reasons(eta)), low, log(coldest))
        ],
    }


def _error(way: Way, table: Table) -> float:
    """The largest relative error at places between the entries.

    Raises:
        ValueError: if it is more than a millionth.
    """
    inside = [place for place in BETWEEN if place < table.length - 1]
    error = relative_error(
        table, partial(quantities, way), [exp(table.first + place * table.width) for place in inside]
    )
    if not error < ALLOWED:
        raise ValueError(
            f"{way.landscape.formula}: tables with steps of {WIDTH} in ln(eta) are off by {error:.1g},"
            f" more than {ALLOWED:g}"
        )
    return error


def _distance(one: Spot, other: Spot) -> float:
    return abs(one.middle[0] - other.middle[0])


def _spot(spot: Spot) -> dict[str, float]:
    return {
        "at": spot.middle[0],
        "value": float(spot.value.middle),
        "curvature": float(spot.hessian_eigenvalues[0].middle),
    }


def _drawn(drawn: Curve) -> dict[str, list[float]]:
    return {"places": drawn.places.tolist(), "values": drawn.values.tolist()}


def _entries(table: Table) -> dict[str, Any]:
    return {
        "first": table.first,
        "width": table.width,
        "slopes": dict(table.slopes),
        "rests": {name: list(rests) for name, rests in table.rests.items()},
    }
