"""Campaigns: long runs that test the suite itself, each with a record that says what ran and what came of it.

A campaign is a program of tests/campaigns; its record lies in ledger/trust/records/, is part of the package,
and every report shows it. Counts are what ran, never what should have run.

## Main definitions
* `Count`: a line of a campaign's table.      * `Left`: what did not come out as wanted, and why.
* `Campaign`: what a record says.             * `recorded`: run a campaign, write its record.
* `campaigns`: the records of a folder.

## Implementation notes
The time of processes that a campaign started counts once they have ended and were waited for.
"""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from ledger.files import as_json, write_atomically
from ledger.provenance import provenance
from ledger.store import source_digest

SCHEMA = 1
RECORDS = Path(__file__).with_name("records")
NAME = re.compile(r"[a-z][a-z_]{0,40}")


@dataclass(frozen=True, slots=True)
class Count:
    """A line of the table: what was tried, how often, and how often it came out as wanted."""

    what: str
    tried: int
    as_wanted: int
    wanted: str


@dataclass(frozen=True, slots=True)
class Left:
    """Something that did not come out as wanted, with the reason; "" if nobody has argued it yet."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign: the question it puts to the suite, what was counted, when, where, for which sources.

    `date` is of the end, in UTC; `seconds` are of the clock, `cpu_seconds` of all processors together.
    """

    name: str
    title: str
    asks: str
    command: str
    counts: Sequence[Count]
    left: Sequence[Left] = ()
    date: str = ""
    machine: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    source: str = ""
    seconds: float = 0.0
    cpu_seconds: float = 0.0


Found = tuple[Sequence[Count], Sequence[Left]]


def recorded(
    name: str, title: str, asks: str, command: str, run: Callable[[], Found], folder: Path | None = None
) -> Path:
    """Run a campaign, time it, and write NAME.json to `folder` (default: the package's own); its path.

    If the run is interrupted or breaks, the record that was there stays as it was.

    Raises:
        ValueError: if `name` is not lower-case letters and underscores, or a count is impossible.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"a campaign is named by lower-case letters and underscores, not {name!r}")
    begin, used = monotonic(), _cpu_seconds()
    source = source_digest()  # before the run: what is changed meanwhile was not tested
    counts, left = run()
    _require_possible(counts)
    seconds, cpu = round(monotonic() - begin, 1), round(_cpu_seconds() - used, 1)
    date = datetime.now(UTC).isoformat(timespec="seconds")
    told = (date, _machine(), _versions(), source, seconds, cpu)
    record = asdict(Campaign(name, title, asks, command, tuple(counts), tuple(left), *told))
    path = (folder or RECORDS) / f"{name}.json"
    write_atomically(path, as_json({"schema": SCHEMA} | record))
    return path


def campaigns(folder: Path | None = None) -> list[Campaign]:
    """The records of `folder` (default: the package's own) by name; none if there is no such folder.

    A damaged one is refused: ValueError, one sentence that names the file.
    """
    from ledger.trust.reading import campaign

    return [campaign(file) for file in sorted((folder or RECORDS).glob("*.json"))]


def _require_possible(counts: Sequence[Count]) -> None:
    """Refuse counts that no run can have.

    Raises:
        ValueError: if more came out as wanted than was tried, or fewer than none.
    """
    for count in counts:
        if not 0 <= count.as_wanted <= count.tried:
            raise ValueError(f"{count.what}: {count.as_wanted} of {count.tried} cannot be as wanted")


def _cpu_seconds() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _machine() -> str:
    made = provenance()
    return f"{made['processor'] or 'unnamed processor'}, {made['cores']} cores, {made['system']}"


def _versions() -> dict[str, str]:
    made = provenance()
    suite = {"sgd-theorems": made["suite"], "commit": made["commit"], "python": made["python"]}
    return {name: str(value) for name, value in (suite | made["versions"]).items() if value}
