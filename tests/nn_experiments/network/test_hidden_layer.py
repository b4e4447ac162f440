"""The fused kernels beside PyTorch's operations, in double precision."""

import numpy as np
import pytest
import torch

from nn_experiments.network.hidden_layer import Biased, FusedBiased, FusedNormalised, Normalised
from nn_experiments.network.output_layer import FusedOutput, Output

NETS, UNITS, IMAGES, TOGETHER = 2, 5, 12, 6


def drawn(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def agree(here: torch.Tensor, there: torch.Tensor) -> None:
    torch.testing.assert_close(here, there, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("together", [IMAGES, TOGETHER])
def test_normalisation_forth_and_back(together):
    def after(kind: type[Normalised]) -> list[torch.Tensor]:
        columns = [drawn(NETS, UNITS, 1, seed=seed) for seed in range(4)]
        layer = kind(*columns, 1e-5, together, drawn(NETS, UNITS, IMAGES, seed=5))
        layer.product.copy_(drawn(NETS, UNITS, IMAGES, seed=4))
        layer.forth(0.1)
        output = layer.output.clone()
        layer.error.copy_(drawn(NETS, UNITS, IMAGES, seed=5))
        return [output, layer.back(), layer.inverse, *columns]

    for here, there in zip(after(FusedNormalised), after(Normalised), strict=True):
        agree(here, there)


def test_the_variance_of_distant_values_does_not_cancel():
    columns = [torch.ones(NETS, UNITS, 1) for _ in range(4)]
    layer = FusedNormalised(*columns, 0.0, IMAGES, torch.empty(NETS, UNITS, IMAGES))
    layer.product.copy_(drawn(NETS, UNITS, IMAGES)).add_(1e4)
    exact = layer.product.double().var(-1, keepdim=True)
    layer.forth(1.0)
    torch.testing.assert_close(layer.variance.double(), exact, rtol=1e-5, atol=0)


def test_biases_forth_and_back():
    def after(kind: type[Biased]) -> list[torch.Tensor]:
        layer = kind(drawn(NETS, UNITS, 1, seed=1), drawn(NETS, UNITS, IMAGES, seed=5))
        layer.product.copy_(drawn(NETS, UNITS, IMAGES, seed=4))
        layer.forth(0.1)
        output = layer.output.clone()
        return [output, layer.back(), layer.bias]

    for here, there in zip(after(FusedBiased), after(Biased), strict=True):
        agree(here, there)


def after_output(kind: type[Output], labels: torch.Tensor, product: torch.Tensor) -> list[torch.Tensor]:
    layer = kind(drawn(NETS, UNITS, 1, seed=1), IMAGES, -0.25)
    layer.product.copy_(product)
    loss, error = layer.back(labels)
    return [loss, error, layer.bias]


def test_loss_and_error_of_the_output():
    labels = torch.arange(NETS * IMAGES).view(NETS, IMAGES) % UNITS
    product = 40 * drawn(NETS, UNITS, IMAGES, seed=4)
    found = (after_output(kind, labels, product) for kind in (FusedOutput, Output))
    for here, there in zip(*found, strict=True):
        agree(here, there)


@pytest.mark.parametrize("kind", [FusedOutput, Output])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_divergence_shows_in_the_loss_of_its_net_alone(kind, bad):
    product = drawn(NETS, UNITS, IMAGES)
    product[1, 2, 3] = bad
    loss, *_ = after_output(kind, torch.zeros(NETS, IMAGES, dtype=torch.int64), product)
    assert torch.isfinite(loss).tolist() == [True, False]


@pytest.mark.parametrize("kind", [FusedNormalised, Normalised, FusedBiased, Biased])
def test_what_is_not_a_number_goes_on(kind):
    error = drawn(NETS, UNITS, IMAGES)
    columns = [drawn(NETS, UNITS, 1, seed=seed) for seed in range(4)]
    normalised = issubclass(kind, Normalised)
    layer = kind(*columns, 1e-5, IMAGES, error) if normalised else kind(columns[0], error)
    layer.product.copy_(drawn(NETS, UNITS, IMAGES))
    layer.product[1, 2, 3] = np.nan
    layer.forth(0.1)
    assert layer.output[1, 2, 3].isnan()
    assert layer.output[0].isfinite().all()


@pytest.mark.parametrize("label", [-1, UNITS])
def test_labels_that_are_no_class_are_refused(label):
    labels = torch.full((NETS, IMAGES), label)
    with pytest.raises(IndexError, match="a label is not the number of a class"):
        after_output(FusedOutput, labels, drawn(NETS, UNITS, IMAGES))
