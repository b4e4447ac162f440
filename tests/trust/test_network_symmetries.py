"""What is said of a network does not depend on the order of images, neurons, pixels or classes."""

from dataclasses import replace

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nn_experiments.curvature.landscape import flattened, unflattened
from nn_experiments.network.model import Architecture, Moments
from nn_experiments.noise.per_image import image_gradients
from nn_experiments.noise.spread import spread
from tests.nn_experiments.small_landscape import ARCHITECTURE, COUNT, landscape

few = settings(max_examples=4, deadline=None, derandomize=True, database=None)
kinds = pytest.mark.parametrize("kind", ["evaluation", "training", "without normalisation"])
orders = st.tuples(*(st.permutations(range(width)) for width in ARCHITECTURE.widths))


def net(kind):
    if kind == "without normalisation":
        return landscape(training=True, architecture=Architecture(ARCHITECTURE.widths, normalised=False))
    return landscape(training=kind == "training")


def mixed(place, order):
    """The same nets with pixels, hidden neurons and classes in other orders."""
    nets, hidden = place.parameters, order[1:-1]
    weights = [
        tensor[:, list(out)][:, :, list(into)]
        for tensor, into, out in zip(nets.weights, order, order[1:], strict=False)
    ]
    scales, shifts = (_rows(tensors, hidden) for tensors in (nets.scales, nets.shifts))
    renamed = torch.tensor([order[-1].index(label) for label in range(len(order[-1]))])
    moments = place.moments and Moments(
        tuple(_rows(place.moments.means, hidden)), tuple(_rows(place.moments.variances, hidden))
    )
    return replace(
        place,
        parameters=nets.with_tensors([*weights, *scales, *shifts, nets.bias[:, list(order[-1])]]),
        moments=moments,
        images=place.images[:, list(order[0])],
        labels=renamed[place.labels],
    )


def _rows(tensors, hidden):
    return [tensor[:, list(order)] for tensor, order in zip(tensors, hidden, strict=False)]


def moved(vectors, place, order):
    """Vectors of parameters, in the same orders."""
    like = place.parameters.tensors
    rows = []
    for vector in vectors:
        pieces = place.parameters.with_tensors(unflattened(vector, like))
        there = mixed(replace(place, parameters=pieces), order).parameters
        rows.append(flattened(there.tensors))
    return torch.stack(rows)


@kinds
@few
@given(order=orders)
def test_gradient_and_curvature_go_along_with_neurons_pixels_and_classes(kind, order):
    here = net(kind)
    there = mixed(here, order)
    draws = torch.Generator().manual_seed(1)
    vectors = torch.randn(3, *here.place.shape, dtype=torch.float64, generator=draws)
    torch.testing.assert_close(there.gradient(), moved(here.gradient()[None], here, order)[0])
    found = there.products(moved(vectors, here, order))
    torch.testing.assert_close(found, moved(here.products(vectors), here, order))


@kinds
@few
@given(order=st.permutations(range(COUNT)))
def test_the_order_of_the_images_does_not_matter(kind, order):
    here = net(kind)
    there = replace(here, images=here.images[list(order)], labels=here.labels[list(order)])
    draws = torch.Generator().manual_seed(1)
    vectors = torch.randn(3, *here.place.shape, dtype=torch.float64, generator=draws)
    torch.testing.assert_close(there.gradient(), here.gradient())
    torch.testing.assert_close(there.products(vectors), here.products(vectors))


@pytest.mark.parametrize("kind", ["evaluation", "without normalisation"])
@few
@given(order=orders, images=st.permutations(range(COUNT)))
def test_the_spread_of_the_gradients_does_not_depend_on_any_order(kind, order, images):
    here = net(kind)
    there = mixed(replace(here, images=here.images[list(images)], labels=here.labels[list(images)]), order)
    one, other = (spread(found.gram(), found.size, 3) for found in map(image_gradients, (here, there)))
    for name in ("trace", "trace_of_square", "anisotropy", "directions", "shares"):
        assert getattr(other, name) == pytest.approx(getattr(one, name), rel=1e-9), name
    assert one.directions.max() <= one.size


@kinds
def test_another_order_is_another_place(kind):
    here = net(kind)
    there = mixed(here, [tuple(reversed(range(width))) for width in ARCHITECTURE.widths])
    assert not torch.allclose(there.place, here.place)
    assert not torch.allclose(there.gradient(), here.gradient())
