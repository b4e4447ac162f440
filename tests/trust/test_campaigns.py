"""The campaigns that `make trust` runs are those of the plan; each tells the truth of what it ran."""

import importlib.util
import json
import subprocess
import sys

import pytest

from ledger.trust.campaign import campaigns
from ledger.trust.plan import PLAN
from tests.campaigns import __main__ as everything
from tests.campaigns import fuzz, hostile
from tests.conftest import ROOT

NAMES = 'classname="tests.trust.test_hostile_names" name='
FUZZ = "import tests.campaigns.fuzzed_texts as f; f.main()"
REPORT = f"""<testsuites><testsuite>
<testcase {NAMES}"test_a[1]"/>
<testcase {NAMES}"test_a[2]"><failure message="no &lt;b&gt;"/></testcase>
<testcase {NAMES}"test_a[3]"><skipped/></testcase>
<testcase {NAMES}"test_b"><error message="odd"/></testcase>
<testcase {NAMES}"test_c"><properties><property name="inputs" value="99"/></properties></testcase>
</testsuite></testsuites>"""


@pytest.mark.parametrize("name", PLAN)
def test_every_campaign_of_the_plan_is_a_program(name):
    assert importlib.util.find_spec(f"tests.campaigns.{name}") is not None
    assert "def main(" in (ROOT / "tests" / "campaigns" / f"{name}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("record", campaigns(), ids=lambda record: record.name)
def test_what_did_not_come_out_as_wanted_has_a_reason(record):
    assert [left.what for left in record.left if not left.why] == []


def test_make_trust_runs_them():
    assert "-m tests.campaigns" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_a_campaign_that_fails_does_not_stop_the_others(monkeypatch, tmp_path, capsys):
    asked = []

    def ran(name, out):
        asked.append((name, out))
        return name != "kills"

    monkeypatch.setattr(everything, "ran", ran)
    assert everything.main(["--out", str(tmp_path)]) == 1
    assert asked == [(name, tmp_path) for name in PLAN]
    assert "failed: kills" in capsys.readouterr().err
    assert everything.main(["--only", "faults", "--out", str(tmp_path)]) == 0


def test_only_campaigns_of_the_plan_can_be_asked_for(capsys):
    with pytest.raises(SystemExit):
        everything.main(["--only", "../fuzz"])
    assert "invalid choice" in capsys.readouterr().err


def test_hostile_inputs_are_counted_by_case_or_as_the_test_says(tmp_path):
    (tmp_path / "report.xml").write_text(REPORT, encoding="utf-8")
    cases = list(hostile._cases(tmp_path / "report.xml"))
    assert [(case.inputs, case.failure) for case in cases] == [
        (1, ""),
        (1, "failure: no <b>"),
        (0, "error: odd"),
        (99, ""),
    ]
    count = hostile._count("trust.test_hostile_names", cases)
    assert (count.tried, count.as_wanted) == (101, 100)


@pytest.mark.parametrize("module", hostile.KINDS)
def test_the_tests_of_hostile_input_are_there(module):
    assert (ROOT / "tests" / f"{module.replace('.', '/')}.py").is_file()


def test_a_little_fuzz_is_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(fuzz, "KINDS", ["attacks"])
    fuzz.main(["--minutes", "0.02", "--workers", "1", "--seed", "7", "--out", str(tmp_path)])
    (found,) = campaigns(tmp_path)
    assert found.command == "python -m tests.campaigns.fuzz --minutes 0.02 --seed 7"
    (count,) = found.counts
    assert count.tried == count.as_wanted > 0
    assert found.left == []


def test_a_text_that_ends_the_process_is_told(tmp_path, monkeypatch):
    def deadly(command, **options):
        place = command[-1]
        program = f"import os; open({place!r}, 'w').write('the text'); os.abort()"
        return subprocess.CompletedProcess(command, *_run([sys.executable, "-c", program]))

    run = subprocess.run

    def _run(command):
        done = run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    monkeypatch.setattr(fuzz.subprocess, "run", deadly)
    counts, left = fuzz.campaign([fuzz.Chunk("sound", 1, 1.0)], workers=1, clock=1.0)
    assert (counts[0].tried, counts[0].as_wanted) == (1, 0)
    assert left[0].what.startswith("'the text': the process ended (-6)")


def test_what_a_text_does_is_told(tmp_path):
    program = "import tests.trust.reading as r; r.parse = lambda text: eval('None'); " + FUZZ
    words = ["sound", "1", "0.5", str(tmp_path / "text")]
    done = subprocess.run(
        [sys.executable, "-c", program, *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    assert told["failed"]
    assert all("exec" in what for _, what in told["failed"])


def test_the_work_is_not_begun_after_the_clock(monkeypatch):
    counts, left = fuzz.campaign(fuzz.chunks(1.0, 5), workers=1, clock=0.0)
    assert counts == []
    assert [entry.what for entry in left] == ["5 of 5 parts of the work"]
