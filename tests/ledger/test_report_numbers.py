import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.bound import Bound, Grade, exact
from ledger.describe import describe
from ledger.report.numbers import difference, ends, is_rational, plain, printed, quotient

POWER = re.compile(r"(−?)(?:([\d.]+)·)?10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)")
ORDINARY = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

rationals = st.fractions(max_denominator=10**9)
positive = st.fractions(min_value=Fraction(1, 10**9), max_denominator=10**9)


def bound(low: str, high: str, grade: str = "enclosed") -> dict[str, str]:
    return {"kind": "bound", "low": low, "high": high, "grade": grade}


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        ("729.670654", "729.670728", "729.67069 ± 4·10⁻⁵"),
        ("0", "0", "0"),
        ("-0.512", "-0.498", "−0.505 ± 0.007"),
        ("1", "100", "[1, 100]"),
        ("-100", "-1", "[−100, −1]"),
        ("-1E-8", "1E-8", "0 ± 1.0·10⁻⁸"),
        ("3.1E+21", "3.1000001E+21", "3.10000005·10²¹ ± 5·10¹³"),
        ("66.2686263649178807765659930", "66.2686263649178807765659932", "66.268626364917880777 ± 5·10⁻¹⁹"),
        ("1E+5000000000", "1.1E+5000000000", "1.05·10⁵⁰⁰⁰⁰⁰⁰⁰⁰⁰ ± 5·10⁴⁹⁹⁹⁹⁹⁹⁹⁹⁸"),
    ],
)
def test_all_certain_digits_are_printed_and_then_the_radius(low, high, text):
    assert printed(bound(low, high)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(1, 3), "1/3"), (Fraction(-22, 7), "−22/7"), (Fraction(1, 4), "0.25"), (Fraction(12), "12")],
)
def test_an_exact_rational_is_printed_exactly(value, text):
    assert printed(describe(exact(value))) == text


def test_a_wide_symbolic_bound_is_not_printed_as_a_fraction():
    wide = describe(Bound(Fraction(1, 3), Fraction(1, 2), Grade.SYMBOLIC))
    assert printed(wide) == "0.42 ± 0.09"


def number(text: str) -> Fraction:
    """What a reader takes a printed number for."""
    match = POWER.fullmatch(text)
    if match is None:
        return Fraction(Decimal(text.replace("−", "-")))
    sign, mantissa, power = match.groups()
    return (-1 if sign else 1) * Fraction(mantissa or 1) * Fraction(10) ** int(power.translate(ORDINARY))


def interval(text: str) -> tuple[Fraction, Fraction]:
    """What a reader takes a printed bound for."""
    if text.startswith("["):
        low, high = map(number, text[1:-1].split(", "))
        return low, high
    if "/" in text:
        return (Fraction(text.replace("−", "-")),) * 2
    middle, _, radius = text.partition(" ± ")
    reach = number(radius) if radius else Fraction(0)
    return number(middle) - reach, number(middle) + reach


@given(rationals, positive, st.integers(-30, 30))
def test_what_is_printed_contains_the_bound(middle, radius, scale):
    told = describe(
        Bound(
            (middle - radius) * Fraction(10) ** scale,
            (middle + radius) * Fraction(10) ** scale,
            Grade.ENCLOSED,
        )
    )
    low, high = interval(printed(told))
    assert low <= Fraction(told["low"])
    assert Fraction(told["high"]) <= high


@given(rationals, positive)
def test_what_is_printed_is_not_much_wider_than_the_bound(middle, radius):
    told = describe(Bound(middle - radius, middle + radius, Grade.ENCLOSED))
    low, high = interval(printed(told))
    loss = max(abs(middle), radius) * Fraction(1, 10**18)  # digits that nobody wants to read
    assert high - low <= 22 * radius + loss


@given(rationals, positive, rationals, positive)
def test_quotients_and_differences_contain_the_exact_ones(x, dx, y, dy):
    measured = describe(Bound(x - dx, x + dx, Grade.NUMERICAL))
    predicted = describe(Bound(y - dy, y + dy, Grade.NUMERICAL))
    low, high = ends(difference(measured, predicted))
    assert low <= x - y <= high
    ratio = quotient(measured, predicted)
    assert (ratio is None) == (abs(y) <= dy)
    if ratio is not None:
        low, high = ends(ratio)
        assert low <= x / y <= high


def test_every_kind_of_object_has_a_line_of_text():
    assert plain(describe({"a": exact(1), "b": [True, "word"]})) == "a: 1; b: True, word"
    assert plain(describe([(Fraction(1, 2), exact(3))])) == "(1/2, 3)"
    assert plain({"kind": "formula", "tex": "x^2", "text": "x**2"}) == "x**2"


@pytest.mark.parametrize(
    ("tex", "rational"),
    [("12", True), (r"-\frac{1}{2}", True), (r"\frac{\pi}{2}", False), ("", False), (r"\sqrt{2}", False)],
)
def test_a_rational_needs_no_decimals(tex, rational):
    assert is_rational(tex) is rational
