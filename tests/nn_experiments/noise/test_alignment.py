from dataclasses import replace

import numpy as np
import pytest
import torch

from nn_experiments.noise.alignment import alignment, noise_vectors
from nn_experiments.noise.per_image import image_gradients
from tests.nn_experiments.noise.test_per_image import one_by_one
from tests.nn_experiments.small_landscape import landscape, whole_hessian


def draws(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_noise_vectors_have_the_covariance_of_the_gradients():
    place = landscape()
    found = noise_vectors(image_gradients(place), draws(1), 4000).numpy()
    for replica in range(place.replicas):
        expected = np.cov(one_by_one(place, replica).T)
        np.testing.assert_allclose(np.cov(found[:, replica].T), expected, atol=0.1 * np.abs(expected).max())


def test_the_alignment_is_that_of_the_whole_matrices_within_its_error():
    place = landscape()
    noise = noise_vectors(image_gradients(place), draws(2), 400)
    isotropic = torch.randn(noise.shape, dtype=noise.dtype, generator=draws(3))
    found = alignment(place.products, noise, isotropic).estimate
    for replica in range(place.replicas):
        covariance, dense = np.cov(one_by_one(place, replica).T), whole_hessian(place, replica)
        exact = len(dense) * np.trace(dense @ covariance) / np.trace(dense) / np.trace(covariance)
        assert abs(found.value[replica] - exact) < 4 * found.error[replica] < exact


def test_the_stated_error_is_the_scatter():
    matrix = torch.diag(torch.linspace(0, 3, 40, dtype=torch.float64))
    scales = torch.linspace(0.5, 2, 40, dtype=torch.float64)
    found = []
    for seed in range(80):
        noise, plain = torch.randn(2, 60, 1, 40, dtype=torch.float64, generator=draws(seed))
        found.append(alignment(lambda v: v @ matrix, noise * scales, plain).estimate)
    values, errors = np.array([f.value[0] for f in found]), np.array([f.error[0] for f in found])
    assert abs(np.log(errors.mean() / values.std(ddof=1))) < 0.35
    exact = 40 * (torch.diag(matrix) * scales**2).sum() / matrix.trace() / (scales**2).sum()
    assert abs(values.mean() - exact) < 4 * values.std(ddof=1) / np.sqrt(80)


def test_isotropic_noise_of_any_strength_has_alignment_one():
    place = landscape()
    first, second = torch.randn(2, 400, *place.place.shape, dtype=torch.float64, generator=draws(4))
    found = alignment(place.products, 7 * first, second).estimate
    assert (np.abs(found.value - 1) < 4 * found.error).all()


def test_noise_vectors_of_few_images_have_the_strength_of_the_sample_covariance():
    """With 1/N for 1/(N − 1) three images would have two thirds of it."""
    whole = landscape()
    place = replace(whole, images=whole.images[:3], labels=whole.labels[:3])
    squares = noise_vectors(image_gradients(place), draws(5), 4000).square().sum(-1).mean(0)
    for replica in range(place.replicas):
        assert float(squares[replica]) == pytest.approx(
            np.trace(np.cov(one_by_one(place, replica).T)), rel=0.1
        )
