"""Measured against predicted, as a small table.

Both sides are described objects (`ledger.describe`). If they are collections of the same shape the table
has a line per member; where the rule looks at a quotient or a difference, the table shows that, too.

## Main definitions
* `Grid`: a table of described objects.
* `grid`: the table of one comparison.      * `columns`: that of the controls, if they are collections.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.report.numbers import difference, quotient

Described = Mapping[str, Any]

QUOTIENT, DIFFERENCE = "measured/predicted", "measured − predicted"  # as the rules of ledger.compare say it

LONG = 80  # characters of TeX


@dataclass(frozen=True, slots=True)
class Grid:
    """Headings, and lines of as many cells; cells are described objects, and the first names its line."""

    head: tuple[str, ...]
    lines: tuple[tuple[Described, ...], ...]


@dataclass(frozen=True, slots=True)
class Members:
    """A collection: what its names are called, the names, and what stands behind them."""

    heading: str
    names: tuple[Described, ...]
    values: tuple[Described, ...]


def word(text: str) -> Described:
    """`text` as a described object."""
    return {"kind": "exact", "text": text}


def members(value: Described) -> Members | None:
    """The members of a table, a list of pairs (x, value) or a list of numbers or formulas; else None."""
    if value["kind"] == "table" and value["rows"]:
        names, values = zip(*value["rows"], strict=True)
        return Members("", tuple(map(word, names)), values)
    items = value["items"] if value["kind"] == "list" else []
    if items and all(item["kind"] == "list" and len(item["items"]) == 2 for item in items):
        xs, values = zip(*(item["items"] for item in items), strict=True)
        return Members("x", xs, values)
    if any(item["kind"] in ("bound", "formula") for item in items):
        return Members("no.", tuple(word(str(n + 1)) for n in range(len(items))), tuple(items))
    return None


def methods(value: Described) -> list[str]:
    """How the numbers inside were found, each way once."""
    if value["kind"] == "bound":
        return [value["method"]] if value["method"] else []
    inside = [m for _, m in value["rows"]] if value["kind"] == "table" else value.get("items", [])
    return list(dict.fromkeys(method for member in inside for method in methods(member)))


def grid(measured: Described, predicted: Described, rule: str) -> Grid:
    """The table in which `measured` meets `predicted`; `rule` is that of the comparer."""
    left, right = members(measured), members(predicted)
    if measured != predicted and left and right and left.names == right.names:
        return _side_by_side(left, right, rule)
    if measured == predicted:
        return Grid(("", ""), ((word("measured and predicted, alike"), measured),))
    derived = _derived(measured, predicted, rule)
    last = [(word(derived[0]), derived[1])] if derived else []
    return Grid(("", ""), ((word("measured"), measured), (word("predicted"), predicted), *last))


def _long(values: Sequence[Described]) -> bool:
    """Whether one of them is a formula too long to stand beside another."""
    return any(value["kind"] == "formula" and len(value["tex"]) > LONG for value in values)


def _stacked(left: Members, right: Members) -> Grid:
    lines = [
        (name, word(side), value)
        for name, *values in zip(left.names, left.values, right.values, strict=True)
        for side, value in zip(("measured", "predicted"), values, strict=True)
    ]
    return Grid((left.heading, "", ""), tuple(lines))


def _side_by_side(left: Members, right: Members, rule: str) -> Grid:
    if _long(left.values + right.values):
        return _stacked(left, right)
    derived = [_derived(m, p, rule) for m, p in zip(left.values, right.values, strict=True)]
    title = next((found[0] for found in derived if found), "")
    columns: list[Sequence[Described]] = [left.names, left.values, right.values]
    if title:
        columns.append([found[1] if found else word("–") for found in derived])
    head = (left.heading, "measured", "predicted", title)
    return Grid(head[: len(columns)], tuple(zip(*columns, strict=True)))


def columns(predicted: Described, controls: Sequence[Mapping[str, Any]]) -> Grid | None:
    """A line per member and a column per control, if all have the members of `predicted`, none long."""
    shape = members(predicted)
    found = [members(control["predicted"]) for control in controls]
    if shape is None or any(other is None or other.names != shape.names for other in found):
        return None
    values = [other.values for other in found if other]
    if any(map(_long, values)):
        return None
    head = (shape.heading, *(str(control["name"]) for control in controls))
    return Grid(head, tuple(zip(shape.names, *values, strict=True)))


def _derived(measured: Described, predicted: Described, rule: str) -> tuple[str, Described] | None:
    """The quotient or difference of two bounds that `rule` looks at, with its name."""
    if not measured["kind"] == predicted["kind"] == "bound":
        return None
    if DIFFERENCE in rule:
        return DIFFERENCE, difference(measured, predicted)
    found = quotient(measured, predicted) if QUOTIENT in rule else None
    return (QUOTIENT, found) if found else None
