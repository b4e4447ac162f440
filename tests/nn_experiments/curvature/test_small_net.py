import numpy as np
import pytest
import torch

from nn_experiments.curvature.small_net import COPIES, VECTORS, small_net
from nn_experiments.network.hessian import derivatives


def test_columns_of_the_whole_hessian_are_products_with_unit_vectors():
    net = small_net()
    dense, start = net.hessian(), 0
    assert dense.shape == (268, 268)
    np.testing.assert_allclose(dense, dense.T, atol=1e-12)
    for piece, tensor in enumerate(net.parameters.tensors):
        unit = [torch.zeros_like(t) for t in net.parameters.tensors]
        unit[piece].view(-1)[0] = 1
        _, ((*column,),) = derivatives(
            net.architecture, net.parameters, net.moments, net.images, net.labels, [unit]
        )
        found = torch.cat([c.reshape(-1) for c in column]).numpy()
        np.testing.assert_allclose(found, dense[start], rtol=1e-9, atol=1e-12)
        start += tensor.numel()


def test_hessians_of_blocks_average_to_the_whole():
    net = small_net()
    halves = (net.hessian(0, 64) + net.hessian(64, 128)) / 2
    np.testing.assert_allclose(halves, net.hessian(), atol=1e-12)


def test_single_precision_says_the_same():
    norms = [np.linalg.norm(small_net().hessian(single=single)) for single in (True, False)]
    assert norms[0] == pytest.approx(norms[1], rel=1e-5)


def test_every_vector_is_drawn_anew():
    squares = small_net().squares()
    assert squares.shape == (COPIES * VECTORS,)
    assert len(set(squares)) == len(squares)
