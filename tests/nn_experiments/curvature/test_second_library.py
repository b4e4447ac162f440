"""An independent library as second oracle, where it is installed."""

import warnings

import numpy as np
import pytest
import torch
from torch import nn

from tests.nn_experiments.small_landscape import landscape
from tests.nn_experiments.usual_net import usual_net, with_moments

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own dependencies
    curvlinops = pytest.importorskip("curvlinops")


def test_products_are_those_of_curvlinops():
    place = landscape()
    vector = torch.randn(
        1, *place.place.shape, dtype=torch.float64, generator=torch.Generator().manual_seed(2)
    )
    found = place.products(vector)[0]
    for replica in range(place.replicas):
        net = with_moments(usual_net(place.architecture, place.parameters, replica), place.moments, replica)
        named = dict(net.named_parameters())
        order = by_our_order(net)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            operator = curvlinops.HessianLinearOperator(
                net, nn.CrossEntropyLoss(), [named[n] for n in order], [(place.images, place.labels)]
            )
            expected = operator @ vector[0, replica]
        np.testing.assert_allclose(found[replica], expected.detach(), rtol=1e-8, atol=1e-12)


def by_our_order(net: nn.Sequential) -> list[str]:
    """Weights, scales, shifts, last bias."""
    linear = [n for n, m in net.named_modules() if isinstance(m, nn.Linear)]
    norms = [n for n, m in net.named_modules() if isinstance(m, nn.BatchNorm1d)]
    return [
        *(f"{n}.weight" for n in linear),
        *(f"{n}.weight" for n in norms),
        *(f"{n}.bias" for n in norms),
        f"{linear[-1]}.bias",
    ]
