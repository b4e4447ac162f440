import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from nn_experiments.training.curves import COLUMNS, Curves, Run
from nn_experiments.training.protocol import Arm, Protocol
from nn_experiments.training.record import (
    Cost,
    begin,
    enclosed,
    expect_same_question,
    finish,
    question,
    recorded,
)

ARMS = (
    Arm(Fraction(1, 3), 8, replicas=2),
    Arm(Fraction(1, 5), 16, ghost=8, replicas=2),
    Arm(Fraction(1, 5), 16, replicas=2, normalised=False, replacement=True),
)
PROTOCOL = Protocol(48, (6, 5, 3), 3, (1, 3), probes=4, hessian_images=40, arms=ARMS, drawn_from=60)
ASKED = question("mnist", PROTOCOL, 7, "cpu")
TOLD = {"date": "today", "command": "a command"}


def curves(number: int, arm: Arm) -> Curves:
    rng = np.random.default_rng(number)
    columns = {name: rng.uniform(0.1, 1, (2, 2, 4) if name == "squares" else (2, 2)) for name in COLUMNS}
    if number == 1:
        columns["train_loss"][1] = np.nan
    return Curves(arm, (1, 3), 18 // (number + 1), np.array([0, 2 * (number == 1)]), **columns)


RUN = Run(PROTOCOL, "MNIST", 7, {arm: curves(number, arm) for number, arm in enumerate(ARMS)})
COSTS = {arm: Cost(12.34, ("abc",)) for arm in ARMS}


@pytest.fixture
def folder(tmp_path):
    finish(tmp_path, RUN, ASKED, COSTS, TOLD)
    return tmp_path


def test_what_was_written_is_read(folder):
    found = recorded(folder)
    assert (found.protocol, found.data, found.seed) == (RUN.protocol, RUN.data, RUN.seed)
    assert found.diverged == RUN.diverged == [f"{ARMS[1].label}, replica 1, epoch 2"]
    for arm, expected in RUN.curves.items():
        assert (found.curves[arm].steps, found.curves[arm].epochs) == (expected.steps, expected.epochs)
        for name in (*COLUMNS, "diverged"):
            np.testing.assert_array_equal(getattr(found.curves[arm], name), getattr(expected, name))


def test_equal_arrays_give_equal_bytes_and_no_time_stamp(folder, tmp_path_factory, monkeypatch):
    monkeypatch.setattr("time.localtime", lambda *_: 1 / 0)
    other = tmp_path_factory.mktemp("other")
    finish(other, RUN, ASKED, COSTS, TOLD)
    for name in ("curves.npz", "run.json"):
        assert (folder / name).read_bytes() == (other / name).read_bytes()


def test_the_last_values_are_told_and_what_is_no_number_is_null(folder):
    told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert told["question"] == ASKED
    assert told["command"] == "a command"
    first, second, _ = told["arms"]
    assert first["test_loss"] == RUN.curves[ARMS[0]].test_loss[:, -1].tolist()
    assert first["log_norm"] == pytest.approx(RUN.curves[ARMS[0]].log_norm[:, -1])
    assert first["seconds"] == pytest.approx(12.3)
    assert second["train_loss"][1] is None
    assert second["diverged"] == [0, 2]


def test_a_folder_that_is_finished_is_told_from_one_that_is_not(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    assert expect_same_question(folder, ASKED)
    assert not expect_same_question(other, ASKED)
    assert not expect_same_question(other / "none", ASKED)
    begin(other, ASKED)
    assert not expect_same_question(other, ASKED)
    with pytest.raises(ValueError, match="the run is not finished; the same command goes on with it"):
        recorded(other)


def test_other_questions_are_refused_by_name(folder):
    with pytest.raises(ValueError, match=r"other arguments \(seed, probes\)"):
        expect_same_question(folder, question("mnist", replace(PROTOCOL, probes=5), 8, "cpu"))


def test_a_file_is_no_folder(folder):
    with pytest.raises(ValueError, match="a folder is wanted, this is a file"):
        expect_same_question(folder / "run.json", ASKED)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"question": {}, "finished": 1}', "\x00"])
def test_something_else_is_no_record(folder, content):
    (folder / "run.json").write_text(content)
    for refuse in (recorded, lambda f: expect_same_question(f, ASKED)):
        with pytest.raises(ValueError, match=r"run\.json: not the record of a run"):
            refuse(folder)


def test_arrays_of_nobody_are_not_overwritten(folder):
    (folder / "run.json").unlink()
    with pytest.raises(ValueError, match=r"it has curves\.npz but no run\.json"):
        expect_same_question(folder, ASKED)
    with pytest.raises(ValueError, match=r"run\.json: there is no such record"):
        recorded(folder)


def test_a_question_that_is_none_is_told(folder):
    told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    told["question"]["images"] = 47
    del told["digest"]
    (folder / "run.json").write_text(json.dumps(told))
    with pytest.raises(ValueError, match="it does not tell of a run: images=47"):
        recorded(folder)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("question", "arms", 0, "rate"), "1/0"),
        (("question", "arms", 0, "batch"), 0),
        (("question", "arms", 0, "ghost"), []),
        (("question", "checkpoints"), []),
        (("question", "data"), []),
        (("arms",), []),
        (("arms", 0), None),
    ],
)
def test_a_record_that_says_what_cannot_be_is_told(folder, place, value):
    told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    *way, last = place
    inner = told
    for step in way:
        inner = inner[step]
    inner[last] = value
    del told["digest"]
    (folder / "run.json").write_text(json.dumps(told))
    with pytest.raises(ValueError, match=r"run\.json: it does not tell of a run"):
        recorded(folder)


def test_a_record_that_was_changed_is_told(folder):
    text = (folder / "run.json").read_text(encoding="utf-8")
    (folder / "run.json").write_text(text.replace("a command", "a comment"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"run\.json: the record is damaged or was changed"):
        recorded(folder)


def flipped(content: bytes) -> bytes:
    """The same with one bit changed in the middle."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def strangely_compressed(content: bytes) -> bytes:
    """The same with a method in the directory that nobody knows."""
    place = content.rindex(b"PK\x01\x02") + 10
    return content[:place] + b"\x63" + content[place + 1 :]


def encrypted(content: bytes) -> bytes:
    """The same, said to be encrypted."""
    place = content.rindex(b"PK\x01\x02") + 8
    return content[:place] + b"\x01" + content[place + 1 :]


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-40], lambda b: b"", flipped, strangely_compressed, encrypted]
)
def test_damaged_arrays_are_told_by_name(folder, damage):
    file = folder / "curves.npz"
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(ValueError, match=r"curves\.npz: the arrays are missing or damaged"):
        recorded(folder)


def test_no_changed_bit_changes_an_array(folder):
    file = folder / "curves.npz"
    content = file.read_bytes()
    for place in range(0, len(content), 13):
        changed = bytearray(content)
        changed[place] ^= 4
        file.write_bytes(bytes(changed))
        try:
            found = recorded(folder)
        except ValueError:
            continue
        for arm, expected in RUN.curves.items():
            np.testing.assert_array_equal(found.curves[arm].squares, expected.squares)
            np.testing.assert_array_equal(found.curves[arm].diverged, expected.diverged)


def test_arrays_of_another_shape_are_told(folder):
    told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    told["question"]["probes"] = 5
    del told["digest"]
    (folder / "run.json").write_text(json.dumps(told))
    with pytest.raises(ValueError, match=r"0/squares has the shape \(2, 2, 4\)"):
        recorded(folder)


def test_enclosed_runs_are_whole(folder, monkeypatch):
    monkeypatch.setattr("nn_experiments.training.record.RECORDS", folder.parent)
    with pytest.raises(ValueError, match=rf"record {folder.name}: training diverged: .* replica 1, epoch 2"):
        enclosed(folder.name)
    with pytest.raises(ValueError, match=r"no-such-run.run\.json: there is no such record"):
        enclosed("no-such-run")


def test_records_are_read_without_torch(folder):
    read = "import sys; from pathlib import Path; from nn_experiments.training.record import recorded;"
    read += f"recorded(Path({str(folder)!r})); assert 'torch' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", read], check=False).returncode == 0
