import numpy as np
import pytest
import torch
from torch.nn import functional

from nn_experiments.network.model import (
    Architecture,
    Moments,
    Parameters,
    cross_entropy,
    forward,
    initial_parameters,
)
from tests.nn_experiments.usual_net import usual_net, with_moments

ARCHITECTURE = Architecture((6, 5, 4, 3))
PLAIN = Architecture((6, 5, 4, 3), normalised=False)
IMAGES = torch.rand(20, 6, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
LABELS = torch.arange(20) % 3


def nets(architecture: Architecture) -> Parameters:
    return initial_parameters(architecture, [np.random.default_rng(s) for s in range(2)], torch.float64)


@pytest.fixture
def parameters():
    """Two nets, with scales and shifts other than at the start."""
    drawn = nets(ARCHITECTURE)
    generator = torch.Generator().manual_seed(1)
    for tensor in (*drawn.scales, *drawn.shifts):
        tensor.add_(torch.rand(tensor.shape, dtype=tensor.dtype, generator=generator))
    return drawn


@pytest.fixture
def plain():
    """Two nets without batch normalisation."""
    return nets(PLAIN)


@pytest.fixture
def moments(parameters):
    generator = torch.Generator().manual_seed(2)

    def draw():
        return tuple(torch.rand(s.shape, dtype=s.dtype, generator=generator) for s in parameters.scales)

    return Moments(draw(), draw())


def test_training_mode_is_that_of_the_usual_net(parameters):
    logits = forward(ARCHITECTURE, parameters, IMAGES.mT)
    for replica in range(2):
        theirs = usual_net(ARCHITECTURE, parameters, replica).train()(IMAGES)
        torch.testing.assert_close(logits[replica].mT, theirs)


def test_evaluation_mode_is_that_of_the_usual_net(parameters, moments):
    logits = forward(ARCHITECTURE, parameters, IMAGES.mT, moments)
    for replica in range(2):
        net = with_moments(usual_net(ARCHITECTURE, parameters, replica), moments, replica)
        torch.testing.assert_close(logits[replica].mT, net(IMAGES))


def test_without_normalisation_it_is_the_usual_net_with_a_bias_in_every_layer(plain):
    logits = forward(PLAIN, plain, IMAGES.mT)
    for replica in range(2):
        torch.testing.assert_close(logits[replica].mT, usual_net(PLAIN, plain, replica)(IMAGES))


def test_nets_with_and_without_normalisation_start_from_the_same_weights(plain):
    normalised = nets(ARCHITECTURE)
    for a, b in zip((*plain.weights, plain.bias), (*normalised.weights, normalised.bias), strict=True):
        assert torch.equal(a, b)
    assert not plain.scales
    for biases, inputs in zip(plain.shifts, ARCHITECTURE.widths, strict=False):
        assert 0 < float(biases.abs().max()) < inputs**-0.5


def test_ghost_batches_are_normalised_by_themselves(parameters):
    together = forward(ARCHITECTURE, parameters, IMAGES.mT, ghost=5)
    apart = [forward(ARCHITECTURE, parameters, part.mT) for part in IMAGES.split(5)]
    torch.testing.assert_close(together, torch.cat(apart, dim=-1))


def test_the_loss_does_not_see_the_length_of_normalised_weights(parameters):
    first, *others = parameters.weights
    longer = parameters.with_tensors([3 * first, *others, *parameters.tensors[len(parameters.weights) :]])
    exact = Architecture(ARCHITECTURE.widths, epsilon=0)
    torch.testing.assert_close(forward(exact, longer, IMAGES.mT), forward(exact, parameters, IMAGES.mT))


def test_cross_entropy_is_that_of_torch_summed_over_the_images(parameters):
    logits = forward(ARCHITECTURE, parameters, IMAGES.mT)
    theirs = [functional.cross_entropy(replica.mT, LABELS, reduction="sum") for replica in logits]
    torch.testing.assert_close(cross_entropy(logits, LABELS), torch.stack(theirs))


def test_a_net_does_not_depend_on_how_many_are_drawn():
    alone, company = (
        initial_parameters(ARCHITECTURE, [np.random.default_rng(s) for s in seeds]) for seeds in ([7], [7, 8])
    )
    for a, b in zip(alone.tensors, company.tensors, strict=True):
        torch.testing.assert_close(a[0], b[0], rtol=0, atol=0)


def test_the_initial_weights_fill_the_interval_of_torch():
    wide = initial_parameters(Architecture((400, 300, 2)), [np.random.default_rng(0)])
    assert float(wide.weights[0].abs().max()) == pytest.approx(1 / 20, rel=1e-4)
    assert float(wide.weights[0].mean()) == pytest.approx(0, abs=1e-3)


def test_the_size_counts_all_parameters(parameters, plain):
    assert ARCHITECTURE.size == sum(t[0].numel() for t in parameters.tensors)
    assert PLAIN.size == sum(t[0].numel() for t in plain.tensors)


def test_tensors_come_back_in_their_places(parameters, plain):
    for drawn in (parameters, plain):
        assert drawn.with_tensors(drawn.tensors) == drawn
