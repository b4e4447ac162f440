"""`sgd-theorems explore`: an interactive page on how long SGD stays where."""

import sys
from fractions import Fraction
from importlib.metadata import version
from os.path import relpath, sep
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click

from ledger.cli.manners import POINT, FormulaCommand, answers_in_one_sentence

if TYPE_CHECKING:
    from numerics.explorer.landscapes import Landscape

FILE = click.Path(dir_okay=False, path_type=Path)
REPORT = "report.html"
MENU_FILE, TYPED_FILE = Path("run/explore.html"), Path("explore.html")
TEMPERATURES = 90
"""About so many make the tables of a landscape, and their test."""


@click.command(cls=FormulaCommand)
@click.argument("formula", required=False)
@click.option("--start", type=POINT, metavar="A", help="Where the process starts.")
@click.option("--target", type=POINT, metavar="B", help="The level it is to reach.")
@click.option("--out", type=FILE, help=f"Default: {MENU_FILE}, with a FORMULA {TYPED_FILE}.")
@click.option("--report", type=FILE, help=f"Links back to it; default: {REPORT} beside the page, if there.")
@answers_in_one_sentence
def explore(
    formula: str | None,
    start: tuple[Fraction, ...] | None,
    target: tuple[Fraction, ...] | None,
    out: Path | None,
    report: Path | None,
) -> None:
    """Write an interactive page: learning rate, batch size and noise move, and what follows is seen at once.

    Without FORMULA the page has a menu of landscapes; with one, a loss in one coordinate, it is about the way
    from A to B in that. It is one file, asks the network for nothing, and shows numbers of this suite only.
    """
    from ledger import files
    from ledger.explorer.html import page

    landscapes = _landscapes(formula, start, target)
    file = out or (TYPED_FILE if formula else MENU_FILE)
    content = page(_tables(landscapes), version("sgd-theorems"), report=_address(report, file))
    files.write_atomically(file, content.encode())
    click.echo(str(file))


def _address(report: Path | None, file: Path) -> str:
    """Where the report is, seen from the page; "" if there is none."""
    found = report or file.with_name(REPORT)
    if report is None and not found.exists():
        return ""
    return quote(relpath(found, file.parent).replace(sep, "/"))


def _landscapes(
    formula: str | None, start: tuple[Fraction, ...] | None, target: tuple[Fraction, ...] | None
) -> "tuple[Landscape, ...]":
    """The menu, or the landscape that is asked for.

    Raises:
        ValueError: if the question is not complete, or not on the line.
    """
    from numerics.explorer.landscapes import MENU, typed

    if formula is None and start is None and target is None:
        return MENU
    if formula is None or start is None or target is None:
        raise ValueError("give FORMULA, --start and --target together, or none of them")
    for name, place in (("--start", start), ("--target", target)):
        if len(place) != 1:
            given = ",".join(map(str, place))
            raise ValueError(
                f"{name}={given}: one number is wanted, the page is for losses of one coordinate"
            )
    return (typed(formula, start[0], target[0]),)


def _tables(landscapes: "tuple[Landscape, ...]") -> list[dict[str, Any]]:
    """The data of all landscapes; a bar on stderr tells how far it is."""
    from numerics.explorer.told import told

    bar = click.progressbar(
        length=TEMPERATURES * len(landscapes),
        label="Tables",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    )
    with bar:
        return [told(land, lambda: bar.update(1)) for land in landscapes]
