import json
from fractions import Fraction

import numpy as np
import pytest

from nn_experiments.data import digits
from nn_experiments.record import checkpoints, own_protocol, train
from nn_experiments.run import experiment

PAIRS = [("0.1", 128), ("0.2", 256)]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    out = tmp_path_factory.mktemp("run") / "new"
    run = train("digits", PAIRS, out, seeds=2, epochs=2, seed=3, provenance={"commit": "abc"})
    return out, run


def test_a_run_is_kept_with_its_protocol_and_provenance(written):
    out, run = written
    told = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert told["data"] == "digits"
    assert told["seed"] == 3
    assert told["images"] == 1280
    assert told["provenance"] == {"commit": "abc"}
    assert [(pair["rate"], pair["batch"]) for pair in told["pairs"]] == [("1/10", 128), ("1/5", 256)]
    first = next(iter(run.curves.values()))
    assert told["pairs"][0]["test_loss"] == first.test_loss[:, -1].tolist()
    assert told["pairs"][0]["log_norm"] == pytest.approx(first.log_norm[:, -1])


def test_arrays_are_kept_by_arm_and_name(written):
    out, run = written
    with np.load(out / "curves.npz") as archive:
        assert archive["epochs"].tolist() == [1, 2]
        for number, curves in enumerate(run.curves.values()):
            np.testing.assert_array_equal(archive[f"{number}/squares"], curves.squares)
            np.testing.assert_array_equal(archive[f"{number}/train_accuracy"], curves.train_accuracy)


def test_nothing_half_written_stays(written):
    assert sorted(file.name for file in written[0].iterdir()) == ["curves.npz", "run.json"]


def test_equal_arguments_give_equal_arrays(written):
    again = experiment(digits(), own_protocol(digits(), PAIRS, 2, 2), 3)
    for a, b in zip(again.curves.values(), written[1].curves.values(), strict=True):
        np.testing.assert_array_equal(a.squares, b.squares)


def test_learning_rates_stay_exact():
    (arm,) = own_protocol(digits(), [("0.1", 128)], 1, 1).arms
    assert arm.rate == Fraction(1, 10)


def test_checkpoints_are_dense_early_and_end_at_the_end():
    assert checkpoints(1) == (1,)
    assert checkpoints(7) == (1, 2, 3, 4, 5, 6, 7)
    found = checkpoints(1000)
    assert {1, 2, 5, 10, 20, 50, 100, 150, 200, 950, 1000} <= set(found)
    assert len(found) < 30


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"dataset": "letters"}, "dataset='letters': digits or mnist"),
        ({"device": "cuda:99"}, "device='cuda:99': PyTorch finds no such device here"),
        ({"pairs": []}, r"pairs=\[\]: at least one, each once"),
        ({"pairs": PAIRS[:1] * 2}, "at least one, each once"),
        ({"seeds": 0}, "seeds=0, epochs=2: both are at least 1"),
        ({"epochs": 0}, "seeds=2, epochs=0: both are at least 1"),
        ({"pairs": [("fast", 128)]}, "learning rate 'fast': a positive number is wanted, such as 0.1"),
        ({"pairs": [("-0.1", 128)]}, "learning rate '-0.1': a positive number is wanted"),
        ({"pairs": [("1/0", 128)]}, "learning rate '1/0': a positive number is wanted"),
        ({"pairs": [("0.1", 1)]}, "batch normalisation needs batches of at least 2 images"),
        ({"pairs": [("0.1", 2000)]}, "divide 2000 and its multiples only, digits has 1437 training images"),
    ],
)
def test_bad_input_is_told_before_anything_is_trained(tmp_path, changes, message):
    arguments = {
        "dataset": "digits",
        "pairs": PAIRS,
        "out": tmp_path / "x",
        "seeds": 2,
        "epochs": 2,
    } | changes
    with pytest.raises(ValueError, match=message):
        train(**arguments)
    assert not (tmp_path / "x").exists()
