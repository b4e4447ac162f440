"""The second ledger: claims come out as pinned, checks reject what is wrong, and damage is noticed."""

import ast
import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from ledger import engine, load
from ledger.model import Evidence, Setting
from ledger.outcome import Outcome
from ledger.run import Run, run

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "ledgers" / "kramers"
LEDGER = load.ledger(FOLDER)
NAMES = tuple(dict.fromkeys(name for row in LEDGER.rows for name in row.claim.checks))
SUITES_OWN = ("derivations", "numerics")


@cache
def result(name: str) -> Run:
    return run(name, Setting(), LEDGER.catalogue)


def evidence(name: str) -> Evidence:
    found = result(name).evidence
    assert found is not None, result(name).error
    return found


def command(*arguments, cwd=ROOT):
    return subprocess.run(
        [sys.executable, "-m", "ledger", *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("row", LEDGER.rows, ids=lambda row: row.claim.id)
def test_claim_comes_out_as_pinned(row):
    runs = {name: result(name) for name in row.claim.checks}
    found = engine.content([row], runs, Setting(), ledger=LEDGER)
    assert [claim["status"] for claim in found["claims"]] == [engine.AS_EXPECTED], found["claims"]


@pytest.mark.parametrize("name", [n for n in NAMES if not n.startswith(SUITES_OWN)])
def test_check_of_the_folder_rejects_every_wrong_formula(name):
    found = evidence(name)
    wrong = [control for control in found.controls if control.expected is Outcome.REFUTES]
    assert found.has_teeth
    assert wrong
    assert {control.found for control in wrong} == {Outcome.REFUTES}


def test_the_ledger_has_facts_and_misquotations():
    assert 5 <= len(LEDGER.rows) <= 10
    assert sum(bool(row.claim.corrected) for row in LEDGER.rows) >= 3


def test_each_check_stands_where_the_ledger_says():
    for name in NAMES:
        file, _, line = LEDGER.catalogue.source(name).rpartition(":")
        base = ROOT if name.startswith(SUITES_OWN) else FOLDER
        text = (base / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
        assert text.startswith(f"{name.partition(':')[2]} = Check("), name


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.py")), ids=lambda file: file.name)
def test_no_grade_is_typed_by_hand_and_no_text_is_run(file):
    calls = [node.func for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
    assert not {f.id for f in calls if isinstance(f, ast.Name)} & {"Bound", "eval", "exec", "__import__"}


def test_the_command_judges_it_and_writes_a_report_of_it(tmp_path):
    done = command("verify", "--ledger", str(FOLDER), "gibbs", "balance", "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "2 as expected" in done.stdout
    found = json.loads((tmp_path / "evidence.json").read_text(encoding="utf-8"))
    assert found["paper"]["year"] == 2013
    assert len(found["provenance"]["ledger"]) == 16
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Kramers" in page
    assert "sgd-theorems verify --ledger" in page
    assert "tests/test_claims.py" not in page


def test_its_claims_are_listed():
    listed = json.loads(command("claims", "--ledger", str(FOLDER), "--json").stdout)
    assert [row["id"] for row in listed] == [row.claim.id for row in LEDGER.rows]


DAMAGE = {
    "pi for 2 pi": ("kramers", "KRAMERS = 2 * sp.pi", "KRAMERS = sp.pi"),
    "the other climb": ("arrhenius", "predict=formula(CLIMB)", "predict=formula(DEEP_CLIMB)"),
    "what is measured": ("balance", "/ time(DEEP, SHALLOW, n)", "/ time(SHALLOW, DEEP, n)"),
    "the noise": ("gibbs", "predict=_of_density(-V / eps)", "predict=_of_density(-2 * V / eps)"),
}


@pytest.mark.parametrize(("claim", "old", "new"), DAMAGE.values(), ids=DAMAGE)
def test_damage_turns_the_claim_red(tmp_path, claim, old, new):
    copy = shutil.copytree(FOLDER, tmp_path / "kramers", ignore=shutil.ignore_patterns("__pycache__"))
    text = (copy / "checks.py").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (copy / "checks.py").write_text(text.replace(old, new), encoding="utf-8")
    done = command("verify", "--ledger", str(copy), claim)
    assert done.returncode == 1, done.stdout + done.stderr
