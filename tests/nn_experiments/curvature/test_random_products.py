import numpy as np
import pytest
import torch

from nn_experiments.curvature.random_products import RandomProducts, random_products
from tests.nn_experiments.small_landscape import landscape, whole_hessian

LIKE = torch.zeros(2, 30, dtype=torch.float64)
MATRICES = torch.randn(2, 30, 30, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
MATRICES = MATRICES + MATRICES.mT


def products(vectors: torch.Tensor) -> torch.Tensor:
    return torch.einsum("rpq,krq->krp", MATRICES, vectors)


def draws(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_norm_and_trace_are_those_of_the_whole_hessian_within_their_errors():
    place = landscape()
    found = random_products(place.products, place.place, draws(1), wanted=0.02, most=3000)
    for replica in range(place.replicas):
        dense = whole_hessian(place, replica)
        for estimate, exact in (
            (found.log_norm, np.log(np.linalg.norm(dense))),
            (found.trace, np.trace(dense)),
        ):
            assert abs(estimate.value[replica] - exact) < 4 * estimate.error[replica]


def test_vectors_are_drawn_until_the_error_is_as_wanted():
    found = random_products(products, LIKE, draws(2), wanted=0.01, most=5000)
    count = found.squares.shape[1]
    assert 100 < count < 5000
    assert (found.log_norm.error <= 0.01).all()


def test_at_least_and_at_most_so_many_are_drawn():
    assert random_products(products, LIKE, draws(3), wanted=9.0).squares.shape == (2, 100)
    found = random_products(products, LIKE, draws(3), wanted=1e-9, least=2, most=21)
    assert found.forms.shape == (2, 21)


def test_the_stated_errors_are_the_scatter_of_the_estimates():
    found = [random_products(products, LIKE, draws(s), wanted=9.0, least=50) for s in range(60)]
    for name in ("log_norm", "trace"):
        values = np.stack([getattr(f, name).value for f in found])
        errors = np.stack([getattr(f, name).error for f in found])
        assert (np.abs(np.log(errors.mean(0) / values.std(0, ddof=1))) < 0.4).all()


def test_stopping_at_the_wanted_error_hardly_biases_the_norm():
    exact = np.log(np.linalg.norm(MATRICES.numpy(), axis=(1, 2)))
    found = np.stack(
        [random_products(products, LIKE, draws(s), wanted=0.02, most=999).log_norm.value for s in range(60)]
    )
    assert (np.abs(found.mean(0) - exact) < 0.01).all()


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"wanted": 0.0}, "wanted=0.0: a positive"),
        ({"wanted": float("nan")}, "wanted=nan: a positive"),
        ({"wanted": 0.1, "least": 1}, "least=1, most=1000: at least two vectors"),
        ({"wanted": 0.1, "least": 10, "most": 9}, "least=10, most=9: at least two vectors"),
    ],
)
def test_bad_numbers_are_refused(bad, message):
    with pytest.raises(ValueError, match=message):
        random_products(products, LIKE, draws(1), **bad)


def test_the_error_of_a_trace_is_that_of_a_mean():
    found = RandomProducts(np.ones((1, 4)), np.array([[1.0, 2.0, 4.0, 9.0]])).trace
    assert found.value == pytest.approx([4.0])
    assert found.error == pytest.approx([np.sqrt((9 + 4 + 0 + 25) / 3 / 4)])
