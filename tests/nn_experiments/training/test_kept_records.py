"""The records that are kept with the suite are whole, and of the protocols that they are said to be of."""

from hashlib import sha256

import pytest

from ledger.files import as_json
from nn_experiments.curvature.kept import KINDS
from nn_experiments.findings.the_record import LADDER, MNIST, RECORDS, kept, kept_curvature
from nn_experiments.training import full_protocol
from nn_experiments.training.curves import Run
from nn_experiments.training.digits_ladder import digits_ladder
from nn_experiments.training.protocol import HOT
from nn_experiments.training.record import told_question

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
    files = {file.name for file in (RECORDS / name).iterdir()}
    assert files == {"curves.npz", "run.json"} | ({"curvature.json"} if name == MNIST else set())


@pytest.mark.skipif(MNIST not in NAMES, reason="the record of MNIST is not there")
def test_the_curvature_that_is_kept_is_of_all_nets_of_the_record():
    found = kept_curvature(MNIST)
    expected = {(arm, r, kind) for arm in range(4) for r in range(10) for kind in KINDS}
    assert found.pieces == expected
    assert found.told["command"].startswith("sgd-theorems curvature mnist-width-64 --data mnist --probes ")
    assert found.question["images"] == PROTOCOLS[MNIST].hessian_images
    question = as_json(told_question(RECORDS / MNIST))
    assert found.question["run"] == sha256(question).hexdigest()[:16]


@pytest.mark.skipif(MNIST not in NAMES, reason="the record of MNIST is not there")
def test_the_nets_of_the_record_learn_the_digits():
    assert kept(MNIST).curves[HOT].test_accuracy[:, -1].min() > 0.97
    assert kept(MNIST).curves[HOT].test_accuracy[:, -1].mean() > 0.98
