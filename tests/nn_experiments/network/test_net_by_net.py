"""Small nets one by one beside the batched program, on more threads, and in other company."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch

from nn_experiments.network import ensemble as module
from nn_experiments.network.ensemble import Ensemble
from nn_experiments.network.model import Architecture, initial_parameters

ARCHITECTURE = Architecture((6, 5, 4, 3))
NETS, STEPS, BATCH = 3, 12, 8
GENERATOR = torch.Generator().manual_seed(1)
PIXELS = torch.rand(30, 6, generator=GENERATOR)
LABELS = torch.randint(3, (30,), generator=GENERATOR)
CHOSEN = torch.randint(30, (NETS, STEPS, BATCH), generator=GENERATOR)


def after(architecture=ARCHITECTURE, nets=NETS, dtype=torch.float32, calls=1, steps=STEPS, **options):
    start = initial_parameters(architecture, [np.random.default_rng(s) for s in range(nets)], dtype)
    ensemble = Ensemble(architecture, start, rate=0.3, batch=BATCH, **options)
    losses = [
        ensemble.follow(PIXELS.to(dtype), LABELS, part) for part in CHOSEN[:nets, :steps].chunk(calls, 1)
    ]
    moments = (*ensemble.moments.means, *ensemble.moments.variances)
    return torch.cat(losses, 1), *ensemble.parameters.tensors, *moments


@pytest.mark.parametrize("normalised", [True, False])
@pytest.mark.parametrize(
    "options", [{"nets": 1}, {"threads": 2}, {"threads": 9}, {"calls": STEPS}, {"calls": 4}]
)
def test_a_net_takes_the_same_steps_to_the_last_bit_in_any_company(normalised, options):
    architecture = replace(ARCHITECTURE, normalised=normalised)
    for here, there in zip(after(architecture), after(architecture, **options), strict=True):
        torch.testing.assert_close(here[: len(there)], there, rtol=0, atol=0)


@pytest.mark.parametrize(("normalised", "ghost"), [(True, None), (True, 4), (False, None)])
def test_the_batched_program_takes_the_same_steps(monkeypatch, normalised, ghost):
    def run():
        architecture = replace(ARCHITECTURE, normalised=normalised)
        return after(architecture, dtype=torch.float64, ghost=ghost, steps=4)

    one_by_one = run()
    monkeypatch.setattr(module, "is_small", lambda architecture: False)
    for at_a_time in (1, 2, NETS):
        monkeypatch.setattr(module, "nets_at_a_time", lambda *_, count=at_a_time: count)
        for here, there in zip(one_by_one, run(), strict=True):
            torch.testing.assert_close(here, there, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("normalised", [True, False])
def test_batched_nets_do_not_depend_on_how_many_are_taken_at_a_time(monkeypatch, normalised):
    monkeypatch.setattr(module, "is_small", lambda architecture: False)
    found = []
    for at_a_time in (1, 2, NETS):
        monkeypatch.setattr(module, "nets_at_a_time", lambda *_, count=at_a_time: count)
        found.append(after(Architecture((6, 70, 4, 3), normalised=normalised)))
    for other in found[1:]:
        for here, there in zip(found[0], other, strict=True):
            torch.testing.assert_close(here, there)


def test_a_step_is_followed_like_any_other():
    start = initial_parameters(ARCHITECTURE, [np.random.default_rng(s) for s in range(NETS)])
    one, other = (Ensemble(ARCHITECTURE, start, rate=0.3, batch=BATCH) for _ in range(2))
    losses = one.follow(PIXELS, LABELS, CHOSEN)
    for step, chosen in enumerate(CHOSEN.unbind(1)):
        here = other.step(PIXELS[chosen], LABELS[chosen])
        torch.testing.assert_close(here, losses[:, step], rtol=0, atol=0)
    assert one.steps == other.steps == STEPS


@pytest.mark.parametrize("number", [-1, 30])
def test_numbers_that_are_no_image_are_refused(number):
    ensemble = Ensemble(
        ARCHITECTURE, initial_parameters(ARCHITECTURE, [np.random.default_rng(1)]), rate=0.3, batch=BATCH
    )
    with pytest.raises(IndexError, match="a number is not that of an image"):
        ensemble.follow(PIXELS, LABELS, torch.full((1, 1, BATCH), number))


@pytest.mark.parametrize("label", [-1, 3])
def test_labels_that_are_no_class_are_refused(label):
    ensemble = Ensemble(
        ARCHITECTURE, initial_parameters(ARCHITECTURE, [np.random.default_rng(1)]), rate=0.3, batch=BATCH
    )
    with pytest.raises(IndexError, match="a label is not the number of a class"):
        ensemble.follow(PIXELS, torch.full((30,), label), CHOSEN[:1])


STEPS_TAKEN = """
import numpy, sys
from nn_experiments.network.model import Architecture, initial_parameters
from nn_experiments.network.ensemble import Ensemble
import torch
numbers = numpy.random.default_rng(1)
architecture = Architecture((64, 64, 64, 10))
nets = Ensemble(architecture, initial_parameters(architecture, [numbers]), rate=0.1, batch=64)
images = torch.as_tensor(numbers.random((640, 64), "f4"))
labels = torch.as_tensor(numbers.integers(0, 10, 640))
nets.follow(images, labels, torch.as_tensor(numbers.permutation(640)).reshape(1, 10, 64))
sys.stdout.buffer.write(b"".join(weight.numpy().tobytes() for weight in nets.parameters.weights))
"""


def test_code_compiled_just_now_and_code_from_the_disk_give_the_same_bytes(tmp_path):
    def taken():
        surroundings = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path), "OMP_NUM_THREADS": "1"}
        return subprocess.run(
            [sys.executable, "-c", STEPS_TAKEN], env=surroundings, check=True, capture_output=True
        ).stdout

    compiled, kept = taken(), taken()
    assert list(tmp_path.rglob("*.nbc"))
    assert len(compiled) == 4 * (64 * 64 + 64 * 64 + 64 * 10)
    assert compiled == kept
