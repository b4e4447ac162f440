"""How a number is printed: all digits that are certain, then the radius.

A bound [low, high] becomes "729.67069 ± 4·10⁻⁵", and the printed interval always contains the bound.
The text is plain Unicode, so it can stand in HTML, in Markdown, in a terminal and in LaTeX as it is.

## Main definitions
* `plain`: any described object (`ledger.describe`) as one line of text.
* `printed`: a bound as text.      * `quotient`, `difference`: of two described bounds.

## Notation
The radius keeps one digit, or two if the first is a 1; the middle is rounded to the same place.

## Implementation notes
Numbers are `decimal.Decimal` with directed rounding and are never expanded, so e^400 and 10^-300 are cheap.
"""

import re
from collections.abc import Mapping
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Any

Described = Mapping[str, Any]

DIGITS = 20  # more certain digits than a reader wants are not printed; the radius then says so
ROUNDED_AT = 35  # ends that agree to so many digits are one rational, rounded down and up by `describe`
MIN_PLACE = -(10**9)
LARGEST_DENOMINATOR = 10**6
SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def _context(rounding: str) -> Context:
    return Context(prec=60, rounding=rounding, Emax=MAX_EMAX, Emin=MIN_EMIN)


UP, DOWN, NEAREST = _context(ROUND_CEILING), _context(ROUND_FLOOR), _context(ROUND_HALF_EVEN)


def ends(bound: Described) -> tuple[Decimal, Decimal]:
    """Both ends of a described bound."""
    return DOWN.create_decimal(bound["low"]), UP.create_decimal(bound["high"])


def plain(value: Described) -> str:
    """Any described object as one line of text."""
    match value["kind"]:
        case "bound":
            return printed(value)
        case "list":
            return ", ".join(_member(item) for item in value["items"])
        case "table":
            return "; ".join(f"{name}: {plain(member)}" for name, member in value["rows"])
    return str(value["text"])


def is_rational(tex: str) -> bool:
    """Whether TeX is a number that needs no decimals beside it: an integer or a fraction of two."""
    return re.fullmatch(r"-?(\d+|\\frac\{\d+\}\{\d+\})", tex) is not None


def _member(value: Described) -> str:
    return f"({plain(value)})" if value["kind"] == "list" else plain(value)


def printed(bound: Described) -> str:
    """A described bound as text that contains it.

    >>> printed({"low": "729.670654", "high": "729.670728", "grade": "enclosed"})
    '729.67069 ± 4·10⁻⁵'
    >>> printed({"low": "0.25", "high": "0.25", "grade": "symbolic"})
    '0.25'
    """
    low, high = ends(bound)
    if low == high and len(low.as_tuple().digits) <= DIGITS:
        return decimal(low)
    if bound.get("grade") == "symbolic" and (fraction := _fraction(low, high)):
        return fraction
    middle = NEAREST.divide(NEAREST.add(low, high), Decimal(2))
    radius = UP.divide(UP.subtract(high, low), Decimal(2))
    if (low > 0) == (high > 0) and radius > NEAREST.divide(middle.copy_abs(), Decimal(2)):
        return f"[{decimal(_rounded(low, DOWN))}, {decimal(_rounded(high, UP))}]"
    return _with_radius(low, high, middle, radius)


def _fraction(low: Decimal, high: Decimal) -> str:
    """The one simple rational between the ends, which were rounded outwards; "" if there is none."""
    width = UP.subtract(high, low)
    if width > low.copy_abs().scaleb(-ROUNDED_AT, context=UP) or abs(low.adjusted()) > DIGITS:
        return ""
    simple = Fraction(low).limit_denominator(LARGEST_DENOMINATOR)
    return str(simple).replace("-", "−") if low <= simple <= high else ""


def _with_radius(low: Decimal, high: Decimal, middle: Decimal, radius: Decimal) -> str:
    place = radius.adjusted() - (radius.as_tuple().digits[0] == 1) if radius else MIN_PLACE
    shown = max(place, middle.adjusted() - DIGITS + 1) if middle else place
    value = middle.quantize(_unit(shown), context=NEAREST)
    reach = max(UP.subtract(high, value), UP.subtract(value, low))
    reach = reach.quantize(_unit(shown if shown == place else reach.adjusted()), context=UP)
    return f"{decimal(value)} ± {decimal(reach, small=-3)}"


def _unit(place: int) -> Decimal:
    return Decimal((0, (1,), place))


def _rounded(value: Decimal, context: Context) -> Decimal:
    return value.quantize(_unit(value.adjusted() - 1), context=context).normalize(context)


def decimal(value: Decimal, small: int = -5) -> str:
    """`value` as it stands, or as a·10ᵏ if it is below 10^`small` or not below 10⁹."""
    if value == 0:
        return "0"
    if small <= value.adjusted() < 9:
        return f"{value:f}".replace("-", "−")
    power = value.adjusted()
    mantissa = f"{value.scaleb(-power, context=NEAREST):f}".replace("-", "−")
    factor = {"1": "", "−1": "−"}.get(mantissa, f"{mantissa}·")
    return f"{factor}10{str(power).translate(SUPERSCRIPTS)}"


def quotient(measured: Described, predicted: Described) -> dict[str, Any] | None:
    """The quotient of two described bounds, rounded outwards; None if the divisor may be 0."""
    low, high = ends(predicted)
    if low <= 0 <= high:
        return None
    pairs = [(a, b) for a in ends(measured) for b in (low, high)]
    return _bound(min(DOWN.divide(a, b) for a, b in pairs), max(UP.divide(a, b) for a, b in pairs))


def difference(measured: Described, predicted: Described) -> dict[str, Any]:
    """The difference measured − predicted of two described bounds, rounded outwards."""
    (low, high), (below, above) = ends(measured), ends(predicted)
    return _bound(DOWN.subtract(low, above), UP.subtract(high, below))


def _bound(low: Decimal, high: Decimal) -> dict[str, Any]:
    return {"kind": "bound", "low": str(low), "high": str(high), "grade": "", "form": "", "method": ""}
