import numpy as np
import torch

from nn_experiments.curvature.digits_scales import along_the_lengths, lowest_eigenvalues_at_rest
from nn_experiments.model import cross_entropy, forward
from nn_experiments.noise.digits_nets import digits_nets


def test_a_slope_is_that_of_a_difference_of_losses():
    nets = digits_nets(10, training=True, images=64).in_double_precision()
    tensors = list(nets.parameters.tensors)

    def mean_loss(factor: float) -> torch.Tensor:
        moved = nets.parameters.with_tensors([*tensors[:3], factor * tensors[3], *tensors[4:]])
        logits = forward(nets.architecture, moved, nets.images.mT)
        return cross_entropy(logits, nets.labels) / len(nets.labels)

    difference = (mean_loss(1 + 1e-5) - mean_loss(1 - 1e-5)) / 2e-5
    slope = nets.gradient()[:, slice(3 * 4096, 3 * 4096 + 640)].norm(dim=1)
    found = along_the_lengths(10, 64, 3)["slope"]
    np.testing.assert_allclose(found, difference / slope / tensors[3].flatten(1).norm(dim=1), rtol=1e-5)


def test_a_resting_regression_has_no_eigenvalue_below_zero():
    found = lowest_eigenvalues_at_rest(1)
    assert found.smallest.shape == (5, 1)
    assert (np.abs(found.smallest) < 1e-6 * found.largest).all()
