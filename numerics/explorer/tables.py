"""Functions of the inverse temperature as tables, and the rule by which they are read between the entries.

A quantity q(η) is kept as r(x) = ln q(η) − aη on an even grid of x = ln η, with the number a for which r is
nearly level at the cold end. Between the entries r is the polynomial through the eight nearest ones.

## Main definitions
* `Table`: the entries of several quantities on one grid.    * `tabulated`: of any function of η.
* `interpolated`: ln q at some η.     * `relative_error`: of a table, measured at other places.
* `hottest_and_coldest`: the ends of the grid that suits a landscape.

## Implementation notes
The page reads its tables by the same rule, in the same barycentric form. The polynomial of degree 7 on a grid
of width h misses about h⁸ max|r⁽⁸⁾|/4000 in its middle interval; the error that counts is the measured one.

## References
* Berrut2004: the barycentric form.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, exp, expm1, floor, log

from numerics.explorer.way import Way

WIDTH = 0.08
"""Of the grid, in ln η."""
POINTS = 8
SIGNS = tuple((-1) ** k * comb(POINTS - 1, k) for k in range(POINTS))
PLACES = 13
"""Decimals of an entry: all are of order 1, up to a few hundred."""

LOWEST, HIGHEST = 0.2, 200.0
"""The barrier in units of ε at the ends of the grid."""
DEEPEST = 600.0
"""No two points of the landscape are so many ε apart in height: the gap is known up to 690."""


@dataclass(frozen=True)
class Table:
    """Entries at first, first + width, and so on, on the axis of ln η.

    Attributes:
        first: the hottest ln η.
        width: of the grid.
        slopes: a for each quantity.
        rests: r for each quantity, all of one length.
    """

    first: float
    width: float
    slopes: Mapping[str, float]
    rests: Mapping[str, tuple[float, ...]]

    @property
    def length(self) -> int:
        """How many entries a quantity has."""
        return len(next(iter(self.rests.values())))

    @property
    def ends(self) -> tuple[float, float]:
        """The smallest and the largest η."""
        return exp(self.first), exp(self.first + (self.length - 1) * self.width)


def hottest_and_coldest(way: Way) -> tuple[float, float]:
    """The ends of ln η."""
    return log(LOWEST / way.barrier), log(min(HIGHEST / way.barrier, DEEPEST / way.relief))


def tabulated(
    function: Callable[[Fraction], Mapping[str, float]],
    low: float,
    high: float,
    width: float = WIDTH,
    *,
    finished: Callable[[], None] = lambda: None,
) -> Table:
    """`function`, which gives logarithms, on a grid from ln η = `low` to at most `high`.

    Raises:
        ValueError: if there is no room for eight entries.
    """
    count = floor((high - low) / width + 1e-9) + 1
    if count < POINTS:
        raise ValueError(f"low={low:.4g}, high={high:.4g}: room for {POINTS} entries is wanted")
    inverses = [Fraction(exp(low + k * width)) for k in range(count)]
    rows = []
    for eta in inverses:
        rows.append(function(eta))
        finished()
    last, cold = float(inverses[-1]), float(inverses[-2])
    slopes = {name: (rows[-1][name] - rows[-2][name]) / (last - cold) for name in rows[0]}
    rests = {
        name: tuple(
            round(row[name] - slope * float(eta), PLACES) for row, eta in zip(rows, inverses, strict=True)
        )
        for name, slope in slopes.items()
    }
    return Table(low, width, slopes, rests)


def interpolated(table: Table, name: str, eta: float) -> float:
    """The logarithm of the quantity `name` at `eta`.

    Raises:
        ValueError: if `eta` is not covered.
    """
    low, high = table.ends
    if not low * (1 - 1e-12) <= eta <= high * (1 + 1e-12):
        raise ValueError(f"eta={eta}: the table is from {low:.4g} to {high:.4g}")
    rests, place = table.rests[name], (log(eta) - table.first) / table.width
    before = min(max(floor(place) - POINTS // 2 + 1, 0), len(rests) - POINTS)
    return _barycentric(rests[before : before + POINTS], place - before) + table.slopes[name] * eta


def _barycentric(values: Sequence[float], place: float) -> float:
    """The polynomial through values at 0, 1, …, 7."""
    if place in range(POINTS):
        return values[int(place)]
    shares = [sign / (place - k) for k, sign in enumerate(SIGNS)]
    return float(sum(share * value for share, value in zip(shares, values, strict=True)) / sum(shares))


def relative_error(
    table: Table, function: Callable[[Fraction], Mapping[str, float]], inverses: Sequence[float]
) -> float:
    """The largest relative error of any quantity at these η."""
    return max(
        abs(expm1(interpolated(table, name, eta) - value))
        for eta in inverses
        for name, value in function(Fraction(eta)).items()
    )
