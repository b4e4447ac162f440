"""Numbers of an answer for a terminal.

## Main definitions
* `short`: a few digits.      * `full`, `graded`: all digits that were asked for.      * `place`: a point.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ledger.describe import describe
from ledger.report.numbers import DIGITS, plain

if TYPE_CHECKING:
    from ledger.bound import Bound

SHORT = 7
"""Digits of what is not the answer itself."""


def short(number: "Bound") -> str:
    """The certain digits, at most seven."""
    from numerics.answers.decimals import readable

    return readable(number, SHORT)


def full(number: "Bound", digits: int) -> str:
    """Middle and radius; if many digits were asked for, all of them."""
    from numerics.answers.decimals import certain_digits

    if digits <= DIGITS:
        return plain(describe(number))
    return certain_digits(number, digits) or plain(describe(number))


def graded(number: "Bound", digits: int) -> str:
    """The same with the ground on which it stands."""
    return f"{full(number, digits)}   ({number.grade.label})"


def place(coordinates: Iterable["Bound"]) -> str:
    """A point: its coordinates in short."""
    return ", ".join(map(short, coordinates))
