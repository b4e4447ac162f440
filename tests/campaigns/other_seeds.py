"""Checks that draw, at seeds that nobody chose for them.

## Main definitions
* `Drawing`: a check that draws, and its group.      * `drawing_checks`: those of the ledger.
* `Seen`: what a check gave at a seed.               * `seen`: the checks of a group at some seeds.
* `Reading`: a number that was measured, with its interval.

## Implementation notes
The checks of a group share their runs, so they are run together, seed after seed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ledger import load
from ledger.bound import Grade
from ledger.catalogue import SUITE
from ledger.model import Evidence, Setting
from ledger.outcome import Outcome
from ledger.run import run

SAMPLE = re.compile(r"\bn = (\d+), level ([\d.]+) %")
TALLY = re.compile(r"(\d+) of (\d+), level [\d.]+ %")


@dataclass(frozen=True)
class Drawing:
    """A check that takes the seed."""

    name: str
    group: str
    is_quick: bool


@dataclass(frozen=True)
class Reading:
    """A measured number: its interval, how many values it is the mean of, at which level; 0 if it is no mean.

    `hits` is how often something happened in `count` runs, None if the number is no share.
    """

    low: float
    high: float
    count: int
    level: float
    hits: int | None


@dataclass(frozen=True)
class Seen:
    """What a check gave at a seed; `slips` are the controls that came out otherwise than expected."""

    check: str
    seed: int
    outcome: Outcome
    grade: Grade
    has_teeth: bool
    controls: int
    slips: tuple[str, ...]
    readings: Mapping[str, Reading]


def drawing_checks() -> list[Drawing]:
    """The checks of the ledger that take the seed, in its order."""
    names = dict.fromkeys(name for row in load.claims() for name in row.claim.checks)
    checks = {name: SUITE.check(name) for name in names}
    return [
        Drawing(name, check.group or name, check.speed == "quick")
        for name, check in checks.items()
        if check.uses_setting
    ]


def seen(names: Sequence[str], seeds: Sequence[int]) -> Iterator[Seen]:
    """What the checks give at each seed."""
    for seed in seeds:
        for name in names:
            done = run(name, Setting(seed))
            yield _seen(name, seed, done.evidence) if done.evidence else _broken(name, seed, done.error)


def _broken(name: str, seed: int, error: str) -> Seen:
    """A check that raised: it has no outcome, and no control came out as expected."""
    return Seen(name, seed, Outcome.INCONCLUSIVE, Grade.EMPIRICAL, False, 1, (error,), {})


def _seen(name: str, seed: int, evidence: Evidence) -> Seen:
    return Seen(
        name,
        seed,
        evidence.outcome,
        evidence.grade,
        evidence.has_teeth,
        len(evidence.controls),
        tuple(c.name for c in evidence.controls if c.found is not c.expected),
        dict(readings(evidence.measured)),
    )


def readings(measured: Mapping[str, Any], label: str = "") -> Iterator[tuple[str, Reading]]:
    """The measured numbers of statistical or lower grade, by label, from what the evidence file keeps."""
    match measured["kind"]:
        case "bound" if Grade[measured["grade"].upper()] <= Grade.STATISTICAL:
            yield label, _reading(measured)
        case "table":
            for name, member in measured["rows"]:
                yield from readings(member, f"{label}, {name}" if label else name)
        case "list":
            for number, member in enumerate(measured["items"]):
                yield from readings(member, f"{label}[{number}]")


def _reading(bound: Mapping[str, str]) -> Reading:
    low, high = (float(Fraction(bound[end])) for end in ("low", "high"))
    if tally := TALLY.search(bound["method"]):
        return Reading(low, high, int(tally[2]), 0.0, int(tally[1]))
    sample = SAMPLE.search(bound["method"])
    count, level = (int(sample[1]), float(sample[2]) / 100) if sample else (0, 0.0)
    return Reading(low, high, count, level, None)
