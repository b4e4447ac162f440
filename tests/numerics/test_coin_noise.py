"""SGD with coins for noise."""

from fractions import Fraction
from math import cosh, log

import numpy as np
import pytest
from scipy import integrate, optimize

from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL
from ledger.bound import exact
from ledger.compare import agree
from ledger.outcome import Outcome
from numerics.coin_noise import barrier_for_coins, each, mean_steps_with_coins

HALF = Fraction(1, 2)


def theta(place: float, noise: float) -> float:
    slope = place**3 - place
    return (
        float(optimize.brentq(lambda u: log(cosh(noise * u)) - slope * u, 1e-9, 200)) if slope > 1e-9 else 0.0
    )


@pytest.mark.parametrize("noise", [HALF, Fraction(1), Fraction(3)])
def test_the_barrier_agrees_with_quadrature_in_doubles(noise):
    found = barrier_for_coins(DOUBLE_WELL, noise, (-1, 0))
    expected, _ = integrate.quad(theta, -1, 0, args=(float(noise),), limit=200)
    assert float(found.low) <= expected <= float(found.high)
    assert float(found.radius) < 0.01 * expected


def test_loud_coins_are_as_good_as_gaussian_noise():
    assert float(barrier_for_coins(DOUBLE_WELL, Fraction(20), (-1, 0)).middle) == pytest.approx(
        0.5 / 400, rel=0.01
    )


def test_the_barrier_is_in_proportion_to_the_batch():
    one, three = (barrier_for_coins(DOUBLE_WELL, HALF, (-1, 0), size) for size in (1, 3))
    assert three.low == pytest.approx(3 * one.low)


def test_quiet_coins_have_no_barrier():
    with pytest.raises(ValueError, match="not proved to be larger than every slope"):
        barrier_for_coins(DOUBLE_WELL, Fraction(19, 50), (-1, 0))


def test_simulated_sgd_takes_as_many_steps():
    stream = np.random.default_rng(3)
    place, counts, going = np.full(4000, -1.0), np.zeros(4000), np.ones(4000, dtype=bool)
    while going.any():
        counts += going
        coins = stream.integers(0, 2, place.size) * 2.0 - 1
        place = np.where(going, place - 0.25 * (place**3 - place + coins), place)
        going &= place < 1
    found = mean_steps_with_coins(DOUBLE_WELL, Fraction(1), Fraction(1, 4), (-1, 1), Fraction(-7, 5))
    assert counts.mean() == pytest.approx(float(found.middle), abs=5 * counts.std() / np.sqrt(counts.size))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"potential": SHEARED_DOUBLE_WELL}, "one coordinate is wanted"),
        ({"ends": (1, -1)}, "have to ascend"),
        ({"floor": Fraction(-11, 10)}, "SGD falls below it"),
    ],
)
def test_bad_input(change, message):
    good = {
        "potential": DOUBLE_WELL,
        "noise": HALF,
        "rate": Fraction(1, 5),
        "ends": (-1, 1),
        "floor": Fraction(-27, 20),
    }
    with pytest.raises(ValueError, match=message):
        mean_steps_with_coins(**(good | change))


def test_each_wants_every_member():
    rule = each(agree("0.1"))
    assert rule({"a": exact(1), "b": exact(1)}, {"a": exact(1), "b": exact(2)}) is Outcome.REFUTES
    assert rule({"a": exact(1), "b": exact(2)}, {"a": exact(1), "b": exact(2)}) is Outcome.SUPPORTS
