"""Footnote 2: the lowest path between two minima, and the point of it that is the saddle.

A path is given piece by piece, each piece polynomials in one letter over [0, 1], so that its highest points
are found exactly. A wall is a line that every path has to cross; the lowest value on it is a lower bound
for the height of every path. Where path and wall meet at one height, no path is lower.

## Main definitions
* `Path`, `summit`: a path, its greatest value and where on it that is taken.
* `Wall`, `lowest_crossing`: a line between two minima, its least value and where that is taken.
* `Crossing`: a landscape with two minima, a path and a wall.

## Main statements
* `printed_maximum_of_the_path_is_the_gate`: refuted; `highest_point_of_the_path_is_the_gate`.
* `printed_lowest_path_is_attained_and_unique`: refuted; `lowest_path_is_attained_where_the_loss_confines`.
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
from derivations.symbols import s, w, x, y
from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL, TWO_GATES
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

DRIFTING = (x**2 - 1) ** 2 / 4 * (1 + 1 / (1 + y**2)) + x**2 * y**2 / (8 * (1 + y**2))
"""Minima (±1, 0); every path crosses x = 0, where the loss is 1/4 + 1/(4(1 + y²)), lower the farther out."""


def infimum_of_drifting() -> sp.Expr:
    """The infimum over all paths: the height, as y → ∞, of the path out at x = −1, across, and back at x = 1.

    The sides never reach 1/8. Across, the loss is convex in x², so that its greatest value is at 0 or at ±1.

    Raises:
        ArithmeticError: if the loss is not convex in x².
    """
    square = sp.Symbol("q", nonnegative=True)
    across = DRIFTING.subs(x, sp.sqrt(square))
    if not sp.simplify(sp.diff(across, square, 2)).is_positive:
        raise ArithmeticError(f"{across} is not shown to be convex in {square}")
    return sp.Max(*(sp.limit(across.subs(square, end), y, sp.oo) for end in (0, 1)))


def _of_lowest_paths() -> dict[str, bool]:
    """Is the infimum taken for `DRIFTING` at x = 0, and is there only one lowest path for `WITH_SIDE`?"""
    taken = sp.solveset(DRIFTING.subs(x, 0) - infimum_of_drifting(), y, sp.S.Reals)
    line, detour = (summit(WITH_SIDE, path)[0] for path in (LINE, DETOUR))
    lowest = lowest_crossing(WITH_SIDE, CROSSINGS[0].wall)[0]
    return {"attained": taken is not sp.S.EmptySet, "one path only": not line == detour == lowest}


def _attained(attained: bool, unique: bool) -> dict[str, bool]:
    return {"attained": attained, "one path only": unique}


printed_lowest_path_is_attained_and_unique = Check(
    tests=(
        "Whether a path attains the infimum for a loss whose passes sink towards infinity, and whether"
        " only one path does so for (x² − 1)²/4 + y², exactly, compared with: yes, “the path”."
    ),
    measure=_of_lowest_paths,
    predict=lambda: _attained(True, True),
    compare=identical(),
    wrong={
        "always attained": lambda: _attained(True, False),
        "at most one": lambda: _attained(False, True),
    },
    right={"neither": lambda: _attained(False, False)},
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

ON_THE_LINE = (DOUBLE_WELL, Potential(w**4 / 4 - w**3 / 6 - 3 * w**2 / 4, name="lopsided double well"))
"""Minima −1, 1 and −1, 3/2; gate 0."""

ENDS = ((-1, 1), (-1, sp.Rational(3, 2)))


def _gates_on_the_line() -> tuple[Point, ...]:
    return tuple(barrier(p, *ends).gates[0].at for p, ends in zip(ON_THE_LINE, ENDS, strict=True))


def _straight(ends: Sequence[sp.Expr | int]) -> Path:
    return ((sp.expand(ends[0] + s * (ends[1] - ends[0])),),)


def _highest_points() -> tuple[Point, ...]:
    """The one highest point of the path along the line."""
    return tuple(summit(p, _straight(ends))[1][0] for p, ends in zip(ON_THE_LINE, ENDS, strict=True))


printed_maximum_of_the_path_is_the_gate = Check(
    tests=(
        "The certified gate between the two minima of two double wells on the line, compared with max ŵ(t)"
        " over the path from the left minimum to the right one, as printed."
    ),
    measure=_gates_on_the_line,
    predict=lambda: tuple((sp.sympify(max(ends)),) for ends in ENDS),
    compare=equal(),
    wrong={"min ŵ(t)": lambda: tuple((sp.sympify(min(ends)),) for ends in ENDS)},
    right={"where L(ŵ(t)) is greatest": _highest_points},
)

highest_point_of_the_path_is_the_gate = Check(
    tests=(
        "The certified gate between the two minima of two double wells on the line, compared with the"
        " point of the path from one to the other where L is greatest."
    ),
    measure=_gates_on_the_line,
    predict=_highest_points,
    compare=equal(),
    wrong={
        "halfway": lambda: tuple((sp.sympify(a + b + 1) / 2,) for a, b in ENDS),
        "the target": lambda: tuple((sp.sympify(b),) for _, b in ENDS),
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
