import numpy as np
import pytest
import torch

from nn_experiments.network.model import cross_entropy, forward
from nn_experiments.noise.digits_nets import EPOCHS, NETS, digits_nets


def losses(epoch: int) -> np.ndarray:
    place = digits_nets(epoch)
    logits = forward(place.architecture, place.parameters, place.images.mT, place.moments)
    return (cross_entropy(logits, place.labels) / len(place.labels)).numpy()


def test_the_loss_falls_from_that_of_nets_that_know_nothing():
    start, *later = (losses(epoch) for epoch in EPOCHS)
    assert start.shape == (NETS,)
    np.testing.assert_allclose(start, np.log(10), rtol=0.2)
    assert (later[0] < 0.1).all()
    assert (later[1] < later[0]).all()


def test_only_some_epochs_are_kept():
    with pytest.raises(ValueError, match=r"epoch=7: one of \(0, 10, 40\)"):
        digits_nets(7)


def test_fewer_images_and_the_other_mode_are_the_same_nets():
    place, other = digits_nets(0), digits_nets(0, training=True, images=32)
    assert (len(other.labels), other.moments) == (32, None)
    assert torch.equal(place.place, other.place)
