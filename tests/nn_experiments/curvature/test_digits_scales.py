import numpy as np
import torch

from nn_experiments.curvature.digits_scales import along_the_lengths, lowest_eigenvalues_at_rest
from nn_experiments.curvature.landscape import Landscape, flattened
from nn_experiments.network.model import cross_entropy, forward
from nn_experiments.noise.digits_nets import digits_nets

LAST = 3


def nets_in_training() -> Landscape:
    return digits_nets(10, training=True, images=64).in_double_precision()


def mean_loss(nets: Landscape, factor: float) -> torch.Tensor:
    """Of the nets with the weights of the last layer, which no normalisation takes back, times a factor."""
    tensors = list(nets.parameters.tensors)
    moved = nets.parameters.with_tensors([*tensors[:LAST], factor * tensors[LAST], *tensors[LAST + 1 :]])
    logits = forward(nets.architecture, moved, nets.images.mT)
    return cross_entropy(logits, nets.labels) / len(nets.labels)


def test_a_slope_is_that_of_a_difference_of_losses():
    nets = nets_in_training()
    difference = (mean_loss(nets, 1 + 1e-5) - mean_loss(nets, 1 - 1e-5)) / 2e-5
    slope = nets.gradient()[:, slice(3 * 4096, 3 * 4096 + 640)].norm(dim=1)
    length = nets.parameters.tensors[LAST].flatten(1).norm(dim=1)
    np.testing.assert_allclose(
        along_the_lengths(10, 64, LAST)["slope"], difference / slope / length, rtol=1e-5
    )


def test_a_curvature_is_that_of_a_second_difference():
    nets = nets_in_training()
    second = (mean_loss(nets, 1.001) - 2 * mean_loss(nets, 1.0) + mean_loss(nets, 0.999)) / 1e-6
    tensors = nets.parameters.tensors
    u = flattened([t if place == LAST else torch.zeros_like(t) for place, t in enumerate(tensors)])
    image = nets.products(u[None])[0]
    found = along_the_lengths(10, 64, LAST)["curvature"]
    np.testing.assert_allclose(found, second / image.norm(dim=1) / u.norm(dim=1), rtol=1e-3)


def test_a_resting_regression_has_no_eigenvalue_below_zero():
    found = lowest_eigenvalues_at_rest(1)
    assert found.smallest.shape == (5, 1)
    assert (np.abs(found.smallest) < 1e-6 * found.largest).all()
