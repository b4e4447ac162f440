"""Every claim of the paper, by its id: pytest -k thm-2.2."""

import json
from functools import cache

import pytest

from ledger import engine, load, store
from ledger.model import Setting
from ledger.run import Run, run
from tests import pinned_figures

PROPERTY = "sgd-theorems"
ROWS = load.claims()


@cache
def result(check: str) -> Run:
    """A check runs once, also if several claims name it."""
    return run(check, Setting())


def cases(speeds: set[str]) -> list:
    """One case per claim that has a check of one of these speeds; checks that share a run stay together."""
    found = []
    for row in ROWS:
        checks = [load.check(name) for name in row.claim.checks]
        if any(check.speed in speeds for check in checks):
            groups = sorted({check.group for check in checks if check.group})
            found.append(
                pytest.param(row, id=row.claim.id, marks=[pytest.mark.xdist_group(g) for g in groups])
            )
    return found


def judged(row: load.Row, slow: bool, record_property) -> dict:
    """The claim as the evidence file has it; what was found travels as one JSON string."""
    names = [name for name in row.claim.checks if slow or load.check(name).speed == "quick"]
    runs = {name: result(name) for name in names}
    record_property(PROPERTY, json.dumps({row.claim.id: [store.run_told(r) for r in runs.values()]}))
    return engine.content([row], runs, Setting(), slow=slow)


@pytest.mark.parametrize("row", cases({"quick"}))
def test_claim(row, record_property):
    evidence = judged(row, slow=False, record_property=record_property)
    assert not engine.unexpected(evidence), evidence["claims"]
    assert not pinned_figures.moved(evidence["checks"])


@pytest.mark.slow
@pytest.mark.parametrize("row", cases({"slow"}))
def test_claim_with_slow_checks(row, record_property):
    evidence = judged(row, slow=True, record_property=record_property)
    assert evidence["claims"][0]["status"] == engine.AS_EXPECTED, evidence["claims"]
