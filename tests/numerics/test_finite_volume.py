import numpy as np
import pytest

from derivations.potential import Potential
from derivations.symbols import x, y
from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL
from ledger.bound import Grade
from numerics.escape import mean_escape_time
from numerics.finite_volume import Box, generator, mean_escape_time_in_plane

SEPARATE = Potential((x**2 - 1) ** 2 / 4 + 3 * y**2 / 2, (x, y), name="separate")


def escape(
    potential=SHEARED_DOUBLE_WELL, eta=10, start=(-1, -1), target=(1, 1), radius=0.3, cells=80, **more
):
    box = more.get("box", Box(-2.2, 2.2, -2.6, 2.6))
    return mean_escape_time_in_plane(potential, eta, start, target, radius=radius, box=box, cells=cells)


def test_a_potential_that_separates_is_a_passage_on_the_line():
    # to reach the disc of radius 2/5 around 1 it has to pass 3/5, and when it is at 1 it has reached the disc
    found = escape(SEPARATE, 20, (-1, 0), (1, 0), radius=0.4, cells=240, box=Box(-1.9, 1.9, -1.2, 1.2))
    early, late = (mean_escape_time(DOUBLE_WELL, 20, -1, place) for place in ("3/5", 1))
    assert found.grade is Grade.NUMERICAL
    assert early.low - found.radius < found.middle < late.high + found.radius
    assert late.high - early.low < late.high / 50


def test_the_error_falls_with_the_square_of_the_mesh():
    radii = [escape(cells=n).radius for n in (60, 120, 240)]
    assert radii[1] < radii[0] / 2
    assert radii[2] < radii[1] / 2


def test_the_size_of_the_disc_hardly_matters_in_a_cold_well():
    times = [float(escape(eta=40, radius=r, cells=200).middle) for r in (0.2, 0.4)]
    assert times[0] == pytest.approx(times[1], rel=2e-3)


@pytest.mark.parametrize("shape", [(9,), (7, 8)])
def test_the_chain_conserves_probability_and_is_reversible(shape):
    heights = np.random.default_rng(1).normal(size=shape)
    inside = heights < 2
    chain = generator(heights, inside, (0.3, 0.5)[: len(shape)]).toarray()
    flow = np.exp(-heights[inside])[:, None] * chain
    assert np.allclose(chain.sum(axis=1), 0)
    assert np.allclose(flow, flow.T)
    assert (chain - np.diag(np.diag(chain)) >= 0).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"potential": DOUBLE_WELL}, "two coordinates are wanted, not 1"),
        ({"eta": 0}, "eta=0.0: a positive number is wanted"),
        ({"radius": 0}, "radius=0: a positive number is wanted"),
        ({"cells": -2}, "cells=-2: a positive number is wanted"),
        ({"start": (-9, 0)}, r"start=\(-9, 0\): not inside Box"),
        ({"target": (1, 9)}, r"target=\(1, 9\): not inside Box"),
        ({"eta": 150}, "eta=150: the escape takes too long for linear algebra in doubles"),
    ],
)
def test_bad_input_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        escape(**change)


def test_floats_are_refused():
    with pytest.raises(TypeError, match=r"start=0\.5: an exact number is wanted"):
        escape(start=(0.5, 0))
