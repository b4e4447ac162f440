"""Several saddles between two minima."""

from math import exp

import numpy as np
import pytest
import sympy as sp

from derivations.zoo import DOUBLE_WELL, QUADRATIC, SHEARED_DOUBLE_WELL
from ledger.bound import exact
from numerics import ways_across
from numerics.bounds import closed_form
from numerics.ways_across import NEAR_IS_HIGH, UNEQUAL_GATES, log_growth, probability_of_first


def test_a_pure_exponential_grows_at_its_rate():
    times = [(n, closed_form(5 * sp.exp(sp.Rational(n, 4)))) for n in (10, 30)]
    assert float(log_growth(times).middle) == pytest.approx(0.25)


def test_from_the_middle_of_a_symmetric_loss_both_sides_are_as_likely():
    assert float(probability_of_first(DOUBLE_WELL, 7, 0, 1, -1).middle) == pytest.approx(0.5)


def test_the_two_probabilities_add_up_to_one():
    one, other = (probability_of_first(QUADRATIC, 3, sp.Rational(1, 3), *ends) for ends in ((1, -2), (-2, 1)))
    total = one + other
    assert total.low <= 1 <= total.high


def test_simulated_exits_lead_as_often_to_the_nearest():
    stream, eta, step = np.random.default_rng(2), 4, 2e-3
    place, slope = np.zeros(2000), sp.lambdify(NEAR_IS_HIGH.coords, NEAR_IS_HIGH.gradient[0])
    going = np.arange(place.size)
    while going.size:
        kick = np.sqrt(2 * step / eta) * stream.standard_normal(going.size)
        place[going] += kick - step * slope(place[going])
        going = going[(place[going] < 2) & (place[going] > -2)]
    expected = float(probability_of_first(NEAR_IS_HIGH, eta, 0, 2, -2).middle)
    assert (place > 0).mean() == pytest.approx(expected, abs=0.04)


def test_the_saddles_differ_in_height():
    low, high = (float(saddle.value) for saddle in UNEQUAL_GATES.saddles)
    assert low == pytest.approx(0.2456844, rel=1e-6)
    assert high == pytest.approx(0.5761693, rel=1e-6)
    assert exp(low) < exp(high)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((SHEARED_DOUBLE_WELL, 4, 0, 1, -1), "one coordinate is wanted"),
        ((DOUBLE_WELL, 4, 2, 1, -1), "not between one=1 and other=-1"),
    ],
)
def test_bad_input(arguments, message):
    with pytest.raises(ValueError, match=message):
        probability_of_first(*arguments)


def test_a_float_is_refused():
    with pytest.raises(TypeError, match="exact number is wanted"):
        probability_of_first(DOUBLE_WELL, 4, 0.5, 1, -1)


def test_growth_of_nothing_is_zero():
    assert float(log_growth([(1, exact(3)), (2, exact(3))]).middle) == pytest.approx(0, abs=1e-30)


def test_the_odds_deviate_from_their_law_as_laplace_says():
    (x, measured), (_, law) = ways_across._odds_of_nearest()[-1], ways_across._odds()[-1]
    deviation = ((measured / law).middle - 1) / x
    assert float(deviation) == pytest.approx(float(ways_across._correction_of_the_odds()), rel=0.02)
