"""A run and its output folder: another run, no place to write, a full disk, a kill, no home."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from ledger import files, output
from ledger.cli import main
from ledger.output import output_folder
from tests.ledger.own_ledger import CHECKS, own_ledger

SLOWLY = """

import time
from dataclasses import replace
from pathlib import Path


def slowly():
    with Path("visits").open("a") as visits:
        visits.write("x")
    time.sleep(0.3)
    return exact(2)


"""
COUNT = 8
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def slow_ledger(tmp_path):
    lines = "".join(f"s{i} = replace(good, measure=slowly)\n" for i in range(COUNT))
    names = [f"checks:s{i}" for i in range(COUNT)]
    return own_ledger(tmp_path / "mine", *names, modules={"checks.py": CHECKS + SLOWLY + lines})


def command(*arguments):
    return [sys.executable, "-m", "ledger", "verify", "--ledger", "mine", "--workers", "1", *arguments]


def verify(cwd, *arguments, expect=0, env=None):
    done = subprocess.run(command(*arguments), cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == expect, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def started(cwd, *arguments):
    """A run that has finished some checks and is at work on others."""
    running = subprocess.Popen(
        command(*arguments), cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while visits(cwd) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    return running


def visits(cwd):
    file = cwd / "visits"
    return len(file.read_text()) if file.exists() else 0


def without_times(file):
    content = json.loads(file.read_text(encoding="utf-8"))
    return json.dumps({key: value for key, value in content.items() if key != "times"})


def test_the_report_of_another_ledger_has_a_folder_of_its_own(tmp_path):
    own_ledger(tmp_path / "mine", "checks:good")
    done = verify(tmp_path)
    assert sorted(path.name for path in (tmp_path / "run" / "ledgers" / "mine").iterdir()) == [
        "evidence.json",
        "report.html",
        "report.json",
        "report.md",
    ]
    assert "1 as expected" in done.stdout
    evidence = json.loads((tmp_path / "run" / "ledgers" / "mine" / "evidence.json").read_text())
    assert evidence["ledger"] == "mine"
    assert evidence["paper"] == {"title": "T", "authors": "A", "year": 2000, "source": ""}
    assert "sgd-theorems verify --ledger mine c0" in (
        tmp_path / "run" / "ledgers" / "mine" / "report.html"
    ).read_text(encoding="utf-8")


def test_a_killed_run_of_another_ledger_goes_on_and_gives_the_same_evidence(tmp_path, slow_ledger):
    running = started(tmp_path, "--out", "one")
    running.send_signal(signal.SIGKILL)
    running.wait()
    before = visits(tmp_path)
    assert 3 <= before < COUNT
    verify(tmp_path, "--out", "one")
    assert visits(tmp_path) <= COUNT + 2  # at most the checks in flight were run twice
    verify(tmp_path, "--out", "two")
    assert without_times(tmp_path / "one" / "evidence.json") == without_times(
        tmp_path / "two" / "evidence.json"
    )
    assert not (tmp_path / "one" / "unfinished").exists()


def test_what_was_kept_is_not_used_after_the_ledger_changed(tmp_path, slow_ledger):
    running = started(tmp_path, "--out", "one")
    running.send_signal(signal.SIGKILL)
    running.wait()
    before = visits(tmp_path)
    with (slow_ledger / "checks.py").open("a", encoding="utf-8") as file:
        file.write("# another ledger\n")
    verify(tmp_path, "--out", "one")
    assert visits(tmp_path) == before + COUNT


def test_a_second_run_on_the_same_folder_is_refused_and_hurts_nothing(tmp_path, slow_ledger):
    running = started(tmp_path, "--out", "one")
    second = verify(tmp_path, "c0", "--out", "one", expect=2)
    assert "Error: one: another run writes there; wait for it, or give --out" in second.stderr
    assert running.wait() == 0
    assert visits(tmp_path) == COUNT
    verify(tmp_path, "c0", "--out", "one")


def test_a_folder_under_a_file_is_refused_at_once(tmp_path):
    own_ledger(tmp_path / "mine", "checks:good")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = verify(tmp_path, "--out", "file/run", expect=2)
    assert "Error: file/run: nothing can be written there: Not a directory" in done.stderr
    assert done.stdout == ""


def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_computed(tmp_path, monkeypatch):
    def refused(**arguments):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(output, "TemporaryFile", refused)
    with (
        pytest.raises(ValueError, match="out: nothing can be written there: Permission denied"),
        output_folder(tmp_path / "out"),
    ):
        pytest.fail("the body ran")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_refused(tmp_path):
    (tmp_path / "out").mkdir(mode=0o500)
    with pytest.raises(ValueError, match="nothing can be written"), output_folder(tmp_path / "out"):
        pytest.fail("the body ran")


def test_a_folder_is_free_again_after_a_run(tmp_path):
    for _ in range(2):
        with output_folder(tmp_path) as folder:
            assert list(folder.iterdir()) == []
        with pytest.raises(RuntimeError, match="on purpose"), output_folder(tmp_path):
            raise RuntimeError("on purpose")


@pytest.mark.parametrize("fits", [0, 1, 2, 4])
def test_a_full_disk_is_told_in_one_sentence_and_the_run_goes_on_later(tmp_path, monkeypatch, fits):
    """The disk takes `fits` files: pages of the journal, the evidence, the report."""
    own_ledger(tmp_path / "mine", "checks:good", "checks:good")
    asked = ["verify", "--ledger", str(tmp_path / "mine"), "--workers", "1", "--out", str(tmp_path / "out")]
    written = []

    def full(descriptor):
        if len(written) == fits:
            raise FULL
        written.append(descriptor)

    with monkeypatch.context() as disk:
        disk.setattr(files.os, "fsync", full)
        done = CliRunner().invoke(main, asked)
    assert done.exit_code == 2, done.output
    (sentence,) = [line for line in done.output.splitlines() if line.startswith("Error:")]
    assert sentence.endswith(
        "No space left on device; what is finished is kept, and the same command goes on"
    )
    assert not [path for path in (tmp_path / "out").rglob("*") if path.suffix == ".tmp"]
    assert CliRunner().invoke(main, asked).exit_code == 0
    assert not (tmp_path / "out" / "unfinished").exists()


@pytest.mark.parametrize("home", [None, "/proc/nowhere"])
def test_no_home_is_needed(tmp_path, home):
    own_ledger(tmp_path / "mine", "checks:good")
    homes = {"HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "MPLCONFIGDIR", "NUMBA_CACHE_DIR"}
    env = {name: value for name, value in os.environ.items() if name not in homes}
    done = verify(tmp_path, env=env | ({"HOME": home} if home else {}), expect=0)
    assert "as expected" in done.stdout


def test_the_report_of_its_evidence_is_written_again(tmp_path):
    own_ledger(tmp_path / "mine", "checks:good")
    verify(tmp_path)
    folder = tmp_path / "run" / "ledgers" / "mine"
    asked = ["report", str(folder / "evidence.json"), "--out", str(tmp_path / "again")]
    again = CliRunner().invoke(main, asked)
    assert again.exit_code == 0, again.output
    for name in ("report.html", "report.md", "report.json"):
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes()


def test_paths_are_relative_in_nothing_but_the_command(tmp_path):
    own_ledger(tmp_path / "mine", "checks:good")
    verify(tmp_path)
    for file in (tmp_path / "run" / "ledgers" / "mine").iterdir():
        assert str(Path(tmp_path)) not in file.read_text(encoding="utf-8")
