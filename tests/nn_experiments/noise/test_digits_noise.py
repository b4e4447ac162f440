import numpy as np
import pytest
import torch

from nn_experiments.noise.batches import batch_gradients, copied
from nn_experiments.noise.digits_nets import digits_nets
from nn_experiments.noise.digits_noise import correlations, relative_distances, trace_over_the_images


def test_frozen_weights_give_a_pass_the_correlation_of_disjoint_batches():
    found = correlations(0, 64, 16, 0.0, 60, 1)
    within = [found[pair].mean() for pair in ((1, 2), (2, 3), (3, 4), (1, 4))]
    np.testing.assert_allclose(within, -1 / 3, atol=0.1)
    np.testing.assert_allclose([found[1, 5].mean(), found[4, 6].mean()], 0, atol=0.1)


def test_two_halves_of_the_data_have_opposite_noises():
    np.testing.assert_allclose(correlations(0, 64, 32, 0.0, 3, 1)[1, 2], -1, atol=1e-3)


def test_single_precision_is_enough_for_the_trace():
    single, double = (trace_over_the_images(10, 64, double=d) for d in (False, True))
    assert single == pytest.approx(double, rel=1e-4)


def test_batches_of_all_images_in_training_mode_have_the_gradient_for_their_mean():
    found = relative_distances(0, 1280, 2, 1, training=True)
    np.testing.assert_allclose(found, 0, atol=1e-5)


def test_the_trace_over_the_images_is_the_mean_of_the_squared_deviations():
    one = copied(digits_nets(0, images=16).in_double_precision(), 0, 16)
    gradients = batch_gradients(one, torch.arange(16)[:, None])
    wanted = (gradients - gradients.mean(0)).square().sum(1).mean()
    assert trace_over_the_images(0, 16, double=True) == pytest.approx(float(wanted))
