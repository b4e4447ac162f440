"""Products by the R-operator beside automatic differentiation and an independent library."""

import numpy as np
import pytest
import torch
from torch import nn

from nn_experiments.network import hessian
from nn_experiments.network.hessian import differentiated_twice, products
from nn_experiments.network.model import Architecture, Moments, initial_parameters
from nn_experiments.network.r_operator import TOGETHER
from tests.nn_experiments.usual_net import usual_net, with_moments

COUNT, VECTORS = hessian.BLOCK + 40, TOGETHER + 3  # two blocks of unequal size, of both
KINDS = {
    "normalised": Architecture((6, 5, 4, 3)),
    "plain": Architecture((6, 5, 4, 3), normalised=False),
    "linear": Architecture((6, 3)),
}
ANY_KIND = pytest.mark.parametrize("architecture", list(KINDS.values()), ids=list(KINDS))
GENERATOR = torch.Generator().manual_seed(8)
IMAGES = torch.rand(COUNT, 6, dtype=torch.float64, generator=GENERATOR)
LABELS = torch.randint(3, (COUNT,), generator=GENERATOR)


def drawn(architecture: Architecture):
    """Two nets with scales, shifts and moments other than at the start, and vectors."""
    generator = torch.Generator().manual_seed(9)

    def uniform(*shape: int) -> torch.Tensor:
        return torch.rand(shape, dtype=torch.float64, generator=generator)

    nets = initial_parameters(architecture, [np.random.default_rng(s) for s in range(2)], torch.float64)
    for tensor in (*nets.scales, *nets.shifts):
        tensor.add_(uniform(*tensor.shape))
    means, variances = (tuple(uniform(*s.shape) + 0.1 for s in nets.scales) for _ in range(2))
    vectors = [
        torch.randn(2, VECTORS, *t.shape[1:], dtype=torch.float64, generator=generator) for t in nets.tensors
    ]
    return nets, Moments(means, variances), vectors


@ANY_KIND
def test_gradient_and_products_are_those_of_automatic_differentiation(architecture):
    nets, moments, vectors = drawn(architecture)
    slope, found = products(architecture, nets, moments, IMAGES, LABELS, vectors)
    rows = [[v[:, number] for v in vectors] for number in range(VECTORS)]
    expected_slope, expected = differentiated_twice(architecture, nets, moments, IMAGES, LABELS, rows)
    for here, there in zip(slope, expected_slope, strict=True):
        torch.testing.assert_close(here, there, rtol=1e-10, atol=1e-14)
    for number, pieces in enumerate(expected):
        for here, there in zip(found, pieces, strict=True):
            torch.testing.assert_close(here[:, number], there, rtol=1e-10, atol=1e-13)


@ANY_KIND
def test_the_operator_is_symmetric(architecture):
    nets, moments, vectors = drawn(architecture)
    _, found = products(architecture, nets, moments, IMAGES, LABELS, vectors)
    v, hv = (torch.cat([t.flatten(2) for t in pieces], 2) for pieces in (vectors, found))
    quadratic = v @ hv.mT
    torch.testing.assert_close(quadratic, quadratic.mT, rtol=1e-11, atol=1e-12)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # it compiles with what PyTorch deprecates
@pytest.mark.parametrize("kind", ["normalised", "plain"])
def test_products_are_those_of_curvlinops(kind):
    curvlinops = pytest.importorskip("curvlinops", reason="curvlinops (extra `peers`) is not installed")
    architecture = KINDS[kind]
    nets, moments, vectors = drawn(architecture)
    _, found = products(architecture, nets, moments, IMAGES, LABELS, vectors)
    net = with_moments(usual_net(architecture, nets, 1), moments, 1)
    own = [
        *(layer.weight for layer in net if isinstance(layer, nn.Linear)),
        *(layer.weight for layer in net if isinstance(layer, nn.BatchNorm1d)),
        *(layer.bias for layer in net[:-1] if not isinstance(layer, nn.ReLU) and layer.bias is not None),
        net[-1].bias,
    ]
    operator = curvlinops.HessianLinearOperator(
        net, nn.CrossEntropyLoss(), own, [(IMAGES, LABELS)], check_deterministic=False
    )
    matrix, expected = (torch.cat([t[1].flatten(1) for t in pieces], 1).mT for pieces in (vectors, found))
    torch.testing.assert_close(operator @ matrix, expected, rtol=1e-10, atol=1e-13)


def test_the_operations_of_other_devices_are_those_of_the_kernels(monkeypatch):
    nets, moments, vectors = drawn(KINDS["normalised"])
    _, expected = products(KINDS["normalised"], nets, moments, IMAGES, LABELS, vectors)
    monkeypatch.setattr("nn_experiments.network.r_operator._fusible", lambda tensor: False)
    _, found = products(KINDS["normalised"], nets, moments, IMAGES, LABELS, vectors)
    for here, there in zip(found, expected, strict=True):
        torch.testing.assert_close(here, there, rtol=1e-12, atol=1e-14)


def test_no_vectors_leave_the_gradient():
    architecture = KINDS["normalised"]
    nets, moments, _ = drawn(architecture)
    slope, found = hessian.derivatives(architecture, nets, moments, IMAGES, LABELS, [])
    assert [t.shape for t in slope] == [t.shape for t in nets.tensors]
    assert found == []


def test_statistics_of_the_batch_are_refused():
    nets, _, vectors = drawn(KINDS["normalised"])
    with pytest.raises(ValueError, match="moments=None: the R-operator knows batch normalisation in eval"):
        products(KINDS["normalised"], nets, None, IMAGES, LABELS, vectors)
