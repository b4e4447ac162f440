from itertools import combinations

import numpy as np
import pytest
import torch

from nn_experiments.noise.batches import batch_gradients, copied, drawn
from nn_experiments.noise.report import GradientNoise, gradient_noise
from nn_experiments.noise.spread import spread
from tests.nn_experiments.noise.test_per_image import one_by_one
from tests.nn_experiments.small_landscape import COUNT, landscape, whole_hessian


def test_the_report_tells_of_the_whole_matrices():
    place = landscape()
    found = gradient_noise(place, 1, probes=300, directions=3)
    for replica in range(place.replicas):
        each, dense = one_by_one(place, replica), whole_hessian(place, replica)
        covariance = np.cov(each.T)
        assert found.spread.trace[replica] == pytest.approx(np.trace(covariance))
        exact = len(dense) * np.trace(dense @ covariance) / np.trace(dense) / np.trace(covariance)
        assert abs(found.alignment.value[replica] - exact) < 4 * found.alignment.error[replica]
        assert found.spread.shares.shape == (place.replicas, 3)


@pytest.mark.parametrize("repeated", [True, False])
def test_the_variance_is_that_of_batches(repeated):
    place = copied(landscape(), 0, 4000)
    chosen = drawn(torch.Generator().manual_seed(1), 4000, COUNT, 10, repeated=repeated)
    squares = (batch_gradients(place, chosen) - place.gradient()).square().sum(1).numpy()
    each = one_by_one(landscape(), 0)
    over_images = spread(torch.as_tensor(each @ each.T)[None], each.shape[1]).trace[0] * (COUNT - 1) / COUNT
    expected = GradientNoise.variance(over_images, 10, None if repeated else COUNT)
    assert abs(squares.mean() - expected) < 4 * squares.std() / np.sqrt(4000)


def test_all_images_are_no_noise():
    assert GradientNoise.variance(3.0, 8, 8) == 0


@pytest.mark.parametrize(("batch", "images"), [(0, None), (9, 8), (1, 1)])
def test_a_batch_has_at_least_one_image_and_at_most_all(batch, images):
    with pytest.raises(ValueError, match=f"batch={batch}, images={images}: at least one image"):
        GradientNoise.variance(1.0, batch, images)


@pytest.mark.parametrize("batch", [1, 2, 3, 4])
def test_the_variance_of_subsets_is_that_over_all_of_them(batch):
    values = np.array([1.0, 2.0, 4.0, 9.0])
    means = [np.mean(subset) for subset in combinations(values, batch)]
    assert GradientNoise.variance(values.var(), batch, 4) == pytest.approx(np.var(means))
