from dataclasses import replace

import numpy as np
import pytest
import torch

from nn_experiments.curvature.landscape import flattened, unflattened
from nn_experiments.network.ensemble import Ensemble
from nn_experiments.noise.batches import batch_gradients, copied, drawn, noises_of_a_pass
from tests.nn_experiments.noise.test_per_image import one_by_one
from tests.nn_experiments.small_landscape import COUNT, landscape, own

DRAWS = torch.Generator().manual_seed(8)


def test_in_evaluation_mode_batch_gradients_are_means_of_those_of_single_images():
    chosen = drawn(DRAWS, 5, COUNT, 8, repeated=True)
    found = batch_gradients(copied(landscape(), 1, 5), chosen).numpy()
    np.testing.assert_allclose(
        found, one_by_one(landscape(), 1)[chosen.numpy()].mean(1), rtol=1e-9, atol=1e-12
    )


def test_in_training_mode_a_step_of_the_trainer_follows_the_batch_gradient():
    place = own(landscape(training=True), 0)
    chosen = drawn(DRAWS, 1, COUNT, 10, repeated=False)
    net = Ensemble(place.architecture, place.parameters, rate=0.3, batch=10)
    net.step(place.images[chosen], place.labels[chosen])
    moved = flattened(net.parameters.tensors) - place.place
    np.testing.assert_allclose(moved, -0.3 * batch_gradients(place, chosen), rtol=1e-8, atol=1e-12)


def test_copies_are_the_net():
    place = landscape()
    assert torch.equal(copied(place, 1, 3).place, place.place[1:].expand(3, -1))


def test_batches_without_replacement_have_different_images_in_every_order():
    found = drawn(DRAWS, 4000, 5, 3, repeated=False).numpy()
    assert all(len(set(row)) == 3 for row in found)
    assert len({tuple(row) for row in found}) == 60
    again = drawn(DRAWS, 4000, 5, 3, repeated=True).numpy()
    assert len({tuple(row) for row in again}) == 125


def test_more_images_than_there_are_cannot_be_drawn_without_replacement():
    with pytest.raises(ValueError, match="size=6: there are 5 different images"):
        drawn(DRAWS, 1, 5, 6, repeated=False)


def test_noises_of_a_pass_are_taken_where_the_net_has_come_to():
    place = own(landscape(), 0)
    order = drawn(DRAWS, 1, COUNT, COUNT, repeated=False)
    found = noises_of_a_pass(place, order, COUNT // 2, 0.2)
    first, second = order[:, : COUNT // 2], order[:, COUNT // 2 :]
    np.testing.assert_allclose(found[0], batch_gradients(place, first) - place.gradient(), atol=1e-12)
    still = noises_of_a_pass(place, order, COUNT // 2, 0.0)
    np.testing.assert_allclose(still[1], batch_gradients(place, second) - place.gradient(), atol=1e-12)
    np.testing.assert_allclose(still.sum(0), 0, atol=1e-12)
    moved = unflattened(place.place - 0.2 * batch_gradients(place, first), place.parameters.tensors)
    there = replace(place, parameters=place.parameters.with_tensors(moved))
    np.testing.assert_allclose(found[1], batch_gradients(there, second) - there.gradient(), atol=1e-12)
    assert (found[1] - still[1]).abs().max() > 1e-4


def test_batches_fill_a_pass():
    order = torch.arange(COUNT)[None]
    with pytest.raises(ValueError, match="size=7: it divides the 40 images"):
        noises_of_a_pass(own(landscape(), 0), order, 7, 0.1)
