"""Bounds: exact ends, interval arithmetic, grades that only weaken."""

from fractions import Fraction
from fractions import Fraction as F

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


def test_middle_radius_and_what_becomes_of_ends():
    a, b = Bound(F(1), F(4), Grade.ENCLOSED), Bound(F(-2), F(3), Grade.STATISTICAL)
    assert (a.middle, a.radius) == (F(5, 2), F(3, 2))
    ends = {name: (found.low, found.high) for name, found in {"-": a - b, "*": a * b, "neg": -b}.items()}
    assert ends == {"-": (-2, 6), "*": (-8, 12), "neg": (-3, 2)}
    assert ((b / a).low, (b / a).high) == (-2, 3)
    assert {(a - b).grade, (a * b).grade, (b / a).grade, (-b).grade} == {Grade.STATISTICAL}


@pytest.mark.parametrize("ends", [(0, 1), (-1, 0), (0, 0)])
def test_a_bound_that_touches_zero_divides_nothing(ends):
    with pytest.raises(ZeroDivisionError, match="division by a bound that may be 0"):
        exact(1) / Bound(*map(F, ends), Grade.ENCLOSED)


def test_how_a_number_was_found_is_kept():
    told, untold = Bound(F(1), F(2), Grade.NUMERICAL, method="sums"), exact(3)
    assert (told + untold).method == (untold + told).method == (-told).method == "sums"


def test_grades_are_ordered_from_runs_to_algebra():
    names = ["empirical", "statistical", "numerical", "enclosed", "symbolic"]
    assert [grade.label for grade in sorted(Grade)] == names


def test_truth_values_are_no_numbers():
    with pytest.raises(TypeError, match="value=True: exact numbers are int or Fraction, not bool"):
        exact(True)
