"""The largest value of a function on an interval, enclosed by branch and bound.

## Main definitions
* `supremum`: an Arb ball that contains sup f over [low, high].
* `mean_value_form`: a sharper enclosure of an expression over an interval.

## Implementation notes
Every box keeps an upper bound of f on it, every midpoint gives a lower bound of the supremum; the box with
the largest upper bound is halved until the two are within the tolerance. Whatever the number of boxes,
the ball that comes back holds the supremum: a function that is enclosed too coarsely gives a wide ball.

## References
* Moore2009: the mean-value form.
"""

import heapq
from collections.abc import Callable
from fractions import Fraction
from itertools import count

import flint
import sympy as sp

from numerics.backends import compiled

Enclosure = Callable[[flint.arb], flint.arb]
BOXES = 20_000


def ball(low: Fraction, high: Fraction) -> flint.arb:
    """The smallest ball of the working precision that holds [low, high]."""
    ends = (flint.arb(flint.fmpq(end.numerator, end.denominator)) for end in (low, high))
    return next(ends).union(next(ends))


def mean_value_form(expr: sp.Expr, symbol: sp.Symbol) -> Enclosure:
    """X ↦ an enclosure of `expr` over X: the plain one, cut with f(m) + f'(X)(X − m) where that is finite."""
    f, slope = (compiled(e, (symbol,), "arb") for e in (expr, sp.diff(expr, symbol)))

    def enclosure(box: flint.arb) -> flint.arb:
        middle = box.mid()
        plain: flint.arb = f(box)
        sharper: flint.arb = f(middle) + slope(box) * (box - middle)
        if not sharper.is_finite():
            return plain
        return plain.intersection(sharper) if plain.is_finite() else sharper

    return enclosure


def supremum(
    f: Enclosure, low: Fraction, high: Fraction, tolerance: Fraction, boxes: int = BOXES
) -> flint.arb:
    """A ball with sup f over [low, high], at most `tolerance` wide unless `boxes` run out.

    Raises:
        ValueError: if low is not below high or the tolerance is not positive.
    """
    if not low < high:
        raise ValueError(f"low={low}, high={high}: an interval with low < high is wanted")
    if tolerance <= 0:
        raise ValueError(f"tolerance={tolerance}: a positive number is wanted")
    order, floor = count(), f(ball(low, low)).lower()
    heap = [(-_ceiling(f, low, high), next(order), low, high)]
    for _ in range(boxes):
        negative, _, left, right = heap[0]
        if -negative - floor <= ball(tolerance, tolerance):
            break
        heapq.heappop(heap)
        middle = (left + right) / 2
        floor = max(floor, f(ball(middle, middle)).lower())
        for a, b in ((left, middle), (middle, right)):
            heapq.heappush(heap, (-_ceiling(f, a, b), next(order), a, b))
    return floor.union(-heap[0][0])


def _ceiling(f: Enclosure, low: Fraction, high: Fraction) -> flint.arb:
    """An upper bound of f on [low, high]; +∞ if it could not be enclosed."""
    value = f(ball(low, high))
    return value.upper() if value.is_finite() else flint.arb("inf")
