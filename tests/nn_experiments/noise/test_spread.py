from itertools import permutations, product

import numpy as np
import pytest
import torch

from nn_experiments.noise.spread import centred, spread


def gram(vectors: np.ndarray) -> torch.Tensor:
    return torch.as_tensor(vectors @ np.swapaxes(vectors, -1, -2))


def test_the_trace_of_the_square_is_the_u_statistic():
    vectors = np.random.default_rng(1).normal(size=(6, 3)) + 2
    g = vectors @ vectors.T

    def mean(term, order):
        return np.mean([term(*index) for index in permutations(range(6), order)])

    expected = (
        mean(lambda i, j: g[i, j] ** 2, 2)
        - 2 * mean(lambda i, j, k: g[i, j] * g[j, k], 3)
        + mean(lambda i, j, k, m: g[i, j] * g[k, m], 4)
    )
    assert spread(gram(vectors[None]), 3).trace_of_square[0] == pytest.approx(expected)


def test_both_traces_are_unbiased_for_a_population_that_is_not_gaussian():
    values = np.array([[0.0, 0.0], [3.0, 1.0], [1.0, -4.0]])
    covariance = np.cov(values.T, bias=True)
    samples = np.array([values[list(index)] for index in product(range(3), repeat=5)])  # all of them
    found = spread(gram(samples), 2)
    assert found.trace.mean() == pytest.approx(np.trace(covariance))
    assert found.trace_of_square.mean() == pytest.approx(np.trace(covariance @ covariance))


def test_isotropic_vectors_have_no_anisotropy_and_a_planted_one_is_found():
    draws = np.random.default_rng(2)
    isotropic = draws.normal(size=(20, 60, 500))
    planted = isotropic * np.where(np.arange(500) < 100, 3.0, 1.0)  # variances 9 and 1
    for vectors, exact in ((isotropic, 0.0), (planted, (0.2 * 81 + 0.8) / 2.6**2 - 1)):
        found = spread(gram(vectors), 500)
        error = found.anisotropy.std(ddof=1) / np.sqrt(20)
        assert abs(found.anisotropy.mean() - exact) < 4 * error < 0.2
        np.testing.assert_allclose(found.directions, 500 / (1 + found.anisotropy))


def test_the_sample_covariance_itself_would_be_far_off():
    vectors = np.random.default_rng(3).normal(size=(60, 500))
    sample = np.cov(vectors.T)
    assert 500 * np.sum(sample**2) / np.trace(sample) ** 2 - 1 > 5


def test_shares_are_those_of_the_sample_covariance():
    vectors = np.random.default_rng(4).normal(size=(30, 5)) * [5, 3, 1, 1, 1] + 7
    values = np.linalg.eigvalsh(np.cov(vectors.T))[::-1]
    found = spread(gram(vectors[None]), 5, directions=3)
    np.testing.assert_allclose(found.shares[0], (values.cumsum() / values.sum())[:3])
    assert found.trace[0] == pytest.approx(values.sum())


def test_centred_products_are_those_of_centred_vectors():
    vectors = np.random.default_rng(5).normal(size=(1, 7, 3)) + 4
    np.testing.assert_allclose(
        centred(gram(vectors)), gram(vectors - vectors.mean(1, keepdims=True)), atol=1e-12
    )


@pytest.mark.parametrize(("count", "directions"), [(3, 0), (5, 6), (5, -1)])
def test_too_few_vectors_are_refused(count, directions):
    with pytest.raises(ValueError, match=f"n={count}, directions={directions}: at least four vectors"):
        spread(torch.eye(count)[None], 9, directions)
