from dataclasses import replace

import numpy as np
import pytest
import torch

from nn_experiments.network.ensemble import Ensemble
from nn_experiments.network.model import Architecture, initial_parameters
from nn_experiments.training.draws import initial_generators
from nn_experiments.training.stepping import ReplayedSteps, Steps, steps_on
from nn_experiments.training.train import trained

GENERATOR = torch.Generator().manual_seed(1)
PIXELS, LABELS = torch.rand(30, 6, generator=GENERATOR), torch.randint(3, (30,), generator=GENERATOR)
BATCHES = torch.stack([torch.randperm(30, generator=GENERATOR)[:8] for _ in range(40)]).view(20, 2, 8)
ARCHITECTURE = Architecture((6, 5, 4, 3))


def ensemble(architecture=ARCHITECTURE, device="cpu"):
    nets = initial_parameters(architecture, initial_generators(1, 2))
    return Ensemble(architecture, nets, rate=0.1, batch=8, device=device)


@pytest.mark.parametrize("normalised", [True, False])
def test_steps_are_those_of_the_ensemble_on_the_chosen_images(normalised):
    architecture = replace(ARCHITECTURE, normalised=normalised)
    nets, same = ensemble(architecture), ensemble(architecture)
    steps, losses = steps_on(nets, PIXELS, LABELS), torch.zeros(2)
    for chosen in BATCHES:
        steps.take(chosen)
        losses += same.step(PIXELS[chosen], LABELS[chosen])
    assert isinstance(steps, Steps)
    assert nets.steps == same.steps == 20
    for a, b in zip(nets.parameters.tensors, same.parameters.tensors, strict=True):
        torch.testing.assert_close(a, b, rtol=0, atol=0)
    torch.testing.assert_close(steps.losses, losses, rtol=0, atol=0)


def test_all_that_a_step_reads_and_writes_stays_at_its_place():
    nets = ensemble()
    steps = steps_on(nets, PIXELS, LABELS)

    def places():
        tensors = (*nets.parameters.tensors, *nets.moments.means, *nets.moments.variances)
        return [t.data_ptr() for t in (*tensors, steps.losses, steps.pixels)]

    before = places()
    for chosen in BATCHES:
        steps.take(chosen)
    assert places() == before


def test_steps_repeat_from_when_the_weight_in_the_moments_is_constant():
    nets = ensemble()
    steps = ReplayedSteps(nets, PIXELS, LABELS)
    nets.steps = 8
    assert not steps.repeats
    nets.steps = 9
    assert steps.repeats


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_replayed_steps_are_those_taken_one_kernel_at_a_time():
    one, other = ensemble(device="cuda"), ensemble(device="cuda")
    pixels, labels, batches = PIXELS.cuda(), LABELS.cuda(), BATCHES.cuda()
    eager, replayed = Steps(one, pixels, labels), steps_on(other, pixels, labels)
    for chosen in batches:
        eager.take(chosen)
        replayed.take(chosen)
    assert replayed.graph is not None
    assert one.steps == other.steps
    for a, b in zip(one.parameters.tensors, other.parameters.tensors, strict=True):
        torch.testing.assert_close(a, b)
    torch.testing.assert_close(eager.losses, replayed.losses)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_a_protocol_runs_on_the_accelerator(images, protocol):
    here, there = (trained(images, protocol, protocol.arms[0], 1, device=d) for d in ("cpu", "cuda"))
    np.testing.assert_allclose(here.train_loss, there.train_loss, rtol=1e-3)
