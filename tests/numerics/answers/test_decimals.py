from decimal import Decimal
from fractions import Fraction

import flint
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.bound import Bound, Grade, exact
from numerics.answers.decimals import certain_digits, decimal_ends
from numerics.bounds import closed_form, converged, enclosed

fractions = st.fractions(max_denominator=10**6)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (exact(0), "0"),
        (exact(-3), "-3"),
        (exact(1000), "1000"),
        (exact(Fraction(1, 8)), "0.125"),
        (exact(Fraction(2, 3)), "0.66666666666666666667"),
        (exact(10**30), "1E+30"),
        (closed_form(sp.Rational(1, 10)), "0.1"),
        (closed_form(sp.pi), "3.1415926535897932385"),
        (converged(729.5, 729.6), "730"),
        (converged(-1.0, 1.0), None),
        (converged(-1e-30, 1e-30), "0"),
    ],
)
def test_numbers_alone_have_certain_digits_only(number, text):
    assert certain_digits(number) == text


def test_as_many_digits_as_asked_for():
    with flint.ctx.workprec(400):
        assert certain_digits(enclosed(flint.arb.pi()), 50) == str(sp.N(sp.pi, 50))


@settings(max_examples=50, deadline=None)
@given(fractions, fractions)
def test_the_ends_are_rounded_outwards_and_hardly(one, other):
    number = Bound(min(one, other), max(one, other), Grade.ENCLOSED)
    told = decimal_ends(number)
    low, high = (Fraction(Decimal(told[end])) for end in ("low", "high"))
    assert low <= number.low <= number.high <= high
    assert high - low <= max(
        (number.high - number.low) * Fraction(102, 100), max(abs(low), abs(high)) / 10**38
    )


def test_an_interval_keeps_its_width():
    told = decimal_ends(converged(2.5, 2.75))
    assert told == {"low": "2.5", "high": "3", "grade": "numerical"}


def test_fifty_digits_stay_fifty_digits():
    with flint.ctx.workprec(400):
        told = decimal_ends(enclosed(flint.arb.pi()))
    assert told["low"][:60] == told["high"][:60]
    assert Decimal(told["low"]) < Decimal(told["high"])
