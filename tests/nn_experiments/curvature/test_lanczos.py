import numpy as np
import pytest
import torch

from nn_experiments.curvature.lanczos import extreme_eigenvalues
from tests.nn_experiments.small_landscape import landscape, whole_hessian


def of(*spectra: list[float]):
    """Products with matrices of these spectra in random bases, and a tensor like their vectors."""
    size = len(spectra[0])
    rotations = torch.linalg.qr(
        torch.randn(len(spectra), size, size, dtype=torch.float64, generator=draws(9))
    )[0]
    matrices = rotations @ torch.diag_embed(torch.tensor(spectra, dtype=torch.float64)) @ rotations.mT
    return lambda v: torch.einsum("rpq,krq->krp", matrices, v), matrices.new_zeros(len(spectra), size)


def draws(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("training", [False, True], ids=["evaluation", "training"])
def test_both_ends_of_the_spectrum_of_the_hessian_are_found(training):
    place = landscape(training)
    found = extreme_eigenvalues(place.products, place.place, draws(1), largest=4, smallest=3, steps=45)
    for replica in range(place.replicas):
        exact = np.linalg.eigvalsh(whole_hessian(place, replica))
        np.testing.assert_allclose(found.largest[replica], exact[::-1][:4], atol=1e-9)
        np.testing.assert_allclose(found.smallest[replica], exact[:3], atol=1e-9)


def test_an_eigenvalue_lies_within_the_bound_also_where_the_method_has_not_converged():
    spectra = np.sort(np.random.default_rng(5).normal(size=(3, 60)))
    products, like = of(*spectra.tolist())
    found = extreme_eigenvalues(products, like, draws(2), largest=3, smallest=2, steps=8)
    for values, bounds in (
        (found.largest, found.largest_bounds),
        (found.smallest, found.smallest_bounds),
    ):
        gaps = np.abs(values[:, :, None] - spectra[:, None]).min(-1)
        assert (gaps <= bounds * (1 + 1e-9)).all()
        assert bounds.max() > 1e-3


def test_multiple_eigenvalues_are_found():
    products, like = of([3.0] * 3 + [1.0] * 5 + [0.0] * 4, [2.0] * 12)
    found = extreme_eigenvalues(products, like, draws(3), largest=4, smallest=2, steps=12)
    np.testing.assert_allclose(found.largest, [[3, 3, 3, 1], [2, 2, 2, 2]], atol=1e-9)
    np.testing.assert_allclose(found.smallest, [[0, 0], [2, 2]], atol=1e-9)


def test_a_replica_does_not_hinder_another_that_broke_down():
    spectrum = np.linspace(-1, 4, 40).tolist()
    products, like = of([0.0] * 40, spectrum)
    found = extreme_eigenvalues(products, like, draws(4), largest=1, steps=30)
    np.testing.assert_allclose(found.largest[:, 0], [0, 4], atol=1e-4)
    np.testing.assert_allclose(found.smallest[:, 0], [0, -1], atol=1e-4)


def test_single_precision_knows_its_bound():
    products, like = of(np.linspace(-1, 4, 30).tolist())

    def single(vectors: torch.Tensor) -> torch.Tensor:
        return products(vectors.double()).float()

    found = extreme_eigenvalues(single, like.float(), draws(5), largest=1, steps=30)
    assert abs(found.largest[0, 0] - 4) < found.largest_bounds[0, 0] + 1e-5 < 1e-3


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"largest": 3, "steps": 3}, "largest=3, smallest=1, steps=3: 3 steps give 1 to 3 values"),
        ({"largest": 0, "smallest": 0}, "largest=0, smallest=0, steps=60: 4 steps"),
        ({"largest": -1}, "largest=-1"),
    ],
)
def test_bad_numbers_are_refused(bad, message):
    products, like = of([1.0, 2.0, 3.0, 4.0])
    with pytest.raises(ValueError, match=message):
        extreme_eigenvalues(products, like, draws(6), **bad)
