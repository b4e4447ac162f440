"""At which temperatures a hypothesis of Theorem 2.2 is broken.

## Main definitions
* `Broken`: a reason against the formula, and the inverse temperatures at which it stands.
* `broken`: all reasons for a way through a landscape.

## Implementation notes
Reasons come and go at a threshold such as H = 4ε. They are asked for on a coarse grid of ln η; where one is
there at one place and not at the next, the threshold is found by bisection. A reason that came and went
between two places would be missed; each of them is monotone in η.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp

STEP = 0.35
"""Of the coarse grid, in ln η."""
HALVINGS = 16
"""From the coarse grid to a threshold that is known to 1e-5."""

Reasons = Callable[[Fraction], Collection[str]]


@dataclass(frozen=True)
class Broken:
    """`reason` stands for η between the two numbers of each of the `ranges`."""

    reason: str
    ranges: tuple[tuple[float, float], ...]


def broken(reasons: Reasons, low: float, high: float) -> tuple[Broken, ...]:
    """The reasons between ln η = `low` and `high`, in the order in which they are first met."""
    count = max(2, round((high - low) / STEP) + 1)
    places = [low + (high - low) * k / (count - 1) for k in range(count)]
    told = [list(reasons(Fraction(exp(place)))) for place in places]
    known = dict.fromkeys(reason for group in told for reason in group)
    return tuple(
        Broken(reason, tuple(_ranges(reason, reasons, places, [reason in group for group in told])))
        for reason in known
    )


def _ranges(
    reason: str, reasons: Reasons, places: Sequence[float], stands: Sequence[bool]
) -> list[tuple[float, float]]:
    """Where a reason stands: each run of places, its ends sharpened."""
    changes = [
        _threshold(reason, reasons, places[k], places[k + 1])
        for k in range(len(places) - 1)
        if stands[k] != stands[k + 1]
    ]
    ends = [places[0]] * stands[0] + changes + [places[-1]] * stands[-1]
    return [(exp(a), exp(b)) for a, b in zip(ends[::2], ends[1::2], strict=True)]


def _threshold(reason: str, reasons: Reasons, low: float, high: float) -> float:
    """Where between two values of ln η a reason comes or goes."""
    first = reason in reasons(Fraction(exp(low)))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if (reason in reasons(Fraction(exp(middle)))) == first:
            low = middle
        else:
            high = middle
    return (low + high) / 2
