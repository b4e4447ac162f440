"""From a measured or predicted object to data that can be stored and shown.

One object is both tested and shown: the report renders what `describe` made of the very object that
the comparison saw, so nothing on the page is typed twice.

## Main definitions
* `describe`: object -> JSON data with a `kind`: bound, formula, exact, list or table.
* `grade_of`: the weakest grade inside an object.
* `decimal_string`: a rational as a decimal, rounded down or up.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from typing import Any

from ledger.bound import Bound, Grade

DIGITS = 40


def decimal_string(value: Fraction, rounding: str) -> str:
    """`value` with at most 40 significant digits, rounded as `rounding` (of the decimal module) says."""
    context = Context(prec=DIGITS, rounding=rounding, Emax=10**9, Emin=-(10**9))
    quotient = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    return str(quotient.normalize(context))


def describe(value: Any) -> dict[str, Any]:
    """What the evidence file keeps of `value`.

    Bounds keep both ends, rounded outwards; SymPy objects keep their LaTeX (through the `_repr_latex_`
    protocol) and their text; exact numbers, truth values and words keep their text; sequences and
    mappings keep their members.

    Raises:
        TypeError: if `value` is a float or of a kind that cannot be shown.
    """
    match value:
        case Bound():
            return {
                "kind": "bound",
                "low": decimal_string(value.low, ROUND_FLOOR),
                "high": decimal_string(value.high, ROUND_CEILING),
                "grade": value.grade.label,
                "form": value.form,
                "method": value.method,
            }
        case bool() | int() | Fraction() | str() | None:
            return {"kind": "exact", "text": str(value)}
        case Mapping():
            return {
                "kind": "table",
                "rows": [[str(name), describe(member)] for name, member in value.items()],
            }
        case _ if hasattr(value, "_repr_latex_"):
            tex = value._repr_latex_().strip("$").removeprefix("\\displaystyle").strip()
            return {"kind": "formula", "tex": tex, "text": str(value)}
        case Sequence():
            return {"kind": "list", "items": [describe(member) for member in value]}
    raise TypeError(
        f"{value!r}: evidence is made of bounds, exact numbers, formulas, words and collections of them,"
        f" not of {type(value).__name__}"
    )


def grade_of(value: Any) -> Grade:
    """The weakest grade inside `value`; what holds no Bound is exact, hence SYMBOLIC."""
    match value:
        case Bound():
            return value.grade
        case str():
            return Grade.SYMBOLIC
        case Mapping():
            return min(map(grade_of, value.values()), default=Grade.SYMBOLIC)
        case Sequence():
            return min(map(grade_of, value), default=Grade.SYMBOLIC)
    return Grade.SYMBOLIC
