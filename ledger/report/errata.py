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
from ledger.report.outline import outline

Data = Mapping[str, Any]
NOT_AS_PRINTED = {Verdict.CORRECTED.value, Verdict.FAILS.value}


@dataclass(frozen=True, slots=True)
class Erratum:
    """A claim that does not hold as printed, the checks that refute it, and the ids that rest on it."""

    claim: Data
    witnesses: Sequence[Data]
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


def _witnesses(claim: Data, checks: Data) -> list[Data]:
    """The evidence that refutes the printed statement."""
    found = [checks[name]["evidence"] for name in claim["checks"]]
    return [e for e in found if e and e["of"] == "paper" and e["outcome"] == "refutes"]
