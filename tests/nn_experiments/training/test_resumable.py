import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path
from time import monotonic, sleep

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from nn_experiments.data.digits import digits
from nn_experiments.training.checkpoint import CheckpointFile
from nn_experiments.training.resumable import asked_protocol, train
from nn_experiments.training.train import trained

PAIRS = [("0.1", 128), ("0.2", 256)]
PROTOCOL = asked_protocol("digits", None, "pairs", PAIRS, seeds=2, epochs=4)
LONGER = asked_protocol("digits", None, "pairs", PAIRS, seeds=2, epochs=16)
FILES = ("curves.npz", "arms/arm-0.safetensors", "arms/arm-1.safetensors")
RUN = """
from pathlib import Path
from nn_experiments.training.resumable import asked_protocol, train
protocol = asked_protocol("digits", None, "pairs", [("0.1", 128), ("0.2", 256)], seeds=2, epochs={epochs})
if __name__ == "__main__":
    train("digits", protocol, Path({out!r}), workers={workers}, every=0)
"""


class Enough(Exception):
    pass


def stops(after):
    """Progress that raises after so many epochs."""
    told = []

    def progress(*news):
        told.append(news)
        if len(told) == after:
            raise Enough

    return progress


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    out = tmp_path_factory.mktemp("whole") / "run"
    train("digits", PROTOCOL, out, workers=1)
    return out


@pytest.fixture(scope="module")
def longer(tmp_path_factory):
    out = tmp_path_factory.mktemp("longer") / "run"
    train("digits", LONGER, out, workers=1)
    return out


def arrays(out):
    return (out / "curves.npz").read_bytes()


@pytest.mark.parametrize("after", [1, 3, 4, 6])
def test_an_interrupted_run_goes_on_to_the_same_bytes(tmp_path, whole, after):
    with pytest.raises(Enough):
        train("digits", PROTOCOL, tmp_path, workers=1, every=0, progress=stops(after))
    assert not (tmp_path / "curves.npz").exists()
    told = []
    train("digits", PROTOCOL, tmp_path, workers=1, progress=lambda *news: told.append(news))
    assert len(told) == 8 - after
    assert arrays(tmp_path) == arrays(whole)


def test_an_epoch_that_was_not_kept_is_trained_again(tmp_path, whole):
    with pytest.raises(Enough):
        train("digits", PROTOCOL, tmp_path, workers=1, every=1000, progress=stops(3))
    train("digits", PROTOCOL, tmp_path, workers=1)
    assert arrays(tmp_path) == arrays(whole)


def test_processes_give_the_same_bytes_and_tell_of_all_arms(tmp_path, whole):
    told = []
    train("digits", PROTOCOL, tmp_path, workers=2, progress=lambda *news: told.append(news))
    assert arrays(tmp_path) == arrays(whole)
    assert {(what, done) for what, done, _, _ in told} == {
        (arm.label, epoch) for arm in PROTOCOL.arms for epoch in range(1, 5)
    }
    assert all("loss" in news for *_, news in told)


def test_an_interruption_of_processes_leaves_what_they_kept(tmp_path, whole):
    with pytest.raises(Enough):
        train("digits", PROTOCOL, tmp_path, workers=2, every=0, progress=stops(2))
    assert list((tmp_path / "arms").glob("*.safetensors"))
    train("digits", PROTOCOL, tmp_path, workers=2)
    assert arrays(tmp_path) == arrays(whole)


@pytest.mark.parametrize(("how", "workers"), [(signal.SIGKILL, 1), (signal.SIGKILL, 2), (signal.SIGINT, 2)])
def test_a_killed_or_interrupted_process_costs_nothing_that_was_kept(tmp_path, longer, how, workers):
    out = tmp_path / "ended"
    script = tmp_path / "run.py"
    script.write_text(RUN.format(out=str(out), epochs=LONGER.epochs, workers=workers))
    child = subprocess.Popen([sys.executable, str(script)], start_new_session=True, stderr=subprocess.DEVNULL)
    start = monotonic()
    while not list(out.glob("arms/*.safetensors")) and monotonic() - start < 60:
        sleep(0.01)
    os.killpg(child.pid, how)
    assert child.wait() == -how
    assert not (out / "curves.npz").exists()
    train("digits", LONGER, out, workers=1)
    assert arrays(out) == arrays(longer)


def test_a_worker_that_is_killed_is_replaced(tmp_path, whole):
    killed = []

    def kills(*news):
        if not killed:
            killed.extend(active_children())
            killed[0].kill()

    train("digits", PROTOCOL, tmp_path, workers=2, every=0, progress=kills)
    assert arrays(tmp_path) == arrays(whole)
    assert len(killed) == 2


def test_training_in_a_folder_is_training(whole):
    curves = trained(digits(), PROTOCOL, PROTOCOL.arms[1], 2018)
    with np.load(whole / "curves.npz") as archive:
        np.testing.assert_array_equal(archive["1/squares"], curves.squares)


def test_a_finished_run_is_not_trained_again(whole):
    before = {file: (whole / file).stat().st_mtime_ns for file in FILES}
    run = train("digits", PROTOCOL, whole, progress=stops(1))
    assert run.protocol == PROTOCOL
    assert before == {file: (whole / file).stat().st_mtime_ns for file in FILES}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"seed": 3}, r"other arguments \(seed\)"),
        ({"protocol": replace(PROTOCOL, probes=9)}, r"other arguments \(probes\)"),
        ({"protocol": replace(PROTOCOL, arms=PROTOCOL.arms[:1])}, r"other arguments \(arms\)"),
    ],
)
def test_a_folder_is_for_one_run(whole, changes, sentence):
    before = (whole / "run.json").read_bytes()
    with pytest.raises(ValueError, match=sentence):
        train("digits", out=whole, **({"protocol": PROTOCOL} | changes))
    assert (whole / "run.json").read_bytes() == before


def cut(file):
    file.write_bytes(file.read_bytes()[:-9])


def flip(file):
    content = bytearray(file.read_bytes())
    content[-5] ^= 1
    file.write_bytes(content)


def nonsense(file):
    file.write_bytes(b"PK\x03\x04 this is no checkpoint")


def foreign(file):
    save_file({"x": load_file(file)["diverged"]}, file, {"of": "somebody else"})


def of_another_version(file):
    found = CheckpointFile(file, load_file_of(file)).found()
    CheckpointFile(file, load_file_of(file)).keep(
        replace(found, tensors={n: t for n, t in found.tensors.items() if n != "slopes"})
    )


def load_file_of(file):
    with safe_open(file, "pt") as content:
        return content.metadata()["of"]


def of_another_run(file):
    protocol = asked_protocol("digits", None, "pairs", PAIRS[:1], seeds=1, epochs=1)
    train("digits", protocol, file.parent / "other", seed=5, workers=1)
    file.write_bytes((file.parent / "other" / "arms" / "arm-0.safetensors").read_bytes())


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (cut, "not a checkpoint, or cut short; delete it"),
        (nonsense, "not a checkpoint, or cut short; delete it"),
        (foreign, "not a checkpoint, or cut short; delete it"),
        (flip, "the checkpoint is damaged; delete it"),
        (of_another_run, "a checkpoint of another run; move it away"),
        (of_another_version, "a checkpoint of another version; delete it"),
    ],
)
@pytest.mark.parametrize("workers", [1, 2])
def test_a_damaged_checkpoint_is_told_by_name_and_nothing_is_overwritten(tmp_path, damage, sentence, workers):
    with pytest.raises(Enough):
        train("digits", PROTOCOL, tmp_path, workers=1, every=0, progress=stops(6))
    file = tmp_path / "arms" / "arm-1.safetensors"
    damage(file)
    before = {f: f.read_bytes() for f in tmp_path.rglob("*") if f.is_file()}
    with pytest.raises(ValueError, match=rf"arm-1\.safetensors: {sentence}"):
        train("digits", PROTOCOL, tmp_path, workers=workers)
    assert before == {f: f.read_bytes() for f in tmp_path.rglob("*") if f.is_file()}


def test_the_sources_and_seconds_of_each_arm_are_told(whole):
    told = json.loads((whole / "run.json").read_text(encoding="utf-8"))
    assert told["finished"]
    assert told["date"][:2] == "20"
    assert all(len(arm["sources"]) == 1 and arm["seconds"] > 0 for arm in told["arms"])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"dataset": "letters"}, "dataset='letters': digits or mnist"),
        ({"device": "tpu"}, "device='tpu': cpu or cuda"),
        ({"workers": 0}, "workers=0: a positive number is wanted"),
        ({"data": Path("there")}, "data=there: the digits are enclosed; a folder goes with dataset='mnist'"),
    ],
)
def test_bad_input_is_told_before_anything_is_written(tmp_path, changes, sentence):
    arguments = {"dataset": "digits", "protocol": PROTOCOL, "out": tmp_path / "x"} | changes
    with pytest.raises(ValueError, match=sentence):
        train(**arguments)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"pairs": []}, r"pairs=\[\]: at least one, each once"),
        ({"pairs": PAIRS[:1] * 2}, "at least one, each once"),
        ({"seeds": 0}, "seeds=0, epochs=2, width=None: all are at least 1"),
        ({"epochs": 0}, "seeds=2, epochs=0, width=None: all are at least 1"),
        ({"width": 0}, "width=0: all are at least 1"),
        ({"pairs": [("fast", 128)]}, "learning rate 'fast': a positive number is wanted, such as 0.1"),
        ({"pairs": [("-0.1", 128)]}, "learning rate '-0.1': a positive number is wanted"),
        ({"pairs": [("1/0", 128)]}, "learning rate '1/0': a positive number is wanted"),
        ({"pairs": [("1e-31", 128)]}, r"'1e-31': a positive number is wanted, .* from 1e-30 to 1e\+38"),
        ({"pairs": [("1e39", 128)]}, r"'1e39': a positive number is wanted, .* from 1e-30 to 1e\+38"),
        ({"pairs": [("0.1", 1)]}, "batch normalisation needs at least 2 images"),
        ({"ghost": 0}, "batch normalisation needs at least 2 images"),
        ({"ghost": 1}, "batch normalisation needs at least 2 images"),
        ({"pairs": [("0.1", 0)], "normalised": False}, "a batch has at least 1 image"),
        ({"ghost": 100}, r"pair \(0.1, 128\), normalised by 100: ghost=100 must divide the batch"),
        ({"ghost": 64, "normalised": False}, "ghost=64, but nothing is normalised"),
        ({"pairs": [("0.1", 2000)]}, "divide 2000 and its multiples only, digits has 1437 training images"),
        ({"kind": "stairs"}, "protocol='stairs': pairs, paper or ladder"),
        ({"kind": "paper", "ghost": 64}, "protocol='paper' has its own normalisation"),
    ],
)
def test_a_protocol_that_makes_no_sense_is_refused(changes, sentence):
    arguments = {"kind": "pairs", "pairs": PAIRS, "seeds": 2, "epochs": 2} | changes
    with pytest.raises(ValueError, match=sentence):
        asked_protocol("digits", None, **arguments)
