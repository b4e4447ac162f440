"""Curvature at the end of a run in a folder: measured, interrupted, resumed, refused, read."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest
import torch

from nn_experiments.curvature.instrument import Instrument
from nn_experiments.curvature.kept import EVALUATION, FILE, KINDS, NOISE, TRAINING, recorded_curvature
from nn_experiments.curvature.of_a_run import measure
from nn_experiments.training.kept_nets import kept_nets
from nn_experiments.training.resumable import asked_protocol, train
from tests.nn_experiments.small_landscape import whole_hessian

PAIRS = [("0.1", 128), ("0.2", 256)]
PROTOCOL = asked_protocol("digits", None, "pairs", PAIRS, seeds=2, epochs=2, width=3)
QUICK = Instrument(probes=20, images=60)
LABELS = [arm.label for arm in PROTOCOL.arms]


class Enough(Exception):
    pass


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    out = tmp_path_factory.mktemp("trained") / "run"
    train("digits", PROTOCOL, out, workers=1)
    return out


@pytest.fixture
def run(trained, tmp_path):
    return shutil.copytree(trained, tmp_path / "run")


@pytest.fixture(scope="module")
def measured(trained, tmp_path_factory):
    folder = shutil.copytree(trained, tmp_path_factory.mktemp("measured") / "run")
    measure(folder, QUICK, KINDS, told={"date": "today"})
    return folder


def numbers(folder):
    return {
        (net["label"], net["replica"], net["kind"]): net["values"] for net in recorded_curvature(folder).nets
    }


def test_the_nets_in_the_folder_are_those_that_were_measured_in_training(trained):
    nets = kept_nets(trained)
    for arm, curves in enumerate(nets.run.curves.values()):
        for replica in nets.sound(arm):
            net = nets.landscape(arm, replica, nets.run.protocol.hessian_images, training=False)
            slope = float(net.gradient().double().square().sum())
            assert slope == pytest.approx(curves.slopes[replica, -1], rel=1e-4)


@pytest.mark.parametrize("kind", [EVALUATION, TRAINING])
def test_what_is_kept_is_what_the_whole_hessian_says(measured, kind):
    net = kept_nets(measured).landscape(1, 1, QUICK.images, training=kind == TRAINING).in_double_precision()
    values = numbers(measured)[LABELS[1], 1, kind]
    hessian = whole_hessian(net, 0)
    norm, eigenvalues = np.log(np.linalg.norm(hessian)), np.linalg.eigvalsh(hessian)
    assert abs(values["log_norm"] - norm) < 5 * values["log_norm_error"]
    assert abs(values["trace"] - np.trace(hessian)) < 5 * values["trace_error"]
    np.testing.assert_allclose(values["largest"], eigenvalues[:-6:-1], rtol=1e-3)
    assert abs(values["smallest"][0] - eigenvalues[0]) <= values["smallest_bounds"][0] + 1e-4


def test_noise_is_kept(measured):
    found = recorded_curvature(measured)
    assert found.values(LABELS[0], NOISE, "shares").shape == (2, 10)
    directions = found.values(LABELS[0], NOISE, "directions")
    size = found.values(LABELS[0], NOISE, "size")
    np.testing.assert_allclose(size / directions - 1, found.values(LABELS[0], NOISE, "anisotropy"), rtol=1e-6)


def test_an_interrupted_measurement_goes_on_and_finds_the_same(run, measured):
    told = []

    def stops(*news):
        told.append(news)
        if len(told) == 3:
            raise Enough

    with pytest.raises(Enough):
        measure(run, QUICK, KINDS, progress=stops)
    assert len(recorded_curvature(run).nets) == 3
    measure(run, QUICK, KINDS)
    assert numbers(run) == numbers(measured)


def test_kinds_are_added_and_do_not_depend_on_each_other(run, measured):
    measure(run, QUICK, [TRAINING])
    alone = numbers(run)
    assert {kind for *_, kind in alone} == {TRAINING}
    measure(run, QUICK, [EVALUATION])
    assert len(numbers(run)) == 8
    assert alone.items() <= numbers(measured).items()


def test_a_finished_measurement_is_not_made_again(measured):
    before = (measured / FILE).read_bytes()
    measure(measured, QUICK, KINDS, told={"date": "tomorrow"})
    assert (measured / FILE).read_bytes() == before


def test_more_probes_are_taken_until_the_error_is_as_wanted(run):
    found = measure(run, Instrument(probes=5, relative_error=1e-9, images=20), [EVALUATION])
    assert (found.values(LABELS[0], EVALUATION, "probes") == 50).all()


def test_nets_without_normalisation_are_measured_once(tmp_path):
    protocol = asked_protocol(
        "digits", None, "pairs", PAIRS[:1], seeds=2, epochs=1, width=3, normalised=False
    )
    train("digits", protocol, tmp_path, workers=1)
    found = measure(tmp_path, QUICK, KINDS)
    assert {net["kind"] for net in found.nets} == {EVALUATION, NOISE}


def test_nets_that_diverged_are_left_out(tmp_path):
    protocol = asked_protocol("digits", None, "pairs", [("1e30", 128)], seeds=2, epochs=1, normalised=False)
    train("digits", protocol, tmp_path, workers=1)
    assert measure(tmp_path, QUICK, [EVALUATION]).nets == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"probes": 1}, "probes=1: at least 2"),
        ({"relative_error": 0.0}, "relative_error=0.0: a positive number"),
        ({"images": 3}, "images=3: at least 4"),
    ],
)
def test_an_instrument_that_makes_no_sense_is_refused(changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        Instrument(**changes)


def test_bad_input_is_told_in_a_sentence(run, measured):
    with pytest.raises(ValueError, match=r"kinds=\['both'\]: some of evaluation, training, noise"):
        measure(run, QUICK, ["both"])
    with pytest.raises(ValueError, match="images=1438: the run has 1437 training images"):
        measure(run, Instrument(images=1438), KINDS)
    with pytest.raises(
        ValueError, match=r"curvature\.json: measured with another probes, seed; move it away"
    ):
        measure(measured, Instrument(probes=21, images=60, seed=1), KINDS)
    (run / "arms" / "arm-1.safetensors").unlink()
    with pytest.raises(
        ValueError, match=r"arm-1\.safetensors: the nets of \(0.2, 256\) after the last epoch"
    ):
        measure(run, QUICK, KINDS)
    with pytest.raises(ValueError, match="there is no such record"):
        measure(run / "arms", QUICK, KINDS)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"question": [], "nets": []}', '{"question": {}, "nets": [{"kind": "noise"}]}'],
)
def test_something_else_is_not_read(run, content):
    (run / FILE).write_text(content)
    with pytest.raises(ValueError, match=r"curvature\.json: not the curvature of a run; move it away"):
        measure(run, QUICK, KINDS)


def test_what_was_not_measured_is_told(run, measured):
    with pytest.raises(ValueError, match="no curvature has been measured there"):
        recorded_curvature(run)
    with pytest.raises(ValueError, match="label='none', kind='noise': no net of it was measured"):
        recorded_curvature(measured).values("none", NOISE, "trace")


def test_the_file_tells_how_it_was_made_and_is_read_without_torch(measured):
    told = json.loads((measured / FILE).read_text(encoding="utf-8"))
    assert told["date"] == "today"
    assert all(net["seconds"] >= 0 and len(net["sources"]) == 16 for net in told["nets"])
    read = (
        "import sys; from pathlib import Path; from nn_experiments.curvature.kept import recorded_curvature;"
    )
    read += f"recorded_curvature(Path({str(measured)!r})); assert 'torch' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", read], check=False).returncode == 0


def test_one_thread_measures_and_the_number_of_threads_is_put_back(run):
    before = torch.get_num_threads()
    measure(run, QUICK, [NOISE], progress=lambda *_: None)
    assert torch.get_num_threads() == before
