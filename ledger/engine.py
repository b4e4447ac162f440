"""Run claims: checks in parallel, resumable, each in a process that may die without hurting the rest.

## Main definitions
* `verify`: rows of the ledger, run and judged -> the evidence file's content.
* `content`: the same from checks that were run elsewhere (by pytest).
* `unexpected`: the claims whose verdict is not the pinned one.

## Implementation notes
The evidence is the same for any number of workers: checks are deterministic given the Setting, the order
is that of the ledger, and what differs from run to run (times, number of workers) stands under `times`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import joblib

from ledger import load
from ledger.catalogue import Catalogue
from ledger.judge import judge
from ledger.load import Ledger, Row
from ledger.model import Setting, Verdict
from ledger.provenance import provenance
from ledger.run import Run, Status
from ledger.store import SCHEMA, Journal, digest_of, told
from ledger.worker import CheckCrew, Terms

FAILED = "failed"
AS_EXPECTED = "as expected"
NOT_CHECKED = "not checked"
Told = Callable[[Run], None]


def verify(
    rows: Sequence[Row],
    setting: Setting,
    *,
    ledger: Ledger | None = None,
    workers: int = 1,
    slow: bool = False,
    journal: Journal | None = None,
    progress: Told = lambda run: None,
) -> dict[str, Any]:
    """Run the checks of `rows`, judge the claims, and give the content of the evidence file.

    Args:
        rows: the claims to judge.
        setting: seed and data.
        ledger: the ledger that the rows are of; None means the suite's own.
        workers: number of processes; the evidence does not depend on it.
        slow: whether slow checks run, too.
        journal: where finished checks are kept, and found again after an interruption.
        progress: told of every check, as it finishes or is found finished.
    """
    started = datetime.now(UTC).isoformat(timespec="seconds")
    names = list(dict.fromkeys(name for row in rows for name in row.claim.checks))
    ledger = ledger or load.ledger()
    runs = _runs(names, setting, ledger.catalogue, workers, slow, journal, progress)
    return content(rows, runs, setting, ledger=ledger, slow=slow, started=started, workers=workers)


def content(
    rows: Sequence[Row],
    runs: Mapping[str, Run],
    setting: Setting,
    *,
    ledger: Ledger | None = None,
    slow: bool = False,
    started: str = "",
    workers: int = 1,
) -> dict[str, Any]:
    """What the evidence file says of `rows`; a check that has no run in `runs` was left out as slow."""
    names = dict.fromkeys(name for row in rows for name in row.claim.checks)
    runs = {name: runs.get(name) or left_out(name) for name in names}
    ledger = ledger or load.ledger()
    return {
        "schema": SCHEMA,
        "paper": asdict(ledger.paper),
        "ledger": ledger.place,
        "setting": {"seed": setting.seed, "data": "MNIST" if setting.data else "", "slow": slow},
        "provenance": provenance() | {"ledger": digest_of(ledger.catalogue)},
        "claims": [_claim(row, runs, setting) for row in rows],
        "checks": {name: _check(name, run, rows, ledger.catalogue) for name, run in runs.items()},
        "times": {
            "started": started,
            "workers": workers,
            "seconds": {name: round(run.seconds, 3) for name, run in runs.items()},
        },
    }


def _runs(
    names: Sequence[str],
    setting: Setting,
    catalogue: Catalogue,
    workers: int,
    slow: bool,
    journal: Journal | None,
    progress: Told,
) -> dict[str, Run]:
    """A Run for every name that is not left out as slow: found in the journal, or run now."""
    found = journal.finished() if journal else {}
    runs = {name: found[name] for name in names if name in found}
    for run in runs.values():
        progress(run)

    def finished(run: Run) -> None:
        runs[run.check] = run
        if journal:
            journal.keep(run)
        progress(run)

    with CheckCrew(setting, catalogue) as crew:
        found_terms = crew.terms([name for name in names if name not in runs])
        for broken in found_terms:
            if isinstance(broken, Run):
                finished(broken)
        todo = _groups([terms for terms in found_terms if isinstance(terms, Terms)], slow)
        parallel = joblib.Parallel(n_jobs=workers, backend="threading", return_as="generator_unordered")
        for _ in parallel(joblib.delayed(crew.run)(group, finished) for group in todo):
            pass
    return runs


def left_out(name: str) -> Run:
    """What is said of a slow check that was not asked for."""
    return Run(name, Status.NOT_RUN, error="slow; run with --slow")


def _groups(checks: Iterable[Terms], slow: bool) -> list[list[tuple[str, float]]]:
    """The (check, limit) that go to one process each, longest first."""
    gathered: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for terms in checks:
        if slow or terms.speed == "quick":
            gathered[terms.group or terms.check].append((terms.check, terms.limit))
    return sorted(gathered.values(), key=lambda tasks: -sum(limit for _, limit in tasks))


def _claim(row: Row, runs: Mapping[str, Run], setting: Setting) -> dict[str, Any]:
    mine = [runs[name] for name in row.claim.checks]
    verdict = judge([run.evidence for run in mine if run.evidence is not None])
    expect = row.claim.expected(setting.dataset)
    told_of_claim = {name: value for name, value in asdict(row.claim).items() if name != "expect_on"}
    return {
        **told_of_claim,
        "expect": expect,
        "section": row.section,
        "verdict": verdict.value,
        "status": _status(mine, verdict, expect),
    }


def _status(runs: Sequence[Run], verdict: Verdict, expect: Verdict) -> str:
    """What came of a claim; while slow checks are left out, a verdict that differs is not a failure."""
    if not runs:
        return NOT_CHECKED
    statuses = {run.status for run in runs}
    for bad in (Status.BROKE, Status.TIMED_OUT):
        if bad in statuses:
            return bad.value
    if verdict is expect:
        return AS_EXPECTED
    return Status.NOT_RUN.value if Status.NOT_RUN in statuses else FAILED


def _check(name: str, run: Run, rows: Sequence[Row], catalogue: Catalogue) -> dict[str, Any]:
    return {
        "status": run.status.value,
        "error": run.error,
        "source": catalogue.source(name),
        "needed_by": [row.claim.id for row in rows if name in row.claim.checks],
        "evidence": told(run.evidence) if run.evidence is not None else None,
    }


def unexpected(evidence: dict[str, Any]) -> list[dict[str, Any]]:
    """The claims of an evidence file that failed, broke or timed out."""
    bad = {FAILED, Status.BROKE.value, Status.TIMED_OUT.value}
    return [claim for claim in evidence["claims"] if claim["status"] in bad]
