"""Numbers as decimal strings for data that a program reads: no digit is lost, none is invented.

## Main definitions
* `certain_digits`: one string, correctly rounded, all of its digits certain.
* `readable`: the same for a reader.
* `decimal_ends`: both ends of a Bound, the low one rounded down, the high one up, and its grade.
* `decimal_middle`: its middle with as many digits as the ends.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from ledger.bound import Bound, Grade

MOST = 20
"""Digits of a number of which no more were asked for."""

SPARE = 3
"""Digits beyond the width of a Bound: rounding its ends outwards widens it by less than 2 %."""

LONGEST_EXACT = 40
PLAIN, READABLE = range(-6, 21), range(-5, 9)
"""Powers of ten that are written out, for a program and for a reader."""

SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def certain_digits(number: Bound, most: int = MOST) -> str | None:
    """As many digits as are certain, at most `most`, also behind the point; None if not even one is.

    >>> from fractions import Fraction
    >>> from ledger.bound import exact
    >>> certain_digits(exact(Fraction(1, 4))), certain_digits(exact(Fraction(2, 3)), 5)
    ('0.25', '0.66667')
    """
    if number.low == number.high and (text := _terminating(number.low)):
        return text
    for digits in range(most, 0, -1):
        low, high = (_rounded(end, digits, ROUND_HALF_EVEN) for end in (number.low, number.high))
        if low == high:  # zeros at the end tell how much is certain, unless everything is
            return _written(low.normalize() if number.grade is Grade.SYMBOLIC else low)
    return "0" if max(abs(number.low), abs(number.high)) < Fraction(1, 10**most) else None


def readable(number: Bound, digits: int) -> str:
    """The certain digits for a reader, at most `digits`; from 10⁹ on with a power of ten, as 8.2752·10¹³."""
    text = certain_digits(number, digits)
    value = Decimal(text) if text else _rounded(number.middle, digits, ROUND_HALF_EVEN)
    power = value.adjusted()
    if not value or power in READABLE:
        return f"{value:f}".replace("-", "−")
    mantissa = f"{value.scaleb(-power).normalize():f}".replace("-", "−")
    return f"{mantissa}·10{str(power).translate(SUPERSCRIPTS)}"


def decimal_ends(number: Bound) -> dict[str, str]:
    """`low`, `high` and `grade`: the interval of the strings holds that of `number` and hardly more."""
    digits = _digits(number)
    return {
        "low": _written(_rounded(number.low, digits, ROUND_FLOOR)),
        "high": _written(_rounded(number.high, digits, ROUND_CEILING)),
        "grade": number.grade.label,
    }


def decimal_middle(number: Bound) -> str:
    """The middle with as many digits as `decimal_ends` gives."""
    return _written(_rounded(number.middle, _digits(number), ROUND_HALF_EVEN))


def _digits(number: Bound) -> int:
    """How many digits its ends need."""
    if number.low == number.high:
        return LONGEST_EXACT
    size = max(abs(number.low), abs(number.high))
    return max(SPARE, _power(size) - _power(number.high - number.low) + SPARE)


def _power(value: Fraction) -> int:
    return _rounded(value, 1, ROUND_FLOOR).adjusted()


def _rounded(value: Fraction, digits: int, rounding: str) -> Decimal:
    context = Context(prec=digits, rounding=rounding, Emax=10**9, Emin=-(10**9))
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def _terminating(value: Fraction) -> str:
    """The decimal that is `value`, if it is a short one."""
    decimal = _rounded(value, LONGEST_EXACT, ROUND_HALF_EVEN)
    exactly = Fraction(decimal) == value if abs(decimal.adjusted()) <= LONGEST_EXACT else False
    return _written(decimal.normalize()) if exactly else ""


def _written(value: Decimal) -> str:
    """Without a power of ten, unless it is a large one."""
    return f"{value:f}" if not value or value.adjusted() in PLAIN else str(value)
