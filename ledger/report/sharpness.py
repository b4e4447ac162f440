"""How sharp the checks are: what became of the wrong formulas that the machine made (`ledger.mutation`).

## Main definitions
* `noticed`: of one check, in words.
* `MachineMade`, `machine_made`: over all checks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MachineMade:
    """How many wrong formulas the machine made, how many of them were rejected, and which were not.

    `survivors` has (check, what was wrong).
    """

    made: int
    rejected: int
    survivors: tuple[tuple[str, str], ...]


def noticed(found: Data) -> str:
    """What a check notices: "12 of 12 machine-made wrong formulas rejected", or the smallest error."""
    total = found["killed"] + len(found["survived"])
    if total:
        return f"{found['killed']} of {total} machine-made wrong formulas rejected"
    if found["notices"][:1].isdigit():
        return f"an error of {found['notices']} would be rejected"
    return str(found["notices"] and "an error of one half would pass: the inequality has room")


def machine_made(checks: Mapping[str, Data]) -> MachineMade:
    """The count over all checks that ran."""
    found = {name: c["evidence"]["discrimination"] for name, c in checks.items() if c["evidence"]}
    survivors = _survivors(found)
    rejected = sum(d["killed"] for d in found.values())
    return MachineMade(rejected + len(survivors), rejected, survivors)


def _survivors(found: Mapping[str, Data]) -> tuple[tuple[str, str], ...]:
    pairs: Iterable[tuple[str, str]] = ((name, what) for name, d in found.items() for what in d["survived"])
    return tuple(pairs)
