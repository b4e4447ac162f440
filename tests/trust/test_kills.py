"""The campaign of kills, in short: one story, and whether it would notice what it looks for."""

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.campaigns import damage, kills
from tests.campaigns.killed_runs import OUT, RUNS, SPLITTING, TRAIN, VERIFY, unsound
from tests.campaigns.processes import Started, members


def test_a_run_that_is_killed_ends_in_the_same_bytes(monkeypatch):
    monkeypatch.setattr(kills, "A_STORY", 2)
    whole, seconds = kills.whole_run(VERIFY, 1)
    story = kills.told(VERIFY, 0, [whole], seconds)
    assert story.problems == []
    assert story.orphans == story.broken == story.lost == 0


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.name)
def test_a_part_that_is_gone_or_made_again_is_noticed(run):
    before = {"a": 5, "b": 7}
    assert run.lost(before, before) == []
    assert run.lost(before, {"b": 7}) == ["a"]
    assert run.lost(before, {"a": 4, "b": 7}) == ["a"]
    assert (run.lost(before, {"a": 6, "b": 7}) == []) == (run is TRAIN)


@pytest.mark.parametrize(
    ("name", "whole", "half"),
    [
        ("evidence.json", b"{}\n", b"{"),
        ("report.html", b"<html></html>\n", b"<html><p"),
        ("report.md", b"# x\n", b"# x"),
        ("strange.bin", None, b""),
        ("arm.safetensors", None, b"\x08\0\0\0\0\0\0\0"),
        ("block.npz", None, b"PK\x03\x04"),
    ],
)
def test_a_file_that_is_not_whole_is_noticed(tmp_path, name, whole, half):
    (tmp_path / OUT).mkdir()
    if whole is not None:
        (tmp_path / OUT / name).write_bytes(whole)
        assert unsound(tmp_path) == (1, [])
    (tmp_path / OUT / name).write_bytes(half)
    count, broken = unsound(tmp_path)
    assert count == len(broken) == 1


def test_another_result_and_what_is_left_are_noticed(tmp_path):
    SPLITTING.prepared(tmp_path)
    (tmp_path / OUT).mkdir()
    (tmp_path / "stdout").write_bytes(b"1")
    whole, story = SPLITTING.found(tmp_path), kills.Story()
    kills._compare(SPLITTING, tmp_path, whole, story)
    assert story.problems == []
    (tmp_path / "stdout").write_bytes(b"2")
    (tmp_path / OUT / "question.json12345678.tmp").touch()
    kills._compare(SPLITTING, tmp_path, whole, story)
    assert any("is left" in problem for problem in story.problems)
    assert any("another result than without kills" in problem for problem in story.problems)


def test_checks_that_were_made_too_often_are_noticed(tmp_path):
    (tmp_path / "visits").write_text("0\n" * 13, encoding="utf-8")
    few, many = kills.Story(kills=["all"] * 3), kills.Story(kills=["all"] * 2)
    kills._look_at_visits(tmp_path, 1, few)
    kills._look_at_visits(tmp_path, 1, many)
    assert few.problems == []
    assert many.problems == ["3 checks were made again after 2 kills"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are found in /proc")
def test_a_process_that_outlives_its_parent_is_noticed(tmp_path):
    program = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
    started = Started([sys.executable, "-c", program], tmp_path)
    while len(members(started.process.pid)) < 2:
        assert not started.ended_within(0.05)
    os.kill(started.process.pid, signal.SIGKILL)
    started.process.wait()
    assert len(started.lingering(0.2)) == 1
    assert started.lingering(10) == []


def test_a_reader_that_believes_everything_is_noticed(monkeypatch):
    monkeypatch.setattr(damage, "FLIPS", 20)
    monkeypatch.setattr(damage, "CUTS", 5)
    block = next(kind for kind in damage.KINDS if kind.name == "kept block")
    careful = damage.damaged(block)
    careless = damage.damaged(damage.Kept("careless", block.made, lambda file: file.read_bytes()))
    assert len(careful) == len(careless) > 30
    assert not [trial for trial in careful if trial.problem]
    assert all(trial.problem == "another content was believed" for trial in careless)
