import numpy as np
import pytest
import torch

from nn_experiments.network.ensemble import Ensemble
from nn_experiments.network.model import Architecture, initial_parameters
from nn_experiments.training.draws import initial_generators
from nn_experiments.training.evaluation import losses_and_accuracies
from tests.nn_experiments.usual_net import usual_net


def test_losses_and_accuracies_are_those_of_the_usual_net():
    architecture = Architecture((6, 5, 4, 3))
    nets = initial_parameters(architecture, initial_generators(1, 2), torch.float64)
    generator = torch.Generator().manual_seed(2)
    pixels = torch.rand(700, 6, dtype=torch.float64, generator=generator)
    labels = torch.randint(3, (700,), generator=generator)
    ensemble = Ensemble(architecture, nets, rate=0.1, batch=8)
    for variances in ensemble.moments.variances:
        variances.fill_(1)  # the moments that a new usual net has
    losses, accuracies = losses_and_accuracies(ensemble, pixels, labels)
    for replica in range(2):
        logits = usual_net(architecture, nets, replica).eval()(pixels).detach()
        expected = torch.nn.functional.cross_entropy(logits, labels)
        assert losses[replica] == pytest.approx(float(expected), rel=1e-12)
        assert accuracies[replica] == pytest.approx(float((logits.argmax(1) == labels).double().mean()))


def test_a_net_that_diverged_answers_nothing():
    architecture = Architecture((6, 5, 4, 3))
    ensemble = Ensemble(
        architecture, initial_parameters(architecture, initial_generators(1, 2)), rate=0.1, batch=8
    )
    ensemble.parameters.bias[1].fill_(torch.nan)
    found = losses_and_accuracies(ensemble, torch.rand(20, 6), torch.zeros(20, dtype=torch.int64))
    for values in found:
        assert np.isfinite(values).tolist() == [True, False]
