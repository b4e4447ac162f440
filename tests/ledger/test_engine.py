"""A check that crashes, hangs or is killed is counted as such, and the rest goes on; runs resume."""

import json
import signal
import subprocess
import time

import pytest

from ledger import engine, load
from ledger.model import Setting
from ledger.run import run
from tests.ledger.own_ledger import own_ledger

FAULTS = '''
"""Checks that misbehave."""

import os
import signal
import time
from pathlib import Path

from ledger.bound import exact
from ledger.compare import agree
from ledger.model import Check


def two():
    return exact(2)


def crash():
    raise RuntimeError("on purpose")


def hang():
    time.sleep(60)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def slowly():
    with Path("visits").open("a") as visits:
        visits.write("x")
    time.sleep(0.4)
    return exact(2)


def check(measure, **more):
    wrong = {"three": lambda: exact(3)}
    return Check(tests="two", measure=measure, predict=two, compare=agree("0.1"), wrong=wrong, **more)


good = check(two)
crashing = check(crash)
hanging = check(hang, limit=1.0)
dying = check(die)
left_for_later = check(two, speed="slow")
'''
ROW = """
[[claim]]
id = "{id}"
where = "here"
says = "two is two"
nature = "statement"
expect = "holds"
checks = ["derivations.faults:{check}"]
"""


def with_faults(suite, *checks):
    (suite.root / "derivations" / "faults.py").write_text(FAULTS, encoding="utf-8")
    suite.only_claims("section = 'test'\n" + "".join(ROW.format(id=f"c-{c}", check=c) for c in checks))


def evidence(suite, folder="run"):
    return json.loads((suite.root / folder / "evidence.json").read_text(encoding="utf-8"))


def statuses(content):
    return {claim["id"]: claim["status"] for claim in content["claims"]}


def test_failing_breaking_timing_out_and_not_running_are_told_apart(suite):
    with_faults(suite, "good", "crashing", "hanging", "dying", "left_for_later", "missing")
    done = suite.run("verify", "--workers", "2", expect=[1])
    assert statuses(evidence(suite)) == {
        "c-good": "as expected",
        "c-crashing": "broke",
        "c-hanging": "timed out",
        "c-dying": "broke",
        "c-left_for_later": "not run",
        "c-missing": "broke",
    }
    errors = {name: check["error"] for name, check in evidence(suite)["checks"].items()}
    assert "RuntimeError: on purpose" in errors["derivations.faults:crashing"]
    assert "exit code -9" in errors["derivations.faults:dying"]
    assert "limit of 1 s" in errors["derivations.faults:hanging"]
    assert "timed out" in done.stderr


def test_slow_checks_run_when_asked_for(suite):
    with_faults(suite, "left_for_later")
    suite.run("verify", "--slow")
    assert statuses(evidence(suite)) == {"c-left_for_later": "as expected"}


def without_times(content):
    return {key: value for key, value in content.items() if key != "times"}


def test_evidence_does_not_depend_on_the_number_of_workers(suite):
    with_faults(suite, "good", "crashing", "dying", "left_for_later")
    for workers in ("1", "3"):
        suite.run("verify", "--workers", workers, "--out", workers, expect=[1])
    assert without_times(evidence(suite, "1")) == without_times(evidence(suite, "3"))


def many_slow_ones(suite, count):
    with_faults(suite)
    lines = "".join(f"s{i} = check(slowly)\n" for i in range(count))
    faults = suite.root / "derivations" / "faults.py"
    faults.write_text(FAULTS + lines, encoding="utf-8")
    suite.only_claims(
        "section = 'test'\n" + "".join(ROW.format(id=f"c-{i}", check=f"s{i}") for i in range(count))
    )


def visits(suite):
    file = suite.root / "visits"
    return len(file.read_text()) if file.exists() else 0


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_was_stopped_goes_on_and_gives_the_same_bytes(suite, stop):
    many_slow_ones(suite, 8)
    running = subprocess.Popen(
        suite.command("verify", "--workers", "1"),
        cwd=suite.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 30
    while visits(suite) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send_signal(stop)
    running.wait()
    before = visits(suite)
    assert 3 <= before < 8
    assert not (suite.root / "run" / "evidence.json").exists()
    suite.run("verify", "--workers", "1")
    assert visits(suite) <= 8 + 2  # at most the checks in flight were run twice
    suite.run("verify", "--workers", "1", "--out", "again")
    first, again = (without_times(evidence(suite, folder)) for folder in ("run", "again"))
    assert json.dumps(first) == json.dumps(again)
    assert sorted(path.name for path in (suite.root / "run").iterdir()) == [
        "evidence.json",
        "report.html",
        "report.json",
        "report.md",
    ]


def test_what_was_kept_is_not_used_after_the_sources_changed(suite):
    many_slow_ones(suite, 1)
    suite.run("verify", "--out", "run")
    assert visits(suite) == 1
    suite.run("verify", "--out", "run")
    assert visits(suite) == 2  # a complete run is not resumed


def test_another_verdict_may_be_pinned_for_other_data(tmp_path):
    folder = own_ledger(tmp_path, "checks:good")
    with (folder / "claims.toml").open("a", encoding="utf-8") as file:
        file.write('expect_on = { mnist = "undecided" }\n')
    mine = load.ledger(folder)
    runs = {"checks:good": run("checks:good", Setting(), mine.catalogue)}
    digits, mnist = (
        engine.content(mine.rows, runs, setting, ledger=mine)["claims"][0]
        for setting in (Setting(), Setting(data="somewhere"))
    )
    assert (digits["expect"], digits["status"]) == ("holds", "as expected")
    assert (mnist["expect"], mnist["status"]) == ("undecided", "failed")
    assert "expect_on" not in mnist
