"""What may go wrong around a run, made to go wrong: disks, files, surroundings, processes.

    python -m tests.campaigns.faults

Wanted is the same result, or one sentence and exit status 2; nothing half-written is left in either case,
and when the fault is over, the same command comes to the same result.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

from ledger.trust.campaign import Count, Found, Left, recorded
from tests.campaigns import damage, disks, surroundings
from tests.campaigns.processes import ROOT, Started
from tests.campaigns.trials import PYTHON, Trial, folder_of

TITLE = "Faults around a run"
ASKS = "If disk, files, surroundings or processes fail, is it said in one sentence, and nothing wrong?"


@dataclass(frozen=True)
class Tests:
    """Tests of the suite that are a fault each, by what they are about."""

    what: str
    wanted: str
    files: Sequence[str]
    names: str = ""


TESTS = (
    Tests(
        "a process of a run killed, or a worker of a cluster",
        "another does its work: the same result",
        ("tests/numerics/blocks/test_hands.py", "tests/trust/test_faults.py", "tests/ledger/test_crew.py"),
        "killed or kills or cluster or replaced or parent",
    ),
    Tests(
        "two runs on one folder",
        "the second is refused, the first is whole",
        ("tests/ledger/test_output.py", "tests/ledger/test_cli.py", "tests/trust/test_faults.py"),
        "second_run or at_a_time or two_callers",
    ),
    Tests(
        "a module of a ledger that does not end, or ends the process",
        "its checks are told as broken or timed out, all others run",
        ("tests/trust/test_faults.py",),
        "cannot_be_imported",
    ),
    Tests(
        "refused before anything is computed",
        "no folder is left behind",
        ("tests/trust/test_faults.py",),
        "leaves_no_folder or made_for_nothing",
    ),
    Tests(
        "a clock set back, a writer that was killed or is at work",
        "only what has no writer is removed",
        ("tests/ledger/test_files.py",),
    ),
)


def tested(tests: Tests) -> tuple[Count, list[Left]]:
    """The tests, run by pytest; what was skipped is told and not counted."""
    with folder_of("tests") as folder:
        asked = ["-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "--rootdir", str(ROOT)]
        files = [str(ROOT / file) for file in tests.files]
        chosen = ["-k", tests.names] if tests.names else []
        report = folder / "report.xml"
        Started([PYTHON, *asked, f"--junitxml={report}", *files, *chosen], folder).process.wait()
        cases = list(ElementTree.parse(report).iter("testcase"))
    skipped = [case for case in cases if case.find("skipped") is not None]
    bad = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    tried = len(cases) - len(skipped)
    left = [Left(f"{tests.what}: {case.get('name')} failed", "") for case in bad]
    left += [Left(f"{tests.what}: {case.get('name')}", "skipped on this machine") for case in skipped]
    return Count(tests.what, tried, tried - len(bad), tests.wanted), left


def counted(trials: Sequence[Trial]) -> tuple[list[Count], list[Left]]:
    """A line for each kind of trial, and those that did not come out as wanted."""
    kinds = dict.fromkeys((trial.what, trial.wanted) for trial in trials)
    counts = [
        Count(what, len(mine), sum(not t.problem for t in mine), wanted)
        for what, wanted in kinds
        if (mine := [t for t in trials if (t.what, t.wanted) == (what, wanted)])
    ]
    return counts, [Left(f"{t.what}, {t.which}: {t.problem}", "") for t in trials if t.problem]


def campaign(workers: int) -> Found:
    """All faults."""
    with ThreadPoolExecutor(workers) as pool:
        several: list[Callable[[], Sequence[Trial]]] = [
            *damage.faults(),
            *disks.faults(),
            *surroundings.faults(),
        ]
        trials = list(_all(pool, several))
        from_tests = list(pool.map(tested, TESTS))
    counts, left = counted(trials)
    left += [Left(*told) for told in disks.left_out()] + [Left(*told) for told in surroundings.left_out()]
    return [*counts, *(count for count, _ in from_tests)], [
        *left,
        *(x for _, mine in from_tests for x in mine),
    ]


def _all(pool: ThreadPoolExecutor, several: Sequence[Callable[[], Sequence[Trial]]]) -> Iterator[Trial]:
    for number, found in enumerate(pool.map(lambda fault: fault(), several), 1):
        bad = sum(bool(trial.problem) for trial in found)
        print(f"{number} of {len(several)}: {found[0].what}: {len(found)} tried, {bad} bad", file=sys.stderr)
        yield from found


def main(words: Sequence[str] | None = None) -> None:
    """Run the campaign and write its record."""
    options = argparse.ArgumentParser(prog="python -m tests.campaigns.faults", description=ASKS)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--out", type=Path, help="folder of the record; by default the package's")
    given = options.parse_args(words)
    run = partial(campaign, given.workers)
    print(recorded("faults", TITLE, ASKS, "python -m tests.campaigns.faults", run, folder=given.out))


if __name__ == "__main__":
    main()
