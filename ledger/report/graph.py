"""What rests on what: the claims as dots, a column for each section, a line from a claim to what rests on it.

## Main definitions
* `picture`: evidence -> Picture, plain data that the template draws.
* `Shaken`: a claim that does not hold as printed, and what becomes of the claims that rest on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.model import Verdict
from ledger.report.outline import Outline
from ledger.report.summary import standing

Data = Mapping[str, Any]

COLUMN, ROW, TOP, LEFT = 84, 13, 34, 30  # in units of the drawing
HEAVIEST = 10
AS_PRINTED = Verdict.HOLDS.value
NOT_AS_PRINTED = {Verdict.CORRECTED.value, Verdict.FAILS.value}


@dataclass(frozen=True, slots=True)
class Dot:
    """A claim at (x, y)."""

    id: str
    where: str
    standing: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """The path from a claim to one that rests on it; `shaky` if the first does not hold as printed."""

    path: str
    shaky: bool


@dataclass(frozen=True, slots=True)
class Shaken:
    """A claim that does not hold as printed: how many rest on it, and how many of these hold all the same."""

    id: str
    where: str
    resting: int
    surviving: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of `width` by `height`: titles are (text, x); `shaken` has the heaviest errors."""

    width: int
    height: int
    titles: Sequence[tuple[str, int]]
    dots: Sequence[Dot]
    lines: Sequence[Line]
    shaken: Sequence[Shaken]


def picture(outline: Outline) -> Picture:
    """The dependencies of the claims of `outline`."""
    dots = {
        claim["id"]: Dot(claim["id"], claim["where"], standing(claim), LEFT + COLUMN * i, TOP + ROW * j)
        for i, chapter in enumerate(outline.chapters)
        for j, claim in enumerate(chapter.claims)
    }
    lines = [
        Line(_path(dots[need], dots[user]), dots[need].standing in NOT_AS_PRINTED)
        for need, users in outline.used_by.items()
        for user in users
    ]
    titles = [
        (chapter.name.partition(" ")[0], LEFT + COLUMN * i) for i, chapter in enumerate(outline.chapters)
    ]
    height = max((dot.y for dot in dots.values()), default=TOP) + ROW
    width = LEFT + COLUMN * len(titles)
    return Picture(width, height, titles, list(dots.values()), lines, _shaken(outline, dots))


def _path(start: Dot, end: Dot) -> str:
    """A curve that leaves to the right and arrives from the left; a bow within a column."""
    if start.x == end.x:
        bow = 8 + min(26, abs(end.y - start.y) // 4)
        return f"M{start.x} {start.y}C{start.x + bow} {start.y} {end.x + bow} {end.y} {end.x} {end.y}"
    middle = (start.x + end.x) // 2
    return f"M{start.x} {start.y}C{middle} {start.y} {middle} {end.y} {end.x} {end.y}"


def _shaken(outline: Outline, dots: Mapping[str, Dot]) -> list[Shaken]:
    """The claims that do not hold as printed on which most others rest."""
    found = []
    for dot in dots.values():
        if dot.standing in NOT_AS_PRINTED:
            resting = outline.resting_on(dot.id)
            surviving = sum(dots[id].standing == AS_PRINTED for id in resting)
            found.append(Shaken(dot.id, dot.where, len(resting), surviving))
    return sorted(found, key=lambda shaken: -shaken.resting)[:HEAVIEST]
