"""Footnote 2: how high the lowest path between two minima is, and where it is highest.

A path is given piece by piece, each piece polynomials in one letter over [0, 1], so that its highest points
are found exactly. A wall is a line that every path has to cross; the lowest value on it is a lower bound
for the height of every path. Where path and wall meet at one height, no path is lower.

## Main definitions
* `Path`, `summit`: a path, its greatest value and where on it that is taken.
* `Wall`, `lowest_crossing`: a line between two minima, its least value and where that is taken.
* `Crossing`: a landscape with two minima, a path and a wall.

## Main statements
* `lowest_path_is_attained_where_the_loss_confines`.
* `printed_highest_points_are_critical`: refuted; `every_lowest_path_passes_a_gate`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from itertools import pairwise

import sympy as sp

from derivations.algebraic import order
from derivations.barrier import barrier
from derivations.identity import equal
from derivations.potential import Potential
from derivations.symbols import s, x, y
from derivations.zoo import SHEARED_DOUBLE_WELL, TWO_GATES
from ledger.compare import identical
from ledger.model import Check

Point = tuple[sp.Expr, ...]
Piece = tuple[sp.Expr, ...]
Path = tuple[Piece, ...]
"""Pieces, each the coordinates as polynomials in `s` over [0, 1]; each starts where the last one ends."""


def summit(potential: Potential, path: Path) -> tuple[sp.Expr, tuple[Point, ...]]:
    """The greatest value of the potential on the path, and the points of the path where it is taken.

    Raises:
        ValueError: if the path is not connected, or the potential is constant on a piece.
    """
    for before, after in pairwise(path):
        if (end := _at(before, 1)) != (start := _at(after, 0)):
            raise ValueError(f"path: a piece ends at {end} and the next one starts at {start}")
    points = [point for piece in path for point in _turning_points(potential, piece)]
    value = max((potential.at(p) for p in points), key=cmp_to_key(order))
    return value, tuple(dict.fromkeys(p for p in points if order(potential.at(p), value) == 0))


def _turning_points(potential: Potential, piece: Piece) -> list[Point]:
    """The ends of a piece, and where on it the potential turns."""
    turns = [p.at[0] for p in Potential(sp.expand(potential.at(piece)), (s,)).critical_points]
    inside = [turn for turn in turns if order(turn, sp.S.Zero) > 0 and order(turn, sp.S.One) < 0]
    return [_at(piece, place) for place in (sp.S.Zero, *inside, sp.S.One)]


def _at(piece: Piece, place: sp.Expr | int) -> Point:
    return tuple(sp.expand(sp.sympify(c).subs(s, place)) for c in piece)


@dataclass(frozen=True)
class Wall:
    """The line on which `coord` has the `value`; two minima on its two sides cannot be joined around it."""

    coord: sp.Symbol
    value: sp.Expr


def lowest_crossing(potential: Potential, wall: Wall) -> tuple[sp.Expr, tuple[Point, ...]]:
    """The least value of a confining potential of two coordinates on the wall, and where it is taken.

    Raises:
        ValueError: if the potential has not two coordinates.
    """
    if len(potential.coords) != 2:
        raise ValueError(f"potential={potential.expr}: two coordinates are wanted")
    on_wall = Potential(
        potential.expr.subs(wall.coord, wall.value), tuple(c for c in potential.coords if c != wall.coord)
    )
    value = min((p.value for p in on_wall.critical_points), key=cmp_to_key(order))
    lowest = [p.at[0] for p in on_wall.critical_points if order(p.value, value) == 0]
    coords = potential.coords
    return value, tuple(tuple(wall.value if c == wall.coord else at for c in coords) for at in lowest)


@dataclass(frozen=True)
class Crossing:
    """Two minima of a confining landscape, a path between them, and a wall."""

    potential: Potential
    start: tuple[int, int]
    target: tuple[int, int]
    path: Path
    wall: Wall


# --- Evidence ---------------------------------------------------------------------------------------

ALONG = 2 * s - 1
"""From −1 to 1."""

WITH_SIDE = Potential((x**2 - 1) ** 2 / 4 + y**2, (x, y), name="double well and a parabola")
LINE: Path = ((ALONG, sp.S.Zero),)
TOUCH = (sp.Integer(-1), sp.Rational(1, 2))
DETOUR: Path = (
    (sp.Integer(-1), s / 2),
    (sp.Integer(-1), (1 - s) / 2),
    *LINE,
)
"""First up the side to `TOUCH`, which is as high as the gate, back, and then across."""

CROSSINGS = (
    Crossing(WITH_SIDE, (-1, 0), (1, 0), DETOUR, Wall(x, sp.S.Zero)),
    Crossing(SHEARED_DOUBLE_WELL, (-1, -1), (1, 1), ((ALONG, ALONG),), Wall(x, sp.S.Zero)),
    Crossing(TWO_GATES, (0, -1), (0, 1), ((sp.sqrt(3) / 2 * (1 - ALONG**2), ALONG),), Wall(y, sp.S.Zero)),
)


def _summits() -> dict[str, sp.Expr]:
    return {c.potential.name: summit(c.potential, c.path)[0] for c in CROSSINGS}


lowest_path_is_attained_where_the_loss_confines = Check(
    tests=(
        "The greatest value on an explicit path between two minima of three confining losses, exactly,"
        " compared with the least value on a line that every path has to cross: where they agree no path is"
        " lower."
    ),
    measure=_summits,
    predict=lambda: {c.potential.name: lowest_crossing(c.potential, c.wall)[0] for c in CROSSINGS},
    compare=equal(),
    wrong={
        "the height of the start": lambda: {c.potential.name: c.potential.at(c.start) for c in CROSSINGS},
        "over the origin": lambda: {c.potential.name: c.potential.at((0, 0)) for c in CROSSINGS},
    },
    right={
        "the height of the certified gates": lambda: {
            c.potential.name: barrier(c.potential, c.start, c.target).height for c in CROSSINGS
        }
    },
    of="corrected",
)


def _critical(points: Sequence[Point]) -> dict[str, bool]:
    """Is the gradient of `WITH_SIDE` zero there?"""
    return {
        str(p): WITH_SIDE.gradient.subs(dict(zip(WITH_SIDE.coords, p, strict=True))).is_zero_matrix
        for p in points
    }


def _answers(touch: bool, gate: bool) -> dict[str, bool]:
    return {str(TOUCH): touch, "(0, 0)": gate}


printed_highest_points_are_critical = Check(
    tests=(
        "Whether the gradient of (x² − 1)²/4 + y² is 0 at the highest points of a lowest path, which first"
        " goes up the side, exactly, compared with: yes, each is the saddle."
    ),
    measure=lambda: _critical(summit(WITH_SIDE, DETOUR)[1]),
    predict=lambda: _answers(True, True),
    compare=identical(),
    wrong={"at none of them": lambda: _answers(False, False)},
    right={"at the gate only": lambda: _answers(False, True)},
)


def _crossing_points() -> dict[str, tuple[Point, ...]]:
    return {c.potential.name: lowest_crossing(c.potential, c.wall)[1] for c in CROSSINGS}


def _gates(of: Crossing) -> tuple[Point, ...]:
    return tuple(gate.at for gate in barrier(of.potential, of.start, of.target).gates)


every_lowest_path_passes_a_gate = Check(
    tests=(
        "The points no higher than the lowest paths on a line that every path between two minima has to"
        " cross, for three losses, exactly, compared with the gates: critical points at that height between"
        " the two valleys."
    ),
    measure=_crossing_points,
    predict=lambda: {c.potential.name: _gates(c) for c in CROSSINGS},
    compare=equal(),
    wrong={
        "the origin": lambda: {
            c.potential.name: ((sp.S.Zero, sp.S.Zero),) * len(_gates(c)) for c in CROSSINGS
        },
        "the start": lambda: {c.potential.name: (c.start,) * len(_gates(c)) for c in CROSSINGS},
    },
    of="corrected",
)
