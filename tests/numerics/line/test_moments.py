from fractions import Fraction

import mpmath
import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.zoo import DEEPER_WELL, DOUBLE_WELL, QUADRATIC
from ledger.bound import Grade
from numerics.line.moments import gibbs_integral, gibbs_moment

w = DOUBLE_WELL.coords[0]


@pytest.mark.parametrize("digits", [15, 50, 200])
@pytest.mark.parametrize(("power", "times"), [(0, 1), (2, 1), (4, 3), (6, 15)])
def test_moments_of_a_gaussian_are_known(power, times, digits):
    found, exact = gibbs_moment(QUADRATIC, 7, power, digits=digits), times * Fraction(1, 7 ** (power // 2))
    assert found.low <= exact <= found.high
    assert found.radius <= exact / 10**digits
    assert found.grade is Grade.ENCLOSED


@pytest.mark.parametrize("power", [1, 3])
def test_odd_moments_of_even_losses_vanish(power):
    found = gibbs_moment(DOUBLE_WELL, 20, power)
    assert found.low <= 0 <= found.high
    assert found.radius < Fraction(1, 10**15)


def test_moments_about_a_centre():
    mean, square = (gibbs_moment(DEEPER_WELL, 3, k).middle for k in (1, 2))
    variance = gibbs_moment(DEEPER_WELL, 3, 2, "1/3").middle
    assert abs(variance - (square - 2 * mean / 3 + Fraction(1, 9))) < Fraction(1, 10**14)


def test_mpmath_agrees():
    with mpmath.workdps(30):
        parts = [
            mpmath.quad(
                lambda x, k=k: x**k * mpmath.exp(-5 * (x**2 - 1) ** 2 / 4), mpmath.linspace(-4, 4, 17)
            )
            for k in (2, 0)
        ]
    found = gibbs_moment(DOUBLE_WELL, 5, 2, digits=25)
    assert abs(mpmath.mpf(found.middle.numerator) / found.middle.denominator - parts[0] / parts[1]) < 1e-14
    mass = gibbs_integral(DOUBLE_WELL, 5, low=0)
    assert float(2 * mass.middle) == pytest.approx(float(parts[1]), rel=1e-14)


def test_slow_losses_have_the_moments_they_have():
    L = Potential(sp.log(1 + w**2))
    assert float(gibbs_moment(L, 4, 2).middle) == pytest.approx(0.2, rel=1e-14)
    with pytest.raises(ValueError, match="no bound of its tail is known"):
        gibbs_moment(L, 2, 4)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((20, -1), "power=-1: a nonnegative integer"),
        ((20, 2, 0, 0), "digits=0: 1 to 1000"),
        ((0, 2), "eta=0"),
    ],
)
def test_bad_input_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        gibbs_moment(DOUBLE_WELL, *arguments)


def test_digits_that_a_high_ground_costs_are_made_up_for():
    """η(L + 1/3) in the exponent costs log₂ η bits."""
    high = Potential(DOUBLE_WELL.expr + sp.Rational(1, 3), (w,))
    found = gibbs_integral(high, 10**8)
    assert found.radius <= found.middle / 10**15
