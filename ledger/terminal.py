"""An evidence file as lines for a terminal."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ledger.report.numbers import plain
from ledger.report.sharpness import noticed

Data = Mapping[str, Any]
LONGEST = 160  # characters of a formula
DETAILED = 5  # up to so many claims are told in full


def details(evidence: Data) -> str:
    """A line per claim; for a few claims also what was measured, predicted and rejected."""
    claims = evidence["claims"]
    full = len(claims) <= DETAILED
    return "".join(line + "\n" for claim in claims for line in _claim(claim, evidence["checks"], full))


def _claim(claim: Data, checks: Data, full: bool) -> Iterable[str]:
    mine = [checks[name] for name in claim["checks"]]
    grades = sorted({c["evidence"]["grade"] for c in mine if c["evidence"]})
    mark = "" if claim["status"] == "as expected" else f"  <- {claim['status']}, expected: {claim['expect']}"
    yield f"{claim['id']:32} {claim['verdict']:20} {', '.join(grades)}{mark}"
    if full:
        for name, check in zip(claim["checks"], mine, strict=True):
            yield from _check(name, check)


def _check(name: str, check: Data) -> Iterable[str]:
    found = check["evidence"]
    if found is None:
        yield f"  {name}: {check['status']}: {check['error']}"
        return
    yield f"  {found['of']} statement: {found['outcome']} ({found['grade']})  {name}"
    yield f"    {found['tests']}"
    yield f"    measured   {_short(found['measured'])}"
    yield f"    predicted  {_short(found['predicted'])}"
    yield f"    rule       {found['rule']}"
    for control in found["controls"]:
        verb = {"refutes": "rejected", "supports": "accepted"}.get(control["found"], "left open")
        odd = "" if control["found"] == control["expected"] else "   <- NOT AS EXPECTED"
        yield f"    {verb}   {control['name']}: {_short(control['predicted'])}{odd}"
    yield f"    notices    {noticed(found['discrimination']) or 'no formula to falsify'}"


def _short(value: Data) -> str:
    """The value in one line; the report has the whole of it."""
    text = plain(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2]} …"


def summary(evidence: Data) -> str:
    """The counts by verdict and by status."""
    counts = [Counter(claim[key] for claim in evidence["claims"]) for key in ("verdict", "status")]
    verdicts, statuses = (", ".join(f"{n} {name}" for name, n in sorted(c.items())) for c in counts)
    return f"\n{len(evidence['claims'])} claims: {verdicts}\n{statuses}"
