import numpy as np
import pytest
import sympy as sp
from scipy.integrate import quad

from derivations.potential import Potential
from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL
from ledger.bound import Grade
from numerics.answers.escape_unproved import mean_escape_time_unproved
from numerics.line.escape import mean_escape_time, mean_escape_time_with_noise

ONE = sp.Integer(1)
CONE = Potential(sp.sqrt(w**2 + 1) + 3 * sp.exp(-(w**2)))
"""It grows like |w|, which the proof by parts of polynomials does not see."""

THIRD = sp.Rational(1, 3)


def held(bound, number):
    return bound.low <= number <= bound.high


def test_what_can_be_enclosed_is_found_again():
    seen = mean_escape_time_unproved(DOUBLE_WELL, ONE, sp.Rational(1, 20), sp.Integer(-1), sp.Integer(1))
    assert seen.grade is Grade.NUMERICAL
    assert held(seen, mean_escape_time(DOUBLE_WELL, 20, -1, 1).middle)


@pytest.mark.parametrize("side", [1, -1])
def test_noise_that_depends_on_the_place_is_found_again(side):
    data = (DOUBLE_WELL, 1 + w**2 / 2, sp.Rational(1, 10), sp.Integer(-side), sp.Integer(side))
    seen = mean_escape_time_unproved(*data)
    assert held(seen, mean_escape_time_with_noise(*data).middle)


def test_a_loss_that_grows_in_an_unproved_way_has_a_time():
    def height(x):
        return 3 * (np.sqrt(x**2 + 1) + 3 * np.exp(-(x**2)))

    def inner(x):
        return 3 * quad(lambda z: np.exp(height(x) - height(z)), -20, x, limit=300, epsrel=1e-11)[0]

    expected = quad(inner, -1, 1, epsrel=1e-10)[0]
    found = mean_escape_time_unproved(CONE, ONE, THIRD, sp.Integer(-1), sp.Integer(1))
    assert float(found.middle) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize(
    ("expr", "message"),
    [
        (w**3 - w, "does not fall off"),
        (sp.cos(w), "does not fall off|rises and falls too often"),
        (1 / (w - THIRD) ** 2 + w**2, "no enclosure|exceeds the largest double|rises and falls too often"),
    ],
)
def test_what_does_not_confine_or_is_not_smooth_is_refused(expr, message):
    with pytest.raises(ValueError, match=message):
        mean_escape_time_unproved(Potential(expr), ONE, sp.Rational(1, 20), sp.Integer(-1), sp.Integer(1))
