"""What came of the mutants, counted, and the survivors with the reasons that were given for them.

## Main definitions
* `counts`: the lines of the record's table.      * `left`: the survivors.
"""

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ledger.trust.campaign import Count, Left
from tests.campaigns.mutation.forked import BY_DEATH, BY_TIME
from tests.campaigns.mutation.judged import BY_FIGURE

ARGUED = Path(__file__).parents[1] / "argued.toml"
WANTED = "noticed"
Fate = dict[str, Any]  # a mutant and what came of it, as the journal has it


def counts(ran: Sequence[Fate], heavy: set[str], drawn: int) -> list[Count]:
    """Killed of those that ran: where verdicts are made, elsewhere, by package; and how."""
    known = argued()
    carrying = [entry for entry in ran if entry["file"] in heavy]
    others = [entry for entry in ran if entry["file"] not in heavy]
    open_to_doubt = [entry for entry in carrying if entry["how"] or not known.get(_name(entry))]
    packages = sorted({entry["file"].partition("/")[0] for entry in ran})
    return [
        _count("mutants of modules that carry verdicts", carrying),
        _count("the same without survivors that are argued to be no faults", open_to_doubt),
        *(
            _count(f"mutants of {package}/ that carry verdicts", _of(carrying, package))
            for package in packages
            if _of(carrying, package)
        ),
        *(
            _count(f"mutants of other modules of {package}/", _of(others, package))
            for package in packages
            if _of(others, package)
        ),
        Count("mutants of the sample", drawn, len(ran), "judged in the time"),
        _told("mutants noticed", ran),
        _not_by_a_figure("mutants noticed where verdicts are made", carrying),
    ]


def _of(entries: Iterable[Fate], package: str) -> list[Fate]:
    return [entry for entry in entries if entry["file"].startswith(f"{package}/")]


def _count(what: str, entries: Sequence[Fate]) -> Count:
    return Count(what, len(entries), sum(bool(entry["how"]) for entry in entries), WANTED)


def _told(what: str, ran: Sequence[Fate]) -> Count:
    """How many of those that were noticed did not just run out of time, or end their process."""
    killed = [entry for entry in ran if entry["how"]]
    answered = sum(entry["how"] not in {BY_DEATH, BY_TIME} for entry in killed)
    return Count(what, len(killed), answered, "by a test or a claim that fails, not by time or a crash")


def _not_by_a_figure(what: str, ran: Sequence[Fate]) -> Count:
    """How many would be noticed without pinned figures, at least: no one else was asked then."""
    killed = [entry for entry in ran if entry["how"]]
    others = sum(not entry["what"].startswith(BY_FIGURE) for entry in killed)
    return Count(what, len(killed), others, "by a test or a verdict, not by a pinned figure alone")


def left(ran: Iterable[Fate], heavy: set[str]) -> list[Left]:
    """The survivors, those where verdicts are made first; the reason is "" where none is given."""
    known = argued()
    alive = sorted(
        (e for e in ran if not e["how"]), key=lambda e: (e["file"] not in heavy, e["file"], e["line"])
    )
    return [
        Left(f"{e['file']}:{e['line']}: {e['original']} -> {e['mutated']}", known.get(_name(e), ""))
        for e in alive
    ]


def _name(entry: Fate) -> tuple[str, str, str]:
    return entry["file"], entry["original"], entry["mutated"]


def argued(file: Path = ARGUED) -> dict[tuple[str, str, str], str]:
    """The reasons why mutants may survive."""
    entries = tomllib.loads(file.read_text(encoding="utf-8")).get("mutant", [])
    return {_name(entry): entry["why"] for entry in entries}
