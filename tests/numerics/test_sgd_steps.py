"""Mean numbers of steps of SGD with Gaussian noise."""

from fractions import Fraction

import numpy as np
import pytest

from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL
from numerics.sgd_steps import mean_steps


def test_simulated_sgd_takes_as_many_steps():
    rate, eps = 0.1, 0.25
    stream = np.random.default_rng(11)
    place, counts, going = np.full(20_000, -1.0), np.zeros(20_000), np.ones(20_000, dtype=bool)
    while going.any():
        counts += going
        noise = np.sqrt(2 * eps * rate) * stream.standard_normal(place.size)
        place = np.where(going, place - rate * (place**3 - place) + noise, place)
        going &= place < 1
    exact = float(mean_steps(DOUBLE_WELL, Fraction(1, 10), Fraction(1, 4), -1, 1).middle)
    assert counts.mean() == pytest.approx(exact, abs=5 * counts.std() / np.sqrt(counts.size))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"potential": SHEARED_DOUBLE_WELL}, "as many numbers as coordinates are wanted, 2"),
        ({"target": -1}, "it has arrived before it starts"),
        ({"rate": Fraction(0)}, "dt=0: a positive number"),
        ({"eps": Fraction(-1)}, "eps0=-1: a positive number"),
    ],
)
def test_bad_input(change, message):
    good = {
        "potential": DOUBLE_WELL,
        "rate": Fraction(1, 10),
        "eps": Fraction(1, 10),
        "start": -1,
        "target": 1,
    }
    with pytest.raises(ValueError, match=message):
        mean_steps(**(good | change))
