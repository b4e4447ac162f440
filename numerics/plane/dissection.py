"""In which order the states of a chain in the plane are eliminated: nested dissection.

A line of cells parts the cells into two halves that do not touch; each half is parted again, and the line is
eliminated after both. What is left to couple stays small: about n³ operations for n × n cells instead of n⁴.

## Main definitions
* `Dissection`: the order, cut into blocks that form a tree.      * `dissected`: of a set of cells.

## References
* George1973.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

SMALLEST = 48
"""A set of so few cells is eliminated as one block."""


@dataclass(frozen=True)
class Dissection:
    """`order[p]` is the cell at position p, `place` its inverse; block f begins at starts[f].

    A block comes after its `children` (how many) and before its one of `parents` (−1 for the last).
    """

    order: Integers
    place: Integers
    starts: Integers
    parents: Integers
    children: Integers


def dissected(indices: Integers, last: int) -> Dissection:
    """The dissection of the cells with these `indices`, shape (n, 2); a neighbour is one step away.

    The cell with the number `last` comes last.
    """
    blocks: list[Integers] = []
    parents: list[int] = []
    others = np.delete(np.arange(len(indices)), last)
    top = _part(indices, others, blocks, parents)
    blocks.append(np.array([last]))
    parents.append(-1)
    parents[top] = top + 1
    order = np.concatenate(blocks)
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    starts = np.concatenate([[0], np.cumsum([b.size for b in blocks])])
    above = np.array(parents)
    children = np.bincount(above[above >= 0], minlength=above.size)
    return Dissection(order, place, starts, above, children)


def _part(indices: Integers, cells: Integers, blocks: list[Integers], parents: list[int]) -> int:
    """Append the blocks of `cells`, the last one parting the others; its number."""
    below: list[int] = []
    if cells.size > SMALLEST:
        found = indices[cells]
        along = found[:, np.argmax(np.ptp(found, axis=0))]
        middle = int(np.partition(along, along.size // 2)[along.size // 2])
        halves = [cells[along < middle], cells[along > middle]]
        below = [_part(indices, half, blocks, parents) for half in halves if half.size]
        cells = cells[along == middle]
    blocks.append(cells)
    parents.append(-1)
    for child in below:
        parents[child] = len(blocks) - 1
    return len(blocks) - 1
