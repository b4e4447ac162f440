"""The records that are kept with the suite are whole, and of the protocols that they are said to be of."""

import pytest

from nn_experiments import full_protocol
from nn_experiments.curves import Run
from nn_experiments.digits_ladder import digits_ladder
from nn_experiments.protocol import HOT
from nn_experiments.the_record import LADDER, MNIST, RECORDS, kept

PROTOCOLS = {LADDER: digits_ladder(), MNIST: full_protocol.paper(64)}
NAMES = sorted(folder.name for folder in RECORDS.iterdir())


def arms(run: Run) -> set[str]:
    return {arm.label for arm in run.curves}


@pytest.mark.parametrize("name", NAMES)
def test_a_kept_record_is_whole_and_tells_how_it_was_made(name):
    run = kept(name)
    assert run.protocol == PROTOCOLS[name]
    assert arms(run) == {arm.label for arm in PROTOCOLS[name].arms}
    told = (RECORDS / name / "run.json").read_text(encoding="utf-8")
    assert '"command": "sgd-theorems train ' in told
    assert "/" not in told.split('"command": ')[1].partition("\n")[0]
    assert sorted(file.name for file in (RECORDS / name).iterdir()) == ["curves.npz", "run.json"]


@pytest.mark.skipif(MNIST not in NAMES, reason="the record of MNIST is not there")
def test_the_nets_of_the_record_learn_the_digits():
    assert kept(MNIST).curves[HOT].test_accuracy[:, -1].min() > 0.97
    assert kept(MNIST).curves[HOT].test_accuracy[:, -1].mean() > 0.98
