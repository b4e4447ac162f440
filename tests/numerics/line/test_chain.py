import numpy as np
import pytest
from scipy.special import erf

from derivations.potential import Potential
from derivations.zoo import DOUBLE_WELL, QUADRATIC, SHEARED_DOUBLE_WELL
from numerics.line.chain import generator, probability_below


def test_an_ornstein_uhlenbeck_law_is_normal():
    mean, variance = np.exp(-0.5), (1 - np.exp(-1)) / 4
    found = probability_below(QUADRATIC, 0.75, 4, {1.0: 1.0, -1.0: 0.0, 3.0: 0.0}, 0.5, cells=400)
    exact = (1 + erf((0.75 - mean) / np.sqrt(2 * variance))) / 2
    assert float(found.middle) == pytest.approx(exact, abs=0.01)


def test_after_a_long_time_both_wells_are_alike():
    found = probability_below(DOUBLE_WELL, 0.0, 8, {-1.0: 1.0, 1.0: 0.0}, 1000)
    assert float(found.middle) == pytest.approx(0.5, abs=1e-9)


def test_starts_mix():
    left, right, both = (
        probability_below(DOUBLE_WELL, 0.0, 8, {-1.0: share, 1.0: 1 - share}, 20).middle
        for share in (1.0, 0.0, 0.25)
    )
    assert float(both) == pytest.approx(float(0.25 * float(left) + 0.75 * float(right)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"potential": SHEARED_DOUBLE_WELL}, "one coordinate is wanted, not 2"),
        ({"inverse": 0}, "inverse=0: a positive number is wanted"),
        ({"time": -1}, "time=-1: a positive number is wanted"),
        ({"cells": 0}, "cells=0: a positive number is wanted"),
        ({"law": {0.0: 0.4}}, "probabilities that add up to 1 are wanted"),
        ({"law": {0.0: 1.4, 1.0: -0.4}}, "probabilities that add up to 1 are wanted"),
    ],
)
def test_bad_input_is_refused(change, message):
    good = {"potential": DOUBLE_WELL, "point": 0.0, "inverse": 8, "law": {-1.0: 1.0}, "time": 1, "cells": 40}
    with pytest.raises(ValueError, match=message):
        probability_below(**(good | change))


def test_a_flat_line_spreads():
    found = probability_below(
        Potential(QUADRATIC.expr * 0, QUADRATIC.coords), 0.0, 1, {-2.0: 0.5, 2.0: 0.5}, 1000
    )
    assert float(found.middle) == pytest.approx(0.5, abs=1e-9)


def test_the_chain_conserves_probability_and_is_reversible():
    heights = np.random.default_rng(1).normal(size=9)
    chain = generator(heights, 0.3)
    flow = np.exp(-heights)[:, None] * chain
    assert np.allclose(chain.sum(axis=1), 0)
    assert np.allclose(flow, flow.T)
    assert (chain - np.diag(np.diag(chain)) >= 0).all()
