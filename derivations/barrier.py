"""The height that must be climbed between two minima, and the gates at that height.

The communication height of two minima is the smallest over all paths between them of the largest value
on the path. A gate is a critical point at that height through which such a path crosses.

## Main definitions
* `Barrier`: the height, and the ways across.
* `barrier`: between two minima of a potential.

## Implementation notes
On the line it is the largest value at the critical points in between. In more dimensions each saddle
joins the two minima below it (`derivations.descent`); saddles are added from the lowest up until start
and target are joined (Morse theory: if the potential grows to infinity in all directions and no critical
point is degenerate, components of sublevel sets merge at points of index 1 and nowhere else). Growth is
the caller's hypothesis; a necessary condition is checked: the critical points, counted with the sign
(−1)^index, add up to 1.

## References
* Berglund2013, section 2.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cmp_to_key

import sympy as sp

from derivations.algebraic import order
from derivations.critical import CriticalPoint
from derivations.descent import Landscape
from derivations.place import Place, minimum_at
from derivations.potential import Potential

Route = tuple[CriticalPoint, ...]


@dataclass(frozen=True)
class Barrier:
    """What lies between two minima.

    Attributes:
        height: the communication height, a value of the potential (not a difference), exact.
        routes: the lowest ways across, each the gates at `height` that it passes, in order.
    """

    height: sp.Expr
    routes: tuple[Route, ...]

    @property
    def gates(self) -> tuple[CriticalPoint, ...]:
        """All gates, each once."""
        return tuple(dict.fromkeys(gate for route in self.routes for gate in route))

    @property
    def is_direct(self) -> bool:
        """Does every way across pass one gate only, so that the gates lie side by side?"""
        return all(len(route) == 1 for route in self.routes)


def barrier(potential: Potential, start: Place, target: Place) -> Barrier:
    """The barrier between two minima.

    Raises:
        ValueError: if `start` or `target` is no nondegenerate minimum, or both are the same; on the line
            if the potential is not continuous in between; in two or more dimensions if a critical point
            is degenerate or the potential cannot grow to infinity in all directions.
    """
    a, b = minimum_at(potential, start, "start"), minimum_at(potential, target, "target")
    if a == b:
        raise ValueError(f"start and target are the same minimum, {a.at}")
    return _on_the_line(potential, a, b) if len(potential.coords) == 1 else _in_space(potential, a, b)


def _on_the_line(potential: Potential, a: CriticalPoint, b: CriticalPoint) -> Barrier:
    points = potential.critical_points
    i, j = points.index(a), points.index(b)
    if not _is_continuous(
        potential.expr, potential.coords[0], points[min(i, j)].at[0], points[max(i, j)].at[0]
    ):
        raise ValueError(f"{potential.expr} is not shown to be continuous between {a.at[0]} and {b.at[0]}")
    between = points[min(i, j) + 1 : max(i, j)]
    highest = max(between, key=cmp_to_key(_by_value))
    route = [p for p in between if _by_value(p, highest) == 0]
    return Barrier(highest.value, (tuple(route if i < j else reversed(route)),))


def _is_continuous(expr: sp.Expr, x: sp.Symbol, low: sp.Expr, high: sp.Expr) -> bool:
    way = sp.Interval(low, high)
    return bool(expr.is_polynomial(x)) or sp.calculus.util.continuous_domain(expr, x, way) == way


def _by_value(p: CriticalPoint, q: CriticalPoint) -> int:
    return order(p.value, q.value)


def _in_space(potential: Potential, a: CriticalPoint, b: CriticalPoint) -> Barrier:
    _require_morse(potential)
    landscape = Landscape(potential)
    minima = potential.minima
    component = list(range(len(minima)))  # of each minimum, among the points below the present level
    for level in _levels(potential.saddles):
        valleys = [landscape.valleys(gate) for gate in level]
        doors = [(gate, (component[p], component[q])) for gate, (p, q) in zip(level, valleys, strict=True)]
        if routes := tuple(_routes(doors, component[minima.index(a)], component[minima.index(b)], ())):
            return Barrier(level[0].value, routes)
        for p, q in valleys:
            component = [component[q] if c == component[p] else c for c in component]
    raise ValueError(
        f"no way over the saddles of {potential.expr} joins {a.at} and {b.at}; it may not be confining"
    )


def _require_morse(potential: Potential) -> None:
    points = potential.critical_points
    if degenerate := [p.at for p in points if p.degenerate]:
        raise ValueError(f"{potential.expr} has degenerate critical points {degenerate}; barriers need none")
    if (total := sum((-1) ** p.index for p in points)) != 1:
        raise ValueError(
            f"{potential.expr} does not grow to infinity in all directions: its critical points, counted"
            f" with the sign (−1)^index, add up to {total} instead of 1"
        )


def _levels(saddles: Sequence[CriticalPoint]) -> Iterator[list[CriticalPoint]]:
    """Groups of saddles of equal value.

    Yields:
        the groups, from the lowest up.
    """
    group: list[CriticalPoint] = []
    for saddle in sorted(saddles, key=cmp_to_key(_by_value)):
        if group and _by_value(group[0], saddle):
            yield group
            group = []
        group.append(saddle)
    if group:
        yield group


def _routes(
    doors: Sequence[tuple[CriticalPoint, tuple[int, int]]], here: int, goal: int, seen: tuple[int, ...]
) -> Iterator[Route]:
    """All ways from component `here` to `goal` through `doors` that enter no component twice.

    Yields:
        the gates passed, in order.
    """
    if here == goal:
        yield ()
        return
    for gate, sides in doors:
        if here in sides and sides[0] != sides[1]:
            other = sides[0] + sides[1] - here
            if other not in seen:
                for rest in _routes(doors, other, goal, (*seen, here)):
                    yield (gate, *rest)
