from fractions import Fraction
from math import sqrt

import numba
import numpy as np
import pytest

from numerics.paths.laws import Coins, Gaussian, Skewed
from numerics.paths.streams import seeds, streams

PAIRS = 200_000


def drawn(law, dtype):
    kind, pair = streams(dtype), law.pair(dtype)
    started, words = kind.started, kind.drawn

    @numba.njit
    def fill(state, found, one, two):
        started(state, 0, one, two, np.uint64(0))
        for k in range(found.shape[0]):
            found[k] = pair(*words(state, 0))

    found = np.empty((PAIRS, 2), dtype)
    fill(np.zeros((kind.words, 1), kind.word), found, *seeds(5))
    return found.astype(float)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(
    ("law", "skewness", "fourth"),
    [(Gaussian(), 0, 3), (Coins(), 0, 1), (Coins(3), 0, 3 - 2 / 3), (Coins(32), 0, 3 - 2 / 32),
     (Skewed(Fraction(1, 5)), 1.5, 3.25)],
)  # fmt: skip
def test_moments_and_independence(law, skewness, fourth, dtype):
    z = drawn(law, dtype)
    error = 5 / sqrt(z.size)
    assert abs(z.mean()) < error
    assert abs((z**2).mean() - 1) < error * sqrt(max(fourth - 1, 1e-6)) + 1e-6
    assert abs((z**3).mean() - skewness) < 5 * error
    assert abs((z**4).mean() - fourth) < 12 * error
    assert abs((z[:, 0] * z[:, 1]).mean()) < 5 / sqrt(PAIRS)


def test_values_of_coins():
    assert set(np.round(drawn(Coins(2), np.float64).ravel() * sqrt(2))) == {-2, 0, 2}


@pytest.mark.parametrize("size", [0, 33, True, 1.5])
def test_bad_numbers_of_coins_are_refused(size):
    with pytest.raises(ValueError, match="from 1 to 32 coins"):
        Coins(size)


@pytest.mark.parametrize("probability", [Fraction(0), Fraction(1), 0.5])
def test_bad_probabilities_are_refused(probability):
    with pytest.raises(ValueError, match="a Fraction between 0 and 1 is wanted"):
        Skewed(probability)
