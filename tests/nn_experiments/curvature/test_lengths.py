from dataclasses import replace

import numpy as np
import pytest
import torch

from nn_experiments.curvature.landscape import Landscape, unflattened
from nn_experiments.curvature.lengths import lengths, rescaled
from nn_experiments.network.model import Architecture, Moments, Parameters
from tests.nn_experiments.small_landscape import landscape, whole_hessian


def stretched(place: Landscape, units: bool) -> Landscape:
    """Every group multiplied by a number of its own; the moments follow."""
    draws = torch.Generator().manual_seed(6)
    nets = place.parameters
    shape = (lambda w: (len(w), w.shape[1], 1)) if units else (lambda w: (len(w), 1, 1))
    factors = [0.3 + 3 * torch.rand(shape(w), dtype=w.dtype, generator=draws) for w in nets.scales]
    affine = [0.3 + 3 * torch.rand((2, 1, 1), dtype=torch.float64, generator=draws), 1.0]
    weights = [w * f for w, f in zip(nets.weights, factors, strict=False)]
    scales = [s * a for s, a in zip(nets.scales, affine, strict=True)]
    shifts = [s * a for s, a in zip(nets.shifts, affine, strict=True)]
    moments = place.moments
    if moments:  # of a layer that is fed by stretched outputs, too
        both = [f * a for f, a in zip(factors, [1.0, affine[0]], strict=True)]
        moments = Moments(
            tuple(m * b for m, b in zip(moments.means, both, strict=True)),
            tuple(v * b**2 for v, b in zip(moments.variances, both, strict=True)),
        )
    other = Parameters((*weights, nets.weights[-1]), tuple(scales), tuple(shifts), nets.bias)
    return replace(place, parameters=other, moments=moments)


def scaled_hessian(place: Landscape, replica: int, group: str) -> np.ndarray:
    d = lengths(place.parameters, group)[replica].numpy()
    return d[:, None] * whole_hessian(place, replica) * d


@pytest.mark.parametrize("training", [True, False], ids=["training", "evaluation"])
@pytest.mark.parametrize("group", ["unit", "layer"])
def test_the_scaled_hessian_ignores_the_lengths_of_its_groups(group, training):
    place = landscape(training)
    other = stretched(place, units=group == "unit")
    for replica in range(place.replicas):
        found, expected = (scaled_hessian(p, replica, group) for p in (other, place))
        np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-10)
        plain = [np.linalg.norm(whole_hessian(p, replica)) for p in (other, place)]
        assert abs(np.log(plain[0] / plain[1])) > 0.02


def test_a_layer_is_too_coarse_a_group_for_stretched_units():
    place = landscape(training=True)
    found = [np.linalg.norm(scaled_hessian(p, 0, "layer")) for p in (stretched(place, units=True), place)]
    assert abs(np.log(found[0] / found[1])) > 0.01


def test_rescaled_products_are_those_with_the_scaled_matrix():
    place = landscape()
    vector = torch.randn(
        1, *place.place.shape, dtype=torch.float64, generator=torch.Generator().manual_seed(1)
    )
    found = rescaled(place.products, lengths(place.parameters))(vector)[0, 1]
    np.testing.assert_allclose(found, scaled_hessian(place, 1, "unit") @ vector[0, 1].numpy(), rtol=1e-9)


def test_without_batch_normalisation_every_length_is_one():
    nets = landscape(architecture=Architecture((4, 3, 3, 3), normalised=False)).parameters
    assert (lengths(nets) == 1).all()


def test_a_group_has_a_known_name():
    with pytest.raises(ValueError, match="group='net': 'unit' or 'layer'"):
        lengths(landscape().parameters, "net")


@pytest.mark.parametrize("group", ["unit", "layer"])
def test_lengths_are_those_of_the_groups(group):
    nets = landscape().parameters
    found = nets.with_tensors(unflattened(lengths(nets, group), nets.tensors))
    axes = (2,) if group == "unit" else (1, 2)
    for weights, theirs in zip(nets.weights[:-1], found.weights[:-1], strict=True):
        length = weights.square().sum(axes, keepdim=True).sqrt()
        torch.testing.assert_close(theirs, length.expand_as(weights))
    joint = (nets.scales[0].square() + nets.shifts[0].square()).sum(1, keepdim=True).sqrt()
    for theirs in (found.scales[0], found.shifts[0]):
        torch.testing.assert_close(theirs, joint.expand_as(theirs))
    for behind in (found.weights[-1], found.scales[-1], found.shifts[-1], found.bias):
        assert (behind == 1).all()
