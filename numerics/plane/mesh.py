"""The lines of a grid: even where the process lives, wider far out, closer around a small target.

## Main definitions
* `Mesh`: lines x and y, which cross in nodes.
* `Spacing`: how far apart the lines of one axis are.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DIRECTIONS = ((1, 0), (-1, 0), (0, 1), (0, -1))
HALVINGS = 80


@dataclass(frozen=True)
class Mesh:
    """The lines of a grid: x in increasing order, shape (n,), and y, shape (m,)."""

    x: Floats
    y: Floats

    def nodes(self) -> tuple[Floats, Floats]:
        """The x and y of all nodes, shape (n, m) each."""
        x, y = np.meshgrid(self.x, self.y, indexing="ij")
        return x, y

    def nearest(self, point: tuple[float, float]) -> Integers:
        """The indices of the node nearest to `point`, shape (2,)."""
        return np.array([np.argmin(abs(line - c)) for line, c in zip((self.x, self.y), point, strict=True)])

    def gaps(self, indices: Integers) -> Floats:
        """The distances of nodes to their neighbours in the order of `DIRECTIONS`, shape (n, 4)."""
        gaps = []
        for axis, line in enumerate((self.x, self.y)):
            steps = np.diff(line, prepend=2 * line[0] - line[1], append=2 * line[-1] - line[-2])
            gaps += [steps[indices[:, axis] + 1], steps[indices[:, axis]]]
        return np.stack(gaps, axis=1)

    def widths(self, indices: Integers) -> Floats:
        """The widths of the cells of nodes along x and y, shape (n, 2)."""
        gaps = self.gaps(indices)
        return np.stack([gaps[:, :2].mean(axis=1), gaps[:, 2:].mean(axis=1)], axis=1)


@dataclass(frozen=True)
class Spacing:
    """Lines `cell` apart within `core`, and `growth` times the distance more beyond it.

    Around each of the `foci` (place, size) they are at most √(size² + (growth·distance)²) apart.
    """

    cell: float
    core: tuple[float, float]
    foci: tuple[tuple[float, float], ...] = ()
    growth: float = 0.25

    def count(self, x: Floats) -> Floats:
        """∫ dx over the distance of the lines: how many lie between some origin and x."""
        low, high = self.core
        within = np.clip(x, low, high) / self.cell
        outside = np.maximum(x - high, 0) - np.maximum(low - x, 0)
        counted = within + np.sign(outside) * np.log1p(self.growth * abs(outside) / self.cell) / self.growth
        for place, size in self.foci:
            counted = counted + np.arcsinh(self.growth * (x - place) / size) / self.growth
        return np.asarray(counted)

    def lines(self, low: float, high: float, anchor: float, refinement: float) -> Floats:
        """Lines that cover [low, high], one of them at `anchor`, `refinement` times as many."""
        origin, first, last = (float(self.count(np.asarray(x))) for x in (anchor, low, high))
        numbers = np.arange(
            np.floor((first - origin) * refinement), np.ceil((last - origin) * refinement) + 1
        )
        wanted = origin + numbers / refinement
        reach = high - low + self.cell
        below, above = np.full(wanted.size, low - 4 * reach), np.full(wanted.size, high + 4 * reach)
        for _ in range(HALVINGS):
            middle = (below + above) / 2
            short = self.count(middle) < wanted
            below, above = np.where(short, middle, below), np.where(short, above, middle)
        found = (below + above) / 2
        found[numbers == 0] = anchor
        return np.asarray(found)
