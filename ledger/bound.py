"""A number and how well it is known.

No bare float enters a comparison: a number is a `Bound`, and the way it was built gives its `Grade`.
Only this file and `numerics/bounds.py` build bounds (a test holds it), so a grade is never typed by hand.

## Main definitions
* `Grade`: on what ground a number or a statement stands, weakest first.
* `Bound`: a real number said to lie in [low, high], both ends exact rationals.
* `exact`: an integer or a rational as a Bound.

## Implementation notes
The ends are `fractions.Fraction`, so comparisons are exact and nothing overflows at e^400.
"""

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction


class Grade(IntEnum):
    """How far evidence reaches, weakest first."""

    EMPIRICAL = 1  # runs of networks, n seeds
    STATISTICAL = 2  # Monte Carlo with a stated level
    NUMERICAL = 3  # two resolutions agree
    ENCLOSED = 4  # ball arithmetic: a theorem about the number
    SYMBOLIC = 5  # exact algebra

    @property
    def label(self) -> str:
        """The name in lower case, as the report prints it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Bound:
    """A real number said to lie in [low, high].

    `grade` tells on what ground it is said, `form` is the LaTeX of the expression it is the value of
    (empty if there is none), `method` says in a few words how it was found.

    Raises:
        TypeError: if an end is not a Fraction.
        ValueError: if low exceeds high.
    """

    low: Fraction
    high: Fraction
    grade: Grade
    form: str = ""
    method: str = ""

    def __post_init__(self) -> None:
        for name, end in (("low", self.low), ("high", self.high)):
            if not isinstance(end, Fraction):
                raise TypeError(f"{name}={end!r}: an end of a Bound is a Fraction, not {type(end).__name__}")
        if self.low > self.high:
            raise ValueError(f"empty bound: low={float(self.low)!r} exceeds high={float(self.high)!r}")

    @property
    def middle(self) -> Fraction:
        """The midpoint of the interval."""
        return (self.low + self.high) / 2

    @property
    def radius(self) -> Fraction:
        """Half the width of the interval."""
        return (self.high - self.low) / 2

    def __neg__(self) -> "Bound":
        return Bound(-self.high, -self.low, self.grade, method=self.method)

    def __add__(self, other: "Bound") -> "Bound":
        return self._joined(other, [self.low + other.low, self.high + other.high])

    def __sub__(self, other: "Bound") -> "Bound":
        return self._joined(other, [self.low - other.high, self.high - other.low])

    def __mul__(self, other: "Bound") -> "Bound":
        return self._joined(other, [a * b for a in (self.low, self.high) for b in (other.low, other.high)])

    def __truediv__(self, other: "Bound") -> "Bound":
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError(f"division by a bound that may be 0: [{other.low}, {other.high}]")
        return self._joined(other, [a / b for a in (self.low, self.high) for b in (other.low, other.high)])

    def _joined(self, other: "Bound", ends: list[Fraction]) -> "Bound":
        return Bound(min(ends), max(ends), min(self.grade, other.grade), method=self.method or other.method)


def exact(value: int | Fraction, form: str = "") -> Bound:
    """An integer or a rational number as a Bound of grade SYMBOLIC.

    Raises:
        TypeError: if `value` is a float or anything else that is not exact.
    """
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise TypeError(f"value={value!r}: exact numbers are int or Fraction, not {type(value).__name__}")
    return Bound(Fraction(value), Fraction(value), Grade.SYMBOLIC, form)
