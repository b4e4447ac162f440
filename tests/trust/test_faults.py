"""What goes wrong around a run: one sentence or the same result, and nothing half-written left behind."""

import json
import os
import random
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner

from ledger import store, worker
from ledger.cli import main
from ledger.model import Setting
from ledger.output import output_folder
from tests.ledger.own_ledger import CHECKS, own_ledger

ROOT = Path(__file__).resolve().parents[2]
SEED = 8
TURKISH = "tr_TR.UTF-8"
KILLED = """

import os
import signal
from dataclasses import replace
from pathlib import Path


def killed_the_first_time():
    if not Path("died").exists():
        Path("died").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return exact(2)


twice = replace(good, measure=killed_the_first_time)
"""
WELL = ("escape", "(w**2-1)**2/4", "--start", "-1", "--target", "1", "--eta", "4")


def run(cwd, *arguments, **changes):
    """The command in a folder, in this environment with changes; None takes a variable away."""
    env = {k: v for k, v in (os.environ | changes).items() if v is not None}
    return subprocess.run(command(*arguments), cwd=cwd, env=env, capture_output=True, check=False)


def command(*arguments):
    return [sys.executable, "-m", "ledger", *arguments]


def verify(tmp_path, *arguments):
    asked = ["verify", "--ledger", str(tmp_path / "mine"), "--workers", "1", "--out", str(tmp_path / "out")]
    return CliRunner().invoke(main, [*asked, *arguments])


@pytest.mark.parametrize(
    ("module", "status", "sentence"),
    [
        ("while True:\n    pass\n", "timed out", "its module was not imported within 3 s"),
        (
            "import os\nos._exit(7)\n",
            "broke",
            "its process died with exit code 7 while its module was imported",
        ),
        ("import os\nos.kill(os.getpid(), 9)\n", "broke", "its process died with exit code -9 while its"),
        ("raise SystemExit\n", "broke", "stuck ended the program while it was imported"),
    ],
    ids=["endless", "exits", "kills itself", "ends"],
)
def test_a_module_that_cannot_be_imported_hurts_no_other(tmp_path, monkeypatch, module, status, sentence):
    monkeypatch.setattr(worker, "IMPORT_LIMIT", 3.0 if status == "timed out" else 60.0)
    modules = {"stuck.py": module, "checks.py": CHECKS}
    own_ledger(tmp_path / "mine", "checks:good", "stuck:good", modules=modules)
    done = verify(tmp_path)
    assert done.exit_code == 1, done.output
    found = store.evidence_file(tmp_path / "out" / "evidence.json")
    assert [claim["status"] for claim in found["claims"]] == ["as expected", status]
    assert sentence in found["checks"]["stuck:good"]["error"]


def test_a_check_whose_process_is_killed_from_outside_runs_once_more(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own_ledger(tmp_path / "mine", "checks:twice", modules={"checks.py": CHECKS + KILLED})
    assert verify(tmp_path).exit_code == 0
    assert (tmp_path / "died").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("train", "--device", "cuda"),
        ("train", "--dataset", "mnist", "--data", "empty"),
        ("train", "--dataset", "mnist", "--data", "empty", "--protocol", "paper"),
        ("train", "--seeds", "1000000000"),
        ("verify", "--ledger", "empty"),
    ],
    ids=" ".join,
)
def test_what_is_refused_leaves_no_folder_behind(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    Path("empty").mkdir()
    done = CliRunner().invoke(main, [*arguments, "--out", "deep/out"])
    assert done.exit_code == 2, done.output
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


@pytest.mark.parametrize("there", [False, True])
def test_a_folder_that_was_made_for_nothing_is_removed(tmp_path, there):
    out = tmp_path / "a" / "b"
    if there:
        out.mkdir(parents=True)
    with pytest.raises(RuntimeError, match="on purpose"), output_folder(out):
        raise RuntimeError("on purpose")
    assert out.exists() == there


def test_a_folder_with_something_in_it_stays(tmp_path):
    def kept_and_broken():
        with output_folder(tmp_path / "out") as folder:
            (folder / "kept").touch()
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        kept_and_broken()
    assert (tmp_path / "out" / "kept").exists()


def test_two_callers_in_python_do_not_train_in_one_folder(tmp_path):
    from nn_experiments.training.resumable import asked_protocol, train

    protocol = asked_protocol("digits", None, "pairs", [("0.1", 128)], seeds=1, epochs=2, width=2)
    at_work, enough = threading.Event(), threading.Event()

    def first(*news):
        at_work.set()
        enough.wait(60)

    asked = {"out": tmp_path / "out", "workers": 1, "progress": first}
    other = threading.Thread(target=train, args=("digits", protocol), kwargs=asked)
    with ExitStack() as end:
        end.callback(other.join)
        end.callback(enough.set)
        other.start()
        assert at_work.wait(60)
        with pytest.raises(ValueError, match="out: another run writes there"):
            train("digits", protocol, tmp_path / "out", workers=1)
    assert train("digits", protocol, tmp_path / "out").protocol == protocol  # the other one's, whole


def test_what_a_killed_writer_left_in_the_folder_of_a_run_is_swept_away(tmp_path):
    own_ledger(tmp_path / "mine", "checks:good")
    left = tmp_path / "out" / "report.htmlabcd1234.tmp"
    left.parent.mkdir()
    left.touch()
    os.utime(left, (0, 0))
    assert verify(tmp_path).exit_code == 0
    assert not left.exists()


def test_with_stderr_closed_nothing_but_the_answer_is_on_stdout(tmp_path):
    own_ledger(tmp_path / "mine", "checks:good")
    asked = f"exec {subprocess.list2cmdline(command('verify', '--ledger', 'mine', '--json'))} 2>&-"
    done = subprocess.run(["/bin/sh", "-c", asked], cwd=tmp_path, stdout=subprocess.PIPE, check=True)
    assert json.loads(done.stdout)["schema"] == 1


def test_with_stdout_closed_a_run_is_a_run(tmp_path):
    own_ledger(tmp_path / "mine", "checks:good")
    asked = f"exec {subprocess.list2cmdline(command('verify', '--ledger', 'mine', '--out', 'out'))} >&- 2>&-"
    subprocess.run(["/bin/sh", "-c", asked], cwd=tmp_path, check=True)
    assert store.evidence_file(tmp_path / "out" / "evidence.json")["claims"]


def test_who_stops_reading_is_not_told_of_an_error(tmp_path):
    own_ledger(tmp_path / "mine", "checks:good")
    reader, writer = os.pipe()
    os.close(reader)
    asked = command("verify", "--ledger", "mine", "--json")
    done = subprocess.run(asked, cwd=tmp_path, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert done.returncode == 141
    assert "rror" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_behind_stdout_is_told_in_a_sentence(tmp_path):
    own_ledger(tmp_path / "mine", "checks:good")
    with Path("/dev/full").open("w") as full:
        asked = command("verify", "--ledger", "mine", "--json")
        done = subprocess.run(
            asked, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr.endswith("No space left on device\n")
    assert "Traceback" not in done.stderr


def test_a_character_that_stdout_does_not_have_is_written_as_an_escape(tmp_path):
    plain, escaped = (run(tmp_path, *WELL, PYTHONIOENCODING=code) for code in ("utf-8", "latin-1"))
    assert escaped.returncode == 0
    assert escaped.stdout.startswith(b"from               \\u22121\n")
    rest = escaped.stdout.decode("latin-1").encode("latin-1", "backslashreplace").decode("unicode_escape")
    assert rest == plain.stdout.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": None, "LANG": None, "TZ": "Pacific/Kiritimati", "COLUMNS": "20"},
        {"PYTHONHASHSEED": "1", "TZ": "America/Anchorage", "TMPDIR": "/nowhere"},
        {"PYTHONHASHSEED": "2", "HOME": None, "XDG_CACHE_HOME": "/proc/nowhere"},
    ],
    ids=lambda changes: " ".join(changes),
)
def test_the_surroundings_change_no_evidence(tmp_path, changes):
    own_ledger(tmp_path / "mine", "checks:good", "checks:missing")
    found = [
        run(tmp_path, "verify", "--ledger", "mine", "--workers", "1", "--json", **way)
        for way in ({}, changes)
    ]
    assert [done.returncode for done in found] == [1, 1], found[1].stderr
    first, other = (json.loads(done.stdout) for done in found)
    assert first | {"times": 0} == other | {"times": 0}


def test_every_changed_byte_of_evidence_is_noticed_or_harmless(tmp_path):
    own_ledger(tmp_path / "mine", "checks:good")
    assert verify(tmp_path).exit_code == 0
    file = tmp_path / "out" / "evidence.json"
    whole, content = file.read_bytes(), store.evidence_file(file)
    dice, noticed = random.Random(SEED), 0
    for _ in range(150):
        place = dice.randrange(len(whole))
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << dice.randrange(8)]) + whole[place + 1 :])
        try:
            found = store.evidence_file(file)
        except ValueError:
            noticed += 1
        else:
            times = {k: v for k, v in found["times"].items() if k in content["times"]}
            assert found | {"times": times} == content  # the name of the digest, or the space between words
    assert noticed > 100


def test_every_changed_byte_of_a_kept_check_is_noticed_or_harmless(tmp_path):
    from ledger.run import run as run_check
    from tests.ledger.test_store import CHECK

    journal = store.Journal(tmp_path, Setting())
    kept = worker.Run("derivations.x:y", worker.Status.RAN, CHECK.run(Setting()))
    assert run_check("derivations.x:y", Setting()).evidence is None
    journal.keep(kept)
    (page,) = journal.folder.glob("*.json")
    whole, dice = page.read_bytes(), random.Random(SEED)
    for _ in range(150):
        place = dice.randrange(len(whole))
        page.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << dice.randrange(8)]) + whole[place + 1 :])
        assert journal.finished() in ({}, {kept.check: kept})
