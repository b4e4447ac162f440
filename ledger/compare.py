"""Three-valued comparisons of what was measured with what was predicted.

A comparer says SUPPORTS only if the whole measured interval is inside the margin and REFUTES only if
the whole of it is outside; a vague measurement is INCONCLUSIVE and never passes.

## Main definitions
* `agree`: a quotient near 1.      * `near`: a difference near 0.
* `at_most`, `at_least`: inequalities.
* `tends_to`: a quotient that approaches 1 at a stated speed.
* `ordered`: a ranking.            * `identical`: equality of exact things.

SymPy expressions are compared by `derivations.identity.equal`.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ledger.bound import Bound
from ledger.outcome import Outcome, every

Exact = int | str | Fraction


@dataclass(frozen=True, slots=True)
class Comparer:
    """A rule in words, and the function (measured, predicted) -> Outcome that applies it."""

    rule: str
    decide: Callable[[Any, Any], Outcome]

    def __call__(self, measured: Any, predicted: Any) -> Outcome:
        """What the rule says of the two sides."""
        return self.decide(measured, predicted)


def _inside(value: Bound, low: Fraction, high: Fraction) -> Outcome:
    """Is `value` in [low, high]?"""
    if low <= value.low and value.high <= high:
        return Outcome.SUPPORTS
    if value.high < low or value.low > high:
        return Outcome.REFUTES
    return Outcome.INCONCLUSIVE


def agree(margin: Exact) -> Comparer:
    """Does measured/predicted lie within 1 ± `margin`? `margin` is exact: "0.01" or a Fraction.

    >>> from ledger.bound import exact
    >>> agree("0.01")(exact(Fraction(1001, 1000)), exact(1)).value
    'supports'
    >>> agree("0.01")(exact(2), exact(1)).value
    'refutes'
    """
    m = Fraction(margin)
    return Comparer(
        f"measured/predicted within 1 ± {margin}",
        lambda measured, predicted: _inside(measured / predicted, 1 - m, 1 + m),
    )


def near(margin: Exact) -> Comparer:
    """Does measured − predicted lie within ± `margin`?"""
    m = Fraction(margin)
    return Comparer(
        f"measured − predicted within ± {margin}",
        lambda measured, predicted: _inside(measured - predicted, -m, m),
    )


def at_most() -> Comparer:
    """Is measured ≤ predicted?"""

    def decide(measured: Bound, predicted: Bound) -> Outcome:
        if measured.high <= predicted.low:
            return Outcome.SUPPORTS
        return Outcome.REFUTES if measured.low > predicted.high else Outcome.INCONCLUSIVE

    return Comparer("measured ≤ predicted", decide)


def at_least() -> Comparer:
    """Is measured ≥ predicted?"""
    below = at_most()
    return Comparer("measured ≥ predicted", lambda measured, predicted: below(-measured, -predicted))


def tends_to(slack: Exact, order: int = 1) -> Comparer:
    """Is |measured/predicted − 1| ≤ slack · x^order for every x given?

    Both sides are sequences of pairs (x, Bound) over the same small positive x. One x at which the
    quotient is certainly outside refutes.
    """
    s = Fraction(slack)

    def decide(
        measured: Sequence[tuple[Fraction, Bound]], predicted: Sequence[tuple[Fraction, Bound]]
    ) -> Outcome:
        outcomes = []
        for (x, value), (same, formula) in zip(measured, predicted, strict=True):
            if x != same or x <= 0:
                raise ValueError(f"x={x} against x={same}: both sides need the same positive x")
            outcomes.append(_inside(value / formula, 1 - s * x**order, 1 + s * x**order))
        return every(outcomes)

    power = "" if order == 1 else f"^{order}"
    return Comparer(f"|measured/predicted − 1| ≤ {slack}·x{power} at every x", decide)


def ordered() -> Comparer:
    """Do the measured members stand in the predicted order, largest first?

    Measured is a mapping name -> Bound, predicted a sequence of its names.
    """

    def decide(measured: Mapping[str, Bound], predicted: Sequence[str]) -> Outcome:
        if set(measured) != set(predicted):
            raise ValueError(f"measured has {sorted(measured)}, the order names {sorted(predicted)}")
        below = at_most()
        return every(below(measured[small], measured[large]) for large, small in pairwise(predicted))

    return Comparer("in this order, largest first", decide)


def identical() -> Comparer:
    """Are two exact things equal? Numbers, truth values, words, and tuples or mappings of them.

    Raises TypeError for a float: floats are never exact.
    """

    def decide(measured: Hashable, predicted: Hashable) -> Outcome:
        for side in (measured, predicted):
            if isinstance(side, float | Bound):
                raise TypeError(f"{side!r}: identical compares exact things, not {type(side).__name__}")
        return Outcome.SUPPORTS if measured == predicted else Outcome.REFUTES

    return Comparer("measured = predicted, exactly", decide)
