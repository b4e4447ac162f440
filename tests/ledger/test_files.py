"""Files that are whole or absent, and what is left of those that were not finished."""

import fcntl
import os
import time

import pytest

from ledger import files
from ledger.files import HOUR, SECOND, sweep, write_atomically

NAME = "evidence.jsonabcd_123.tmp"


@pytest.fixture
def left(tmp_path):
    """What a killed writer has left."""
    file = tmp_path / NAME
    file.write_bytes(b"{")
    aged(file, 2 * SECOND)
    return file


def aged(file, seconds):
    then = time.time() - seconds
    os.utime(file, (then, then))


def test_what_was_left_is_removed_and_nothing_else(left):
    others = [
        left.with_name(name) for name in ("evidence.json", "my.tmp", "notes.txtabcdefgh.tmp", "x.json.tmp")
    ]
    for other in others:
        other.touch()
        aged(other, 2 * HOUR)
    sweep(left.parent)
    assert sorted(left.parent.iterdir()) == sorted(others)


def test_what_is_being_written_is_left_alone(left):
    aged(left, 2 * HOUR)
    with left.open("rb") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)
        sweep(left.parent)
        assert left.exists()
    sweep(left.parent)
    assert not left.exists()


def test_what_has_just_been_made_is_left_alone(left):
    """Its writer may not have locked it yet; the same if the clock was set back."""
    for age in (0, -HOUR):
        aged(left, age)
        sweep(left.parent)
        assert left.exists()


@pytest.mark.parametrize(("age", "stays"), [(HOUR / 2, True), (2 * HOUR, False)])
def test_without_locks_only_old_files_are_removed(left, monkeypatch, age, stays):
    monkeypatch.setattr(files, "fcntl", None)
    aged(left, age)
    sweep(left.parent)
    assert left.exists() == stays


def test_a_file_is_locked_while_it_is_written(tmp_path, monkeypatch):
    seen = []

    def look(descriptor):
        (temporary,) = tmp_path.glob("*.tmp")
        assert files.LEFT.fullmatch(temporary.name)
        aged(temporary, 2 * HOUR)
        sweep(tmp_path)
        seen.append(temporary.exists())

    monkeypatch.setattr(files.os, "fsync", look)
    write_atomically(tmp_path / "evidence.json", b"{}")
    assert seen == [True]
    assert [file.name for file in tmp_path.iterdir()] == ["evidence.json"]


def test_a_folder_that_is_not_there_is_swept(tmp_path):
    sweep(tmp_path / "nowhere")
