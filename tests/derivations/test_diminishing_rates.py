from fractions import Fraction

import pytest
import sympy as sp

from derivations.diminishing_rates import LAST, TILTED, WELLS, cannot_be_left, extreme, mean_square, optimum
from derivations.symbols import w


@pytest.mark.parametrize("c", [1, 2, 3])
def test_mean_square_follows_the_recursion_of_sgd(c):
    # E w² ← (1 − c/k)² E w² + (c/k)², in units of s²/(λ²M).
    square = Fraction(0)
    for k in range(1, 8):
        square = (1 - Fraction(c, k)) ** 2 * square + Fraction(c, k) ** 2
    assert mean_square(c).subs(LAST, 7) == square


def test_rates_are_positive():
    with pytest.raises(ValueError, match="c=0: a positive integer is wanted"):
        mean_square(0)


def test_extremes_of_a_polynomial():
    assert extreme(w**2 - w, sp.S.Zero, sp.Integer(2), largest=False) == -sp.Rational(1, 4)
    assert extreme(w**2 - w, sp.S.Zero, sp.Integer(2), largest=True) == 2


@pytest.mark.parametrize(("low", "high"), WELLS.values())
def test_wells_cannot_be_left(low, high):
    assert cannot_be_left(low, high)


def test_an_interval_that_ends_on_a_slope_can_be_left():
    assert not cannot_be_left(sp.Rational(9, 10), sp.Rational(3, 2))


def test_optimum_is_the_lower_minimum():
    assert optimum() < -1
    assert TILTED.subs(w, optimum()).evalf() < TILTED.subs(w, 1)
