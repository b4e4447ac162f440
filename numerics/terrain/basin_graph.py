"""Which gate leads from which well to which: the graph of basins, and the height that must be climbed on it.

## Main definitions
* `Pass`: a gate and the wells on its two sides.
* `BasinGraph`: all wells and passes.
* `lowest_ways`: the height between two wells, and the gates at that height, way by way.

## Implementation notes
Passes are opened from the lowest up until the two wells are joined. Heights whose bounds overlap count as
equal: they agree to more than fifty digits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ledger.bound import Bound
from numerics.terrain.spot import Spot

MOST_ROUTES = 1000
"""A lattice of equal gates has more ways across than anybody wants to see."""


@dataclass(frozen=True)
class Pass:
    """A gate between the wells number `one` and `other`."""

    gate: Spot
    one: int
    other: int


@dataclass(frozen=True)
class BasinGraph:
    """Wells and the passes between them.

    Attributes:
        wells: the minima.
        passes: the gates with the wells on both sides; a gate may lead from a well back to itself.
        complete: whether all critical points of the loss are proved to be known.
        warnings: what the reader should know.
    """

    wells: tuple[Spot, ...]
    passes: tuple[Pass, ...]
    complete: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class LowestWays:
    """How two wells are joined.

    Attributes:
        level: of the passes that have to be crossed, the number of one.
        routes: the ways across, each the numbers of the passes at that height, in order.
    """

    level: int
    routes: tuple[tuple[int, ...], ...]

    @property
    def passes(self) -> tuple[int, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys(number for route in self.routes for number in route))


def lowest_ways(graph: BasinGraph, heights: Sequence[Bound], start: int, target: int) -> LowestWays:
    """The lowest ways from well `start` to well `target`; `heights` belong to the passes.

    Raises:
        ValueError: if no passes join the two.
    """
    component = list(range(len(graph.wells)))
    for level in _levels(heights):
        doors = [(n, component[graph.passes[n].one], component[graph.passes[n].other]) for n in level]
        ways = _routes(doors, component[start], component[target], ())
        if routes := tuple(islice(ways, MOST_ROUTES)):
            return LowestWays(level[0], routes)
        for number in level:
            a, b = component[graph.passes[number].one], component[graph.passes[number].other]
            component = [b if c == a else c for c in component]
    known = "".join(f"; {warning}" for warning in graph.warnings)
    raise ValueError(
        f"no nondegenerate saddle was found that joins {graph.wells[start]} and {graph.wells[target]}{known}"
    )


def _levels(heights: Sequence[Bound]) -> Iterator[list[int]]:
    """Numbers of passes of equal height.

    Yields:
        the groups, from the lowest up.
    """
    group: list[int] = []
    for number in sorted(range(len(heights)), key=lambda n: heights[n].middle):
        if group and heights[group[0]].high < heights[number].low:
            yield group
            group = []
        group.append(number)
    if group:
        yield group


def _routes(
    doors: Sequence[tuple[int, int, int]], here: int, goal: int, seen: tuple[int, ...]
) -> Iterator[tuple[int, ...]]:
    """All ways from component `here` to `goal` that enter no component twice.

    Yields:
        the passes, in order.
    """
    if here == goal:
        yield ()
        return
    for number, one, other in doors:
        if here in (one, other) and one != other:
            beyond = one + other - here
            if beyond not in seen:
                for rest in _routes(doors, beyond, goal, (*seen, here)):
                    yield (number, *rest)


def reachable_before(graph: BasinGraph, start: int, target: int) -> tuple[int, ...]:
    """The wells, other than `start`, that can be visited before `target`."""
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for door in graph.passes:
            if here in (door.one, door.other):
                beyond = door.one + door.other - here
                if beyond not in found and beyond != target:
                    found.add(beyond)
                    waiting.append(beyond)
    return tuple(sorted(found - {start}))
