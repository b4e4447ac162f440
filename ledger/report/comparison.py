"""One check as one table: what was measured, predicted, and predicted by its controls.

If all of them are collections of the same shape, the table has a line per member and a column per
formula; otherwise it has a line per formula. Where the rule looks at a quotient or a difference, the table
shows that, too.

## Main definitions
* `Grid`: a table of described objects.      * `grid`: the table of a check.
* `members`: the members of a collection.    * `methods`: how the numbers inside were found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.report.numbers import difference, quotient

Described = Mapping[str, Any]

QUOTIENT, DIFFERENCE = "measured/predicted", "measured − predicted"  # as the rules of ledger.compare say it
OUTCOMES = {"supports": "supported", "refutes": "refuted", "inconclusive": "left open"}
FINDINGS = {"supports": "accepted", "refutes": "rejected", "inconclusive": "left open"}
KNOWN = {"supports": "right", "refutes": "wrong"}
LONG = 80  # characters of TeX


@dataclass(frozen=True, slots=True)
class Grid:
    """Headings, and lines of as many cells.

    A cell is a described object, or a finding: {"kind": "finding", "text": words, "odd": not as expected}.
    The first cell names its line.
    """

    head: tuple[str, ...]
    lines: tuple[tuple[Described, ...], ...]


@dataclass(frozen=True, slots=True)
class Members:
    """A collection: what its names are called, the names, and what stands behind them."""

    heading: str
    names: tuple[Described, ...]
    values: tuple[Described, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """Something that stands in the table under a title, and what was found of it."""

    title: str
    value: Described
    finding: Described


def word(text: str) -> Described:
    """`text` as a described object."""
    return {"kind": "exact", "text": text}


def finding(text: str, *, odd: bool = False) -> Described:
    """A cell that tells what was found."""
    return {"kind": "finding", "text": text, "odd": odd}


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


def grid(evidence: Mapping[str, Any]) -> Grid:
    """The table of a check that ran."""
    measured, predicted, rule = (evidence[key] for key in ("measured", "predicted", "rule"))
    outcome = finding(OUTCOMES[evidence["outcome"]])
    if measured == predicted:
        sides = [Formula("measured and predicted, alike", measured, outcome)]
    else:
        sides = [Formula("measured", measured, word("")), Formula("predicted", predicted, outcome)]
        sides += _derived(measured, predicted, rule)
    formulas = sides + [_control(control) for control in evidence["controls"]]
    return _columns(formulas) or Grid(
        ("", "found", ""), tuple((word(f.title), f.finding, f.value) for f in formulas)
    )


def _control(control: Mapping[str, Any]) -> Formula:
    odd = control["found"] != control["expected"]
    found = FINDINGS[control["found"]] + (", not as expected" if odd else "")
    return Formula(
        f"{KNOWN[control['expected']]}: {control['name']}", control["predicted"], finding(found, odd=odd)
    )


def _columns(formulas: Sequence[Formula]) -> Grid | None:
    """A line per member and a column per formula, if all have the same members, none of them long."""
    found = [each for each in (members(formula.value) for formula in formulas) if each]
    if len(found) < len(formulas) or any(each.names != found[0].names for each in found):
        return None
    if any(
        value["kind"] == "formula" and len(value["tex"]) > LONG for each in found for value in each.values
    ):
        return None
    lines = zip(found[0].names, *(each.values for each in found), strict=True)
    last = (word("found"), *(formula.finding for formula in formulas))
    return Grid((found[0].heading, *(formula.title for formula in formulas)), (*lines, last))


def _derived(measured: Described, predicted: Described, rule: str) -> list[Formula]:
    """The quotient or difference that `rule` looks at, of two bounds or of the members of two collections."""
    title = next((name for name in (DIFFERENCE, QUOTIENT) if name in rule), "")
    left, right = members(measured), members(predicted)
    if title and measured["kind"] == predicted["kind"] == "bound":
        value = _combined(title, measured, predicted)
        return [Formula(title, value, word(""))] if value["kind"] == "bound" else []
    if not (title and left and right and left.names == right.names):
        return []
    values = [_combined(title, m, p) for m, p in zip(left.values, right.values, strict=True)]
    if all(value["kind"] != "bound" for value in values):
        return []
    rows = [{"kind": "list", "items": [n, v]} for n, v in zip(left.names, values, strict=True)]
    table = {"kind": "table", "rows": [[n["text"], v] for n, v in zip(left.names, values, strict=True)]}
    listed = {"x": {"kind": "list", "items": rows}, "no.": {"kind": "list", "items": values}}
    return [Formula(title, listed.get(left.heading, table), word(""))]


def _combined(title: str, measured: Described, predicted: Described) -> Described:
    """The quotient or difference of two bounds; a dash if there is none."""
    if not measured["kind"] == predicted["kind"] == "bound":
        return word("–")
    if title == DIFFERENCE:
        return difference(measured, predicted)
    return quotient(measured, predicted) or word("–")
