import numpy as np
import pytest
import torch
from torch import nn

from nn_experiments.network.ensemble import Ensemble
from nn_experiments.network.model import (
    Architecture,
    Moments,
    Parameters,
    cross_entropy,
    forward,
    initial_parameters,
)
from tests.nn_experiments.usual_net import of_kind, usual_net

ARCHITECTURE = Architecture((6, 5, 4, 3))
PLAIN = Architecture((6, 5, 4, 3), normalised=False)
RATE, BATCH = 0.3, 12


def nets(replicas: int = 2, architecture: Architecture = ARCHITECTURE):
    return initial_parameters(
        architecture, [np.random.default_rng(s) for s in range(replicas)], torch.float64
    )


def batches(count: int, replicas: int = 2):
    generator = torch.Generator().manual_seed(5)
    for _ in range(count):
        images = torch.rand(replicas, BATCH, 6, dtype=torch.float64, generator=generator)
        yield images, torch.randint(3, (replicas, BATCH), generator=generator)


@pytest.mark.parametrize(
    ("architecture", "ghost"), [(ARCHITECTURE, None), (ARCHITECTURE, 2), (ARCHITECTURE, 6), (PLAIN, None)]
)
@pytest.mark.parametrize("fused", [True, False])
def test_a_step_goes_down_the_gradient_of_automatic_differentiation(architecture, ghost, fused):
    start = nets(architecture=architecture)
    ensemble = Ensemble(architecture, start, rate=RATE, batch=BATCH, ghost=ghost, fused=fused)
    ((images, labels),) = batches(1)
    leaves = [t.clone().requires_grad_() for t in start.tensors]
    logits = forward(architecture, start.with_tensors(leaves), images.mT, ghost=ghost)
    losses = cross_entropy(logits, labels) / BATCH
    gradient = torch.autograd.grad(losses.sum(), leaves)
    torch.testing.assert_close(ensemble.step(images, labels), losses.detach(), rtol=1e-13, atol=0)
    for moved, tensor, slope in zip(ensemble.parameters.tensors, start.tensors, gradient, strict=True):
        torch.testing.assert_close(moved, tensor - RATE * slope, rtol=0, atol=1e-14)


@pytest.mark.parametrize("architecture", [ARCHITECTURE, PLAIN], ids=["normalised", "plain"])
def test_ten_steps_are_those_of_the_usual_net_with_its_running_moments(architecture):
    start = nets(architecture=architecture)
    ensemble = Ensemble(architecture, start, rate=RATE, batch=BATCH)
    usual = [usual_net(architecture, start, replica).train() for replica in range(2)]
    optimisers = [torch.optim.SGD(net.parameters(), lr=RATE) for net in usual]
    for images, labels in batches(10):
        ensemble.step(images, labels)
        for replica, (net, optimiser) in enumerate(zip(usual, optimisers, strict=True)):
            optimiser.zero_grad()
            nn.functional.cross_entropy(net(images[replica]), labels[replica]).backward()
            optimiser.step()
    for replica, net in enumerate(usual):
        for weight, linear in zip(ensemble.parameters.weights, of_kind(net, nn.Linear), strict=True):
            torch.testing.assert_close(weight[replica], linear.weight.detach())
        for layer, norm in enumerate(of_kind(net, nn.BatchNorm1d)):
            torch.testing.assert_close(ensemble.moments.means[layer][replica, :, 0], norm.running_mean)
            torch.testing.assert_close(ensemble.moments.variances[layer][replica, :, 0], norm.running_var)


@pytest.mark.parametrize(("ghost", "order"), [(BATCH // 2, 2), (None, 1)])
def test_one_step_of_twice_the_batch_and_rate_is_two_steps_to_second_order_if_normalised_alike(ghost, order):
    """What "the same γ/M" leaves over is of order γ² for each pair of steps, but not if M changes the net."""

    def distance(rate: float) -> float:
        large = Ensemble(ARCHITECTURE, nets(), rate=2 * rate, batch=BATCH, ghost=ghost)
        small = Ensemble(ARCHITECTURE, nets(), rate=rate, batch=BATCH // 2)
        ((images, labels),) = batches(1)
        large.step(images, labels)
        for part, theirs in zip(images.split(BATCH // 2, 1), labels.split(BATCH // 2, 1), strict=True):
            small.step(part, theirs)
        pairs = zip(large.parameters.tensors, small.parameters.tensors, strict=True)
        return max(float((a - b).abs().max()) for a, b in pairs)

    assert np.log10(distance(1e-3) / distance(1e-4)) == pytest.approx(order, abs=0.1)


def test_moments_of_ghost_batches_are_averages_over_the_blocks():
    ensemble = Ensemble(ARCHITECTURE, nets(), rate=RATE, batch=BATCH, ghost=4)
    ((images, labels),) = batches(1)
    z = (nets().weights[0] @ images.mT).unflatten(-1, (3, 4))
    ensemble.step(images, labels)
    torch.testing.assert_close(ensemble.moments.means[0], z.mean(-1).mean(-1, keepdim=True))
    torch.testing.assert_close(ensemble.moments.variances[0], z.var(-1).mean(-1, keepdim=True))


def test_late_moments_forget_like_the_momentum_says():
    ensemble = Ensemble(ARCHITECTURE, nets(), rate=0.0, batch=BATCH)
    ensemble.steps = 1000
    ((images, labels),) = batches(1)
    mean = (nets().weights[0] @ images.mT).mean(-1, keepdim=True)
    ensemble.step(images, labels)
    torch.testing.assert_close(ensemble.moments.means[0], 0.1 * mean)


@pytest.mark.parametrize("architecture", [ARCHITECTURE, PLAIN], ids=["normalised", "plain"])
def test_the_kernels_take_the_steps_of_pytorch(architecture):
    fast, slow = (
        Ensemble(architecture, nets(architecture=architecture), rate=RATE, batch=BATCH, fused=fused)
        for fused in (True, False)
    )
    for images, labels in batches(10):
        torch.testing.assert_close(fast.step(images, labels), slow.step(images, labels), rtol=1e-12, atol=0)
    for part in ("parameters", "moments"):
        for here, there in zip(tensors(getattr(fast, part)), tensors(getattr(slow, part)), strict=True):
            torch.testing.assert_close(here, there, rtol=1e-12, atol=1e-13)


def tensors(of: Parameters | Moments) -> tuple[torch.Tensor, ...]:
    return of.tensors if isinstance(of, Parameters) else (*of.means, *of.variances)


def test_places_of_the_nets_cannot_be_replaced():
    ensemble = Ensemble(ARCHITECTURE, nets(), rate=RATE, batch=BATCH)
    with pytest.raises(AttributeError, match="parameters"):
        ensemble.parameters = nets()


def test_replicas_never_meet():
    alone = Ensemble(ARCHITECTURE, nets(1), rate=RATE, batch=BATCH)
    company = Ensemble(ARCHITECTURE, nets(3), rate=RATE, batch=BATCH)
    for images, labels in batches(4, replicas=3):
        company.step(images, labels)
        alone.step(images[:1], labels[:1])
    for a, b in zip(alone.parameters.tensors, company.parameters.tensors, strict=True):
        torch.testing.assert_close(a[0], b[0])


def test_the_given_parameters_stay_as_they_are():
    start = nets()
    ensemble = Ensemble(ARCHITECTURE, start, rate=RATE, batch=BATCH)
    for images, labels in batches(1):
        ensemble.step(images, labels)
    for before, now in zip(nets().tensors, start.tensors, strict=True):
        torch.testing.assert_close(before, now, rtol=0, atol=0)


@pytest.mark.parametrize(("batch", "ghost"), [(1, None), (12, 5), (12, 1)])
def test_batches_that_cannot_be_normalised_are_refused(batch, ghost):
    with pytest.raises(ValueError, match=f"batch={batch}, ghost={ghost}: ghost must divide batch"):
        Ensemble(ARCHITECTURE, nets(), rate=RATE, batch=batch, ghost=ghost)


def test_ghost_batches_without_normalisation_are_refused():
    with pytest.raises(ValueError, match="ghost=4: nothing is normalised, it must be None"):
        Ensemble(PLAIN, nets(architecture=PLAIN), rate=RATE, batch=BATCH, ghost=4)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_the_accelerator_takes_the_same_steps():
    here = Ensemble(ARCHITECTURE, nets(), rate=RATE, batch=BATCH)
    there = Ensemble(ARCHITECTURE, nets(), rate=RATE, batch=BATCH, device="cuda")
    for images, labels in batches(5):
        here.step(images, labels)
        there.step(images.cuda(), labels.cuda())
    for a, b in zip(here.parameters.tensors, there.parameters.tensors, strict=True):
        torch.testing.assert_close(a, b.cpu())
