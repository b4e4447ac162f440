"""Footnote 2, what can go wrong: no lowest path, many of them, and the maximum of a path.

## Main definitions
* `DRIFTING`: a loss whose passes sink towards infinity.      * `infimum_of_drifting`: the infimum over paths.

## Main statements
* `printed_lowest_path_is_attained_and_unique`: refuted; where the loss confines it is attained
  (`derivations.mountain_pass`).
* `printed_maximum_of_the_path_is_the_gate`: refuted; `highest_point_of_the_path_is_the_gate`.
"""

from collections.abc import Sequence

import sympy as sp

from derivations.barrier import barrier
from derivations.identity import equal
from derivations.mountain_pass import CROSSINGS, DETOUR, LINE, WITH_SIDE, Path, Point, lowest_crossing, summit
from derivations.potential import Potential
from derivations.symbols import s, w, x, y
from derivations.zoo import DOUBLE_WELL
from ledger.compare import identical
from ledger.model import Check

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


# --- Evidence ---------------------------------------------------------------------------------------


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
