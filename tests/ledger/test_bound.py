"""Bounds: exact ends, interval arithmetic, grades that only weaken."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.bound import Bound, Grade, exact

rationals = st.fractions(min_value=-50, max_value=50, max_denominator=40)


@st.composite
def bounds(draw):
    low, high = sorted((draw(rationals), draw(rationals)))
    return Bound(low, high, draw(st.sampled_from(Grade)))


@given(bounds(), bounds(), st.fractions(0, 1), st.fractions(0, 1))
def test_arithmetic_contains_the_arithmetic_of_members(a, b, s, t):
    x, y = a.low + s * (a.high - a.low), b.low + t * (b.high - b.low)
    assert (a + b).low <= x + y <= (a + b).high
    assert (a - b).low <= x - y <= (a - b).high
    assert (a * b).low <= x * y <= (a * b).high
    if not b.low <= 0 <= b.high:
        assert (a / b).low <= x / y <= (a / b).high


@given(bounds(), bounds())
def test_the_grade_of_a_result_is_the_weaker_one(a, b):
    assert (a + b).grade is min(a.grade, b.grade)


def test_floats_and_empty_intervals_are_refused():
    with pytest.raises(TypeError, match=r"low=0\.1: an end of a Bound is a Fraction, not float"):
        Bound(0.1, Fraction(1), Grade.NUMERICAL)
    with pytest.raises(ValueError, match=r"empty bound: low=2\.0 exceeds high=1\.0"):
        Bound(Fraction(2), Fraction(1), Grade.NUMERICAL)
    with pytest.raises(TypeError, match=r"value=0\.5: exact numbers are int or Fraction"):
        exact(0.5)
    with pytest.raises(ZeroDivisionError, match="division by a bound that may be 0"):
        exact(1) / Bound(Fraction(-1), Fraction(1), Grade.ENCLOSED)
