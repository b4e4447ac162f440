"""The counts at the head of the report, and the report as data.

## Main definitions
* `Summary`: what the claims and checks of an evidence file add up to.
* `summary`: evidence -> Summary.      * `told`: the same, with a row per claim, as JSON data.
* `grade_of`, `standing`: of one claim.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ledger.bound import Grade
from ledger.model import Verdict
from ledger.report.numbers import plain
from ledger.report.sharpness import MachineMade, machine_made, noticed

Data = Mapping[str, Any]

GRADES = tuple(grade.label for grade in sorted(Grade, reverse=True))
VERDICTS = tuple(verdict.value for verdict in Verdict)
NOT_CHECKED = "not checked"
STANDINGS = (*VERDICTS, NOT_CHECKED)
STATUSES = ("as expected", "failed", "broke", "timed out", "not run", NOT_CHECKED)
UNEXPECTED = ("failed", "broke", "timed out")


@dataclass(frozen=True, slots=True)
class Section:
    """How many claims of a section have evidence, and how many have none."""

    name: str
    checked: int
    unchecked: int


@dataclass(frozen=True, slots=True)
class Controls:
    """How many formulas known to be wrong, or right, met the measurements, and how many came out so."""

    wrong: int
    rejected: int
    right: int
    accepted: int

    @property
    def all_as_expected(self) -> bool:
        """Whether every control came out as it should."""
        return self.wrong == self.rejected and self.right == self.accepted


@dataclass(frozen=True, slots=True)
class Summary:
    """What the claims and checks of an evidence file add up to.

    `matrix` counts claims by standing and then by grade ("" if there is no evidence); `statuses` counts
    claims; `teeth` counts the checks that have them, of `ran` that ran, of `checks` there are.
    """

    claims: int
    standings: Mapping[str, int]
    statuses: Mapping[str, int]
    matrix: Mapping[str, Mapping[str, int]]
    sections: Sequence[Section]
    controls: Controls
    machine: MachineMade
    checks: int
    ran: int
    teeth: int
    seconds: float


def standing(claim: Data) -> str:
    """The verdict; "not checked" for a claim that no machine decides, which is not the same as undecided."""
    return NOT_CHECKED if claim["status"] == NOT_CHECKED else str(claim["verdict"])


def grade_of(claim: Data, checks: Data) -> str:
    """The weakest grade of the evidence that counts for a claim; "" if there is none.

    One refutation suffices: of several, the strongest counts.
    """
    found = [e for name in claim["checks"] if (e := checks[name]["evidence"]) and e["of"] != "beside"]
    against = [e["grade"] for e in found if (e["of"], e["outcome"]) == ("paper", "refutes")]
    links = [e["grade"] for e in found if (e["of"], e["outcome"]) != ("paper", "refutes")]
    if against:
        links.append(min(against, key=GRADES.index))
    return max(links, key=GRADES.index, default="")


def summary(evidence: Data) -> Summary:
    """The counts of an evidence file."""
    claims, checks = evidence["claims"], evidence["checks"]
    found = [check["evidence"] for check in checks.values() if check["evidence"]]
    cells = Counter((standing(claim), grade_of(claim, checks)) for claim in claims)
    return Summary(
        claims=len(claims),
        standings=_counted(map(standing, claims), STANDINGS),
        statuses=_counted((claim["status"] for claim in claims), STATUSES),
        matrix={row: {grade: cells[row, grade] for grade in (*GRADES, "")} for row in STANDINGS},
        sections=_sections(claims),
        controls=_controls([control for e in found for control in e["controls"]]),
        machine=machine_made(checks),
        checks=len(checks),
        ran=len(found),
        teeth=sum(e["has_teeth"] for e in found),
        seconds=sum(evidence["times"]["seconds"].values()),
    )


def _counted(values: Any, names: Sequence[str]) -> dict[str, int]:
    counts = Counter(values)
    return {name: counts[name] for name in names}


def _sections(claims: Sequence[Data]) -> list[Section]:
    names = dict.fromkeys(claim["section"] for claim in claims)
    bare = Counter(claim["section"] for claim in claims if claim["status"] == NOT_CHECKED)
    total = Counter(claim["section"] for claim in claims)
    return [Section(name, total[name] - bare[name], bare[name]) for name in names]


def _controls(controls: Sequence[Data]) -> Controls:
    wrong = [c["found"] == "refutes" for c in controls if c["expected"] == "refutes"]
    right = [c["found"] == "supports" for c in controls if c["expected"] == "supports"]
    return Controls(len(wrong), sum(wrong), len(right), sum(right))


def told(evidence: Data) -> dict[str, Any]:
    """The counts, and a row per claim, as JSON data."""
    counts = asdict(summary(evidence))
    counts["matrix"] = {
        row: {grade or "no evidence": n for grade, n in cells.items()}
        for row, cells in counts["matrix"].items()
    }
    return {
        "schema": 1,
        **{key: evidence[key] for key in ("paper", "setting", "provenance")},
        "started": evidence["times"]["started"],
        "summary": counts,
        "claims": [_row(claim, evidence) for claim in evidence["claims"]],
    }


def _row(claim: Data, evidence: Data) -> dict[str, Any]:
    kept = ("id", "where", "section", "nature", "verdict", "expect", "status")
    seconds = evidence["times"]["seconds"]
    return {
        **{key: claim[key] for key in kept},
        "grade": grade_of(claim, evidence["checks"]),
        "seconds": round(sum(seconds.get(name, 0.0) for name in claim["checks"]), 3),
        "checks": [_check(name, evidence["checks"][name]) for name in claim["checks"]],
    }


def _check(name: str, check: Data) -> dict[str, Any]:
    head = {"name": name, "status": check["status"], "error": check["error"]}
    found = check["evidence"]
    if found is None:
        return head
    return head | {
        **{key: found[key] for key in ("of", "outcome", "grade", "rule", "has_teeth")},
        "measured": plain(found["measured"]),
        "predicted": plain(found["predicted"]),
        "rejected": [c["name"] for c in found["controls"] if c["found"] == "refutes"],
        "notices": noticed(found["discrimination"]),
        "accepted": [c["name"] for c in found["controls"] if c["found"] == "supports"],
    }
