import numpy as np
import pytest
import torch
from torch.func import grad, vmap

from nn_experiments.curvature.landscape import flattened, unflattened
from nn_experiments.network.model import Architecture, cross_entropy, forward
from nn_experiments.noise.per_image import image_gradients
from tests.nn_experiments.small_landscape import COUNT, landscape, own

WITHOUT = Architecture((4, 3, 3, 3), normalised=False)
PLACES = pytest.mark.parametrize(
    "place", [landscape(), landscape(architecture=WITHOUT)], ids=["normalised", "plain"]
)


def one_by_one(place, replica: int) -> np.ndarray:
    """The gradients of single images by automatic differentiation, shape (N, P)."""
    net = own(place, replica)

    def loss(flat, image, label):
        nets = net.parameters.with_tensors(unflattened(flat[None], net.parameters.tensors))
        logits = forward(net.architecture, nets, image[None, :, None], net.moments)
        return cross_entropy(logits, label[None])[0]

    flat = flattened(net.parameters.tensors)[0]
    return vmap(grad(loss), in_dims=(None, 0, 0))(flat, net.images, net.labels).numpy()


@PLACES
def test_sums_are_those_of_the_gradients_of_single_images(place):
    draws = torch.Generator().manual_seed(1)
    weights = torch.randn(3, place.replicas, COUNT, dtype=torch.float64, generator=draws)
    found = image_gradients(place).sums(weights).numpy()
    for replica in range(place.replicas):
        expected = weights[:, replica].numpy() @ one_by_one(place, replica)
        np.testing.assert_allclose(found[:, replica], expected, rtol=1e-9, atol=1e-12)


@PLACES
def test_the_gram_matrix_has_their_inner_products(place):
    gradients = image_gradients(place)
    found = gradients.gram().numpy()
    for replica in range(place.replicas):
        each = one_by_one(place, replica)
        np.testing.assert_allclose(found[replica], each @ each.T, rtol=1e-9, atol=1e-12)
    assert (gradients.count, gradients.size) == (COUNT, each.shape[1])


@PLACES
def test_their_mean_is_the_gradient(place):
    equal = torch.full((1, place.replicas, COUNT), 1 / COUNT, dtype=torch.float64)
    np.testing.assert_allclose(image_gradients(place).sums(equal)[0], place.gradient(), rtol=1e-9)


def test_in_training_mode_there_are_none():
    with pytest.raises(ValueError, match="moments=None: in training mode a single image has no gradient"):
        image_gradients(landscape(training=True))
