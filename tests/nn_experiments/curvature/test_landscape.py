import numpy as np
import pytest
import torch

from nn_experiments.curvature.landscape import flattened, unflattened
from nn_experiments.network.model import Architecture
from tests.nn_experiments.small_landscape import REPLICAS, landscape, own, whole_hessian

WITHOUT = Architecture((4, 3, 3, 3), normalised=False)


def test_rows_and_pieces_are_inverse():
    tensors = landscape().parameters.tensors
    back = unflattened(flattened(tensors), tensors)
    assert all(torch.equal(a, b) for a, b in zip(back, tensors, strict=True))


@pytest.mark.parametrize(
    "place", [landscape(), landscape(training=True), landscape(architecture=WITHOUT)], ids=str.__class__
)
def test_products_with_unit_vectors_are_the_columns_of_the_whole_hessian(place):
    size = place.place.shape[1]
    units = torch.eye(size, dtype=torch.float64)[:, None].expand(-1, REPLICAS, -1)
    found = place.products(units).numpy()
    for replica in range(REPLICAS):
        np.testing.assert_allclose(found[:, replica].T, whole_hessian(place, replica), rtol=1e-9, atol=1e-12)


def test_products_keep_the_precision_of_the_vectors():
    place = landscape()
    assert place.products(torch.ones(1, *place.place.shape)).dtype == torch.float32


def test_a_replica_does_not_depend_on_the_others():
    place = landscape()
    np.testing.assert_allclose(place.gradient()[1], own(place, 1).gradient()[0], rtol=1e-12)


def test_double_precision_is_the_same_place():
    place = landscape()
    assert torch.equal(place.in_double_precision().place, place.place)
