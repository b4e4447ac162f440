"""The documents made from evidence: ERRATA.md, and the counts in README.md.

`python -m ledger.report.documents run/evidence.json` writes both (`make documents`).

## Main definitions
* `counts`: verdict by grade, as a table of Markdown.
* `with_counts`: a README with that table between its two markers.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ledger.files import write_atomically
from ledger.report import errata, summary
from ledger.store import evidence_file

START, END = "<!-- counts: made by `make documents` -->", "<!-- end of counts -->"


def counts(evidence: Mapping[str, Any]) -> str:
    """How many claims came out how, and on what ground; and how many wrong formulas were rejected."""
    found = summary.summary(evidence)
    grades = [g for g in (*summary.GRADES, "") if any(row[g] for row in found.matrix.values())]
    head = ["", *(grade or "no check" for grade in grades), "all"]
    rows = [
        [f"**{name}**", *(str(cells[g]) for g in grades), str(found.standings[name])]
        for name, cells in found.matrix.items()
        if found.standings[name]
    ]
    lines = ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines) + "\n\n" + _controls(evidence, found)


def _controls(evidence: Mapping[str, Any], found: summary.Summary) -> str:
    where = evidence["provenance"]
    return (
        f"{found.claims} claims, {found.checks} checks; {found.controls.rejected} of {found.controls.wrong}"
        f" wrong formulas rejected, {found.controls.accepted} of {found.controls.right} right ones accepted;"
        f" of {found.machine.made} wrong formulas made by machine {found.machine.rejected} were rejected."
        f" `make verify`, {evidence['times']['started'][:10]}, {where['processor']}, {where['cores']} cores:"
        f" {found.seconds:.0f} seconds in all checks.\n"
    )


def with_counts(readme: str, evidence: Mapping[str, Any]) -> str:
    """`readme` with the counts between its markers.

    Raises:
        ValueError: if the markers are not there.
    """
    before, start, rest = readme.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"README.md: the markers {START} and {END} are missing")
    return f"{before}{START}\n\n{counts(evidence)}\n{END}{after}"


def main() -> None:
    """Write ERRATA.md and the counts of README.md in the current folder from the evidence file named."""
    evidence = evidence_file(Path(sys.argv[1]))
    readme = Path("README.md")
    write_atomically(readme, with_counts(readme.read_text(encoding="utf-8"), evidence).encode())
    write_atomically(Path("ERRATA.md"), errata.document(evidence).encode())


if __name__ == "__main__":
    main()
