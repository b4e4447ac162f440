"""An answer on the stationary law as lines for a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.cli.numbers import graded, place, short

if TYPE_CHECKING:
    from numerics.answers.stationary import StationaryAnswer, Well

WIDTH = 18


def lines(answer: "StationaryAnswer", digits: int) -> str:
    """The answer, well by well."""
    return "\n".join(f"{name:{WIDTH}} {fact}".rstrip() for name, fact in _facts(answer, digits))


def _facts(answer: "StationaryAnswer", digits: int) -> Iterator[tuple[str, str]]:
    """Name and fact of each line.

    Yields:
        the pairs.
    """
    for well in answer.wells:
        yield (
            "minimum",
            f"{place(well.minimum.at)}   L = {short(well.minimum.value)}   curvature {_curvature(well)}",
        )
        yield "  mass of basin", graded(well.basin_mass, digits)
        if well.basin_law is not None:
            yield "    by Laplace", short(well.basin_law)
        if well.ball_mass is not None:
            yield "  mass of ball", graded(well.ball_mass, digits)
        if well.ball_law is not None:
            yield "    by its law", f"{short(well.ball_law.value)}   ({well.ball_law.name})"
    if answer.normaliser is not None:
        yield "normaliser", graded(answer.normaliser, digits)
    yield from (("note", warning) for warning in answer.warnings)


def _curvature(well: "Well") -> str:
    return place(well.minimum.hessian_eigenvalues)
