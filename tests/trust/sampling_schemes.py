"""Random data and batch sizes, and every way to draw batches from them, listed.

## Main definitions
* `data_and_batch`: gradients of a few samples and a batch size.
* `passes`: all orders in which the samples may be seen, cut into batches.
* `moment`: the mean of equally likely values.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from hypothesis import strategies as st

Values = tuple[Fraction, ...]

fractions = st.fractions(-3, 3, max_denominator=6)


@st.composite
def data_and_batch(draw: st.DrawFn, least: int = 2, most: int = 6) -> tuple[Values, int]:
    """Gradients of N samples, ties among them allowed, and 1 ≤ M ≤ N."""
    values = tuple(draw(st.lists(fractions, min_size=least, max_size=most)))
    return values, draw(st.integers(1, len(values)))


def passes(values: Values, size: int) -> Iterator[list[Values]]:
    """The batches of a pass, those cut off at the end left out, for every order of the samples."""
    for order in permutations(values):
        whole = range(0, len(order) - size + 1, size)
        yield [order[begin : begin + size] for begin in whole]


def moment(values: Sequence[Fraction]) -> Fraction:
    """Their mean."""
    return sum(values, Fraction(0)) / len(values)
