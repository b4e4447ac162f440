"""What the paper should say instead, as a document that one could send to its authors.

## Main definitions
* `document`: evidence -> Markdown: every statement that does not hold as printed, with what is true instead
  and the witness; first those on which most others rest, then the misprints in the paper's order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.model import Nature, Verdict
from ledger.report import markdown
from ledger.report.numbers import plain
from ledger.report.outline import outline

Data = Mapping[str, Any]
NOT_AS_PRINTED = {Verdict.CORRECTED.value, Verdict.FAILS.value}


@dataclass(frozen=True, slots=True)
class Witness:
    """What a refuting check compared, and the first place at which the two sides differ."""

    tests: str
    place: str
    measured: Data
    printed: Data
    grade: str


@dataclass(frozen=True, slots=True)
class Erratum:
    """A claim that does not hold as printed, its witnesses, and the ids that rest on it."""

    claim: Data
    witnesses: Sequence[Witness]
    shaken: Sequence[str]


def document(evidence: Data) -> str:
    """The errata as Markdown."""
    errata = _errata(evidence)
    misprints = [e for e in errata if e.claim["nature"] == Nature.MISPRINT]
    heavy = [e for e in errata if e.claim["nature"] != Nature.MISPRINT]
    return markdown.rendered(
        "errata.md.j2",
        evidence=evidence,
        parts=[
            ("Statements that need another statement in their place", heavy),
            ("Misprints", sorted(misprints, key=lambda e: evidence["claims"].index(e.claim))),
        ],
        judged=sum(bool(claim["checks"]) for claim in evidence["claims"]),
    )


def _errata(evidence: Data) -> list[Erratum]:
    """All of them, those first on which most claims rest."""
    found = outline(evidence)
    ordered = [claim for name in found.leading for claim in found.leading[name]]
    wrong = [claim for claim in ordered if claim["verdict"] in NOT_AS_PRINTED]
    errata = [
        Erratum(claim, _witnesses(claim, evidence["checks"]), found.resting_on(claim["id"]))
        for claim in wrong
    ]
    return sorted(errata, key=lambda erratum: -len(erratum.shaken))


def _witnesses(claim: Data, checks: Data) -> list[Witness]:
    """What refutes the printed statement."""
    found = [checks[name]["evidence"] for name in claim["checks"]]
    refuting = [e for e in found if e and e["of"] == "paper" and e["outcome"] == "refutes"]
    return [
        Witness(e["tests"], *_first_difference(e["measured"], e["predicted"]), e["grade"]) for e in refuting
    ]


def _first_difference(measured: Data, printed: Data) -> tuple[str, Data, Data]:
    """Where two described objects first differ: in a table the row, in a list of pairs the place x."""
    pairs: list[tuple[str, Data, Data]] = []
    if measured["kind"] == printed["kind"] == "table":
        other = dict(map(tuple, printed["rows"]))
        pairs = [(name, value, other[name]) for name, value in measured["rows"] if name in other]
    elif measured["kind"] == printed["kind"] == "list":
        pairs = [_of_pair(m, p) for m, p in zip(measured["items"], printed["items"], strict=False)]
    return next((pair for pair in pairs if pair[1] != pair[2]), ("", measured, printed))


def _of_pair(measured: Data, printed: Data) -> tuple[str, Data, Data]:
    """A pair (x, value) is told as the value at x."""
    both = measured["kind"] == printed["kind"] == "list"
    if both and len(measured["items"]) == len(printed["items"]) == 2:
        return plain(measured["items"][0]), measured["items"][1], printed["items"][1]
    return "", measured, printed
