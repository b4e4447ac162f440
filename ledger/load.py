"""A folder of TOML -> a ledger: what it is about, its rows, and where its checks may stand.

## Main definitions
* `Ledger`: all of it.               * `ledger`: the one in a folder, or the suite's own.
* `claims`: the rows, in the order of the paper.      * `paper`: what the ledger is about.
* `check`, `source`: of the suite's own ledger, the Check behind a name, and where it stands.
* `selected`: the rows that match ids or patterns.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, dataclass, fields
from fnmatch import fnmatchcase
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from ledger.catalogue import JUDGE, PACKAGES, SUITE, WORD, Catalogue
from ledger.model import Check, Paper
from ledger.refusal import LedgerError, is_text, shown
from ledger.row import Row, row
from ledger.toml_file import toml_content, toml_files

__all__ = ["Ledger", "LedgerError", "Row", "check", "claims", "ledger", "paper", "selected", "source"]

CLAIMS = Path(__file__).with_name("claims")
KINDS = {"title": str, "authors": str, "year": int, "source": str}
WANTED = {str: "a text without control characters", int: "a whole number"}


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger: the paper, its rows, and where the checks may stand.

    `place` is its folder as the user named it; "" for the suite's own.
    """

    paper: Paper
    rows: tuple[Row, ...]
    catalogue: Catalogue = SUITE
    place: str = ""


def ledger(folder: Path | None = None, allowed: Iterable[str] = ()) -> Ledger:
    """The ledger in `folder`, or the suite's own.

    `allowed` names the packages that checks may come from, if the ledger declares them; checks of the
    suite and of modules in the folder are always allowed.

    Raises:
        LedgerError: if the folder, a file, a row or a name of a check cannot be taken.
    """
    if folder is None:
        return _suites_own()
    if not (folder / "paper.toml").exists():
        raise LedgerError(f"{shown(str(folder))}: there is no paper.toml, which says what a ledger is about")
    catalogue = Catalogue(folder.resolve(), _packages(folder, set(allowed)))
    rows = claims(folder, catalogue)
    if not rows:
        raise LedgerError(f"{shown(str(folder))}: no claim in it")
    return Ledger(paper(folder), rows, catalogue, folder.as_posix())


@cache
def _suites_own() -> Ledger:
    return Ledger(paper(), claims())


def paper(folder: Path = CLAIMS) -> Paper:
    """What the ledger is about.

    Raises:
        LedgerError: if paper.toml lacks something, or has something else in it.
    """
    content = toml_content(folder / "paper.toml")
    content.pop("packages", None)
    if unknown := sorted(set(content) - set(KINDS)):
        allowed = ", ".join([*KINDS, "packages"])
        raise LedgerError(f"paper.toml: unknown key {shown(unknown)}; allowed are {allowed}")
    needed = {field.name for field in fields(Paper) if field.default is MISSING}
    if missing := sorted(needed - set(content)):
        raise LedgerError(f"paper.toml: missing key {missing}")
    for name, value in content.items():
        if type(value) is not KINDS[name] or not (is_text(value) or type(value) is int):
            raise LedgerError(f"paper.toml: {name} = {shown(value)}, but {WANTED[KINDS[name]]} is wanted")
    return Paper(**content)


def _packages(folder: Path, allowed: set[str]) -> tuple[str, ...]:
    """The packages that the ledger declares, all of them allowed.

    Raises:
        LedgerError: if one is not, or cannot be.
    """
    declared = toml_content(folder / "paper.toml").get("packages", [])
    if not isinstance(declared, list) or not all(isinstance(name, str) for name in declared):
        raise LedgerError(f"paper.toml: packages = {shown(declared)}, but a list of names is wanted")
    for name in declared:
        if not re.fullmatch(WORD, name) or name in {JUDGE, *PACKAGES, *sys.stdlib_module_names}:
            raise LedgerError(f"paper.toml: packages has {shown(name)}, which names no package of one's own")
        if name not in allowed:
            raise LedgerError(
                f"paper.toml: the ledger wants to run checks of the package {shown(name)};"
                f" --allow {shown(name)[1:-1]} allows it"
            )
    return tuple(sorted(set(declared)))


def claims(folder: Path = CLAIMS, catalogue: Catalogue = SUITE) -> tuple[Row, ...]:
    """All rows of `folder`, in the order of the paper (the files' names are in that order).

    Raises:
        LedgerError: if a file or a row cannot be taken, an id appears twice, or a claim needs one that is not
            there, or itself, directly or not.
    """
    rows = [found for file in toml_files(folder) for found in _rows(file, catalogue)]
    counts = Counter(found.claim.id for found in rows)
    if twice := sorted(name for name, count in counts.items() if count > 1):
        raise LedgerError(f"these ids appear twice: {', '.join(twice[:5])}")
    _require_ground(rows)
    return tuple(rows)


def _rows(file: Path, catalogue: Catalogue) -> list[Row]:
    content, name = toml_content(file), shown(file.name)[1:-1]
    if unknown := sorted(set(content) - {"section", "claim"}):
        raise LedgerError(f"{name}: unknown key {shown(unknown)}; allowed are section and [[claim]]")
    section, tables = content.get("section", ""), content.get("claim", [])
    if not is_text(section) or not isinstance(tables, list):
        raise LedgerError(f"{name}: section is a text, and claims begin with [[claim]]")
    return [row(name, section, table, catalogue) for table in tables]


def _require_ground(rows: Sequence[Row]) -> None:
    """Refuse needs that are not there, and claims that rest on themselves.

    Raises:
        LedgerError: if there is one.
    """
    needs = {found.claim.id: found.claim.needs for found in rows}
    for claim, others in needs.items():
        if missing := [name for name in others if name not in needs]:
            raise LedgerError(f"claim {claim!r} needs {shown(missing[0])}, which is no claim of this ledger")
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        way = list(reversed(error.args[1]))
        told = way if len(way) <= 6 else [*way[:5], "…"]
        raise LedgerError(f"claims rest on themselves: {' needs '.join(told)}") from error


def selected(rows: Sequence[Row], patterns: Iterable[str]) -> tuple[Row, ...]:
    """The rows that the patterns select, in the paper's order; all rows if there is no pattern.

    A pattern that is an id selects that row alone; any other one the rows whose id begins with it or
    matches it (`*`, `?`). One that selects nothing raises LedgerError.
    """
    ids = [found.claim.id for found in rows]
    chosen = {i for pattern in patterns for i in _matching(ids, pattern)} or set(ids)
    return tuple(found for found in rows if found.claim.id in chosen)


def _matching(ids: Sequence[str], pattern: str) -> list[str]:
    found = [i for i in ids if i == pattern] or [
        i for i in ids if i.startswith(pattern) or fnmatchcase(i, pattern)
    ]
    if not found:
        raise LedgerError(f"no claim matches {pattern!r}; `sgd-theorems claims` lists the ids")
    return found


def check(name: str) -> Check:
    """The Check called "package.module:name", one of this suite's; another name raises LedgerError."""
    return SUITE.check(name)


def source(name: str) -> str:
    """Where the Check stands: "numerics/line/escape.py:120"."""
    return SUITE.source(name)
