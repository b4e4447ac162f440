"""claims/*.toml -> Claim, and "package.module:name" -> Check; anything unknown raises, naming file and claim.

## Main definitions
* `claims`: all rows, in the order of the paper.
* `paper`: what the ledger is about.
* `check`: the Check behind a name.      * `source`: where it stands.
* `selected`: the rows that match ids or patterns.
"""

import ast
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from fnmatch import fnmatchcase
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ledger.model import Check, Claim, Nature, Verdict

CLAIMS = Path(__file__).with_name("claims")
PACKAGES = ("derivations", "numerics", "nn_experiments")
CHECK_NAME = re.compile(rf"(?:{'|'.join(PACKAGES)})(?:\.\w+)+:\w+", re.ASCII)


class LedgerError(ValueError):
    """A row or a name that the ledger cannot take; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Row:
    """A claim and the section of the paper it stands in."""

    section: str
    claim: Claim


def paper(folder: Path = CLAIMS) -> dict[str, Any]:
    """Title, authors, year and source of the paper that the ledger is about."""
    return tomllib.loads((folder / "paper.toml").read_text(encoding="utf-8"))


def claims(folder: Path = CLAIMS) -> tuple[Row, ...]:
    """All rows of `folder`, in the order of the paper (the files' names are in that order).

    Raises:
        LedgerError: if a file is no TOML, a field is missing, unknown or has a value that is not allowed,
            an id appears twice, or a row has neither a check nor a reason.
    """
    rows = [row for file in sorted(folder.glob("*_*.toml")) for row in _rows(file)]
    ids = [row.claim.id for row in rows]
    if twice := sorted({i for i in ids if ids.count(i) > 1}):
        raise LedgerError(f"these ids appear twice: {', '.join(twice)}")
    return tuple(rows)


def _rows(file: Path) -> list[Row]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LedgerError(f"{file.name}: {error}") from error
    if unknown := set(content) - {"section", "claim"}:
        raise LedgerError(f"{file.name}: unknown key {sorted(unknown)}; allowed are section and [[claim]]")
    return [Row(content.get("section", ""), _claim(file.name, raw)) for raw in content.get("claim", [])]


def _claim(file: str, raw: Mapping[str, Any]) -> Claim:
    here = f"{file}, claim {raw.get('id', '?')!r}"
    known = {f.name: f for f in fields(Claim)}
    if unknown := set(raw) - set(known):
        raise LedgerError(f"{here}: unknown field {sorted(unknown)}; allowed are {', '.join(known)}")
    if missing := {n for n, f in known.items() if f.default is MISSING} - set(raw):
        raise LedgerError(f"{here}: missing field {sorted(missing)}")
    try:
        kinds = {"nature": Nature(raw["nature"]), "expect": Verdict(raw["expect"])}
    except ValueError as error:
        raise LedgerError(f"{here}: {error}") from error
    lists = {name: tuple(raw.get(name, ())) for name in ("checks", "needs")}
    claim = Claim(**{**raw, **kinds, **lists})
    _require_sense(here, claim)
    return claim


def _require_sense(here: str, claim: Claim) -> None:
    for name in claim.checks:
        if not CHECK_NAME.fullmatch(name):
            raise LedgerError(f"{here}: check {name!r} is not of the form package.module:name in {PACKAGES}")
    if not claim.checks and not claim.reason:
        raise LedgerError(f"{here}: a row without checks needs a reason")
    if (claim.expect is Verdict.CORRECTED) != bool(claim.corrected):
        raise LedgerError(f"{here}: `corrected` goes with expect = '{Verdict.CORRECTED}', and only with it")


def selected(rows: Sequence[Row], patterns: Iterable[str]) -> tuple[Row, ...]:
    """The rows that the patterns select, in the paper's order; all rows if there is no pattern.

    A pattern that is an id selects that row alone; any other one the rows whose id begins with it or
    matches it (`*`, `?`). One that selects nothing raises LedgerError.
    """
    ids = [row.claim.id for row in rows]
    chosen = {i for pattern in patterns for i in _matching(ids, pattern)} or set(ids)
    return tuple(row for row in rows if row.claim.id in chosen)


def _matching(ids: Sequence[str], pattern: str) -> list[str]:
    found = [i for i in ids if i == pattern] or [
        i for i in ids if i.startswith(pattern) or fnmatchcase(i, pattern)
    ]
    if not found:
        raise LedgerError(f"no claim matches {pattern!r}; `sgd-theorems claims` lists the ids")
    return found


@cache
def check(name: str) -> Check:
    """The Check called "package.module:name".

    Raises:
        LedgerError: if the name has another form, or there is no such module or Check.
    """
    if not CHECK_NAME.fullmatch(name):
        raise LedgerError(f"check {name!r} is not of the form package.module:name in {PACKAGES}")
    module, _, attribute = name.partition(":")
    try:
        found = getattr(import_module(module), attribute, None)
    except ModuleNotFoundError as error:
        raise LedgerError(f"check {name!r}: there is no module {error.name}") from error
    if not isinstance(found, Check):
        raise LedgerError(f"check {name!r}: {module} has no Check called {attribute}")
    return found


@cache
def _assignments(module: str) -> Mapping[str, int]:
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        return {}
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    return {
        target.id: node.lineno
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def source(name: str) -> str:
    """Where the Check stands: "numerics/line/escape.py:120"."""
    module, _, attribute = name.partition(":")
    return f"{module.replace('.', '/')}.py:{_assignments(module).get(attribute, 0)}"
