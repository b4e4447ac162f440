"""Heights on a coarse grid: which wells there are, how high the way between them is, how wide a cell is.

The height of a place is v = Ψ(L), dΨ = dL/(ε₀ b(L)), with b(L) the greatest noise at that loss: L/ε for
constant noise, and never more than the work to get there. A well less than `depth` above the lowest
place may hold the process for long. Λ is the lowest level below which all such wells and the given
points are connected.

## Main definitions
* `Survey`: of a rectangle.
* `fine_survey`, `settled_survey`: so fine that narrow valleys are seen to be connected.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import label, minimum_filter

from numerics.plane.landscape import Landscape
from numerics.plane.mesh import Mesh, Spacing

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

SAMPLES, MOST_SAMPLES = 241, 1000
SHRINKINGS = 4
CLOSE = 2.0
"""Cells are narrow enough for all that is lower than the way and this many e-folds more."""
CORE = 8.0
"""Cells are even up to this many e-folds above the way."""


class Survey:
    """The landscape between the corners `low` and `high`, shape (2,) each, around the `points`."""

    def __init__(
        self,
        land: Landscape,
        low: Floats,
        high: Floats,
        points: Sequence[tuple[float, float]],
        depth: float,
        samples: int = SAMPLES,
        even: bool = False,
    ) -> None:
        lines = [
            np.linspace(a, b, samples) if even else _line(a, b, around, samples)
            for a, b, around in zip(low, high, np.transpose(points), strict=True)
        ]
        self.mesh, self.depth = Mesh(*lines), depth
        x, y = self.mesh.nodes()
        self.loss, self.noise, self.strength = land.loss(x, y), land.noise(x, y), land.strength
        _check(self.loss, self.noise, x, y)
        self.heights = np.interp(self.loss, *self.scale)
        self.marked = (self.heights < depth) & (self.heights == minimum_filter(self.heights, 3))
        for point in points:
            self.marked[tuple(self.mesh.nearest(point))] = True

    @cached_property
    def scale(self) -> tuple[Floats, Floats]:
        """Losses in increasing order and their heights."""
        lowest, highest = float(self.loss.min()), float(self.loss.max())
        if np.ptp(self.noise) == 0:
            losses = np.array([lowest, max(highest, lowest + self.strength)])
            return losses, (losses - lowest) / (self.strength * self.noise.flat[0])
        losses = lowest + np.concatenate([[0], np.geomspace(1e-9, 1, 600) * (highest - lowest + 1e-300)])
        bins = np.searchsorted(losses, self.loss.ravel(), side="right") - 1
        greatest = np.zeros(losses.size)
        np.maximum.at(greatest, bins, self.noise.ravel())
        known = np.flatnonzero(greatest)
        greatest = np.maximum(*(greatest[known[f(np.arange(losses.size), known)]] for f in (_before, _after)))
        steps = np.diff(losses) / (self.strength * np.maximum(greatest[1:], greatest[:-1]))
        return losses, np.concatenate([[0.0], np.cumsum(steps)])

    def loss_at(self, height: float) -> float:
        """The loss at this height; beyond the highest the table goes on straight."""
        losses, heights = self.scale
        over = max(height - heights[-1], 0) * (losses[-1] - losses[-2]) / (heights[-1] - heights[-2])
        return float(np.interp(height, heights, losses) + over)

    @cached_property
    def way(self) -> float:
        """Λ, from above, to a tenth of an e-fold."""
        low, high = float(self.heights[self.marked].max()), float(self.heights.max()) + 1
        if self._connected(low):
            return low
        while high - low > 0.1:
            level = (low + high) / 2
            low, high = (low, level) if self._connected(level) else (level, high)
        return high

    def _connected(self, level: float) -> bool:
        pieces, _ = label(self.heights <= level)
        met = np.unique(pieces[self.marked])
        return met.size == 1 and bool(met[0] > 0)

    def below(self, above: float) -> Mask:
        """The nodes less than Λ + `above` high that are connected with what is marked."""
        pieces, _ = label(self.heights < self.way + above)
        return np.asarray(pieces == pieces[self.marked].max())

    def sides(self) -> Mask:
        """Which sides (left, bottom, right, top) the nodes below Λ + depth touch."""
        mask = self.below(self.depth)
        return np.array([mask[0].any(), mask[:, 0].any(), mask[-1].any(), mask[:, -1].any()])

    def hull(self, above: float) -> Floats:
        """Left, bottom, right, top of the smallest rectangle of lines around the nodes below Λ + `above`."""
        found = np.argwhere(self.below(above))
        first, last = np.maximum(found.min(axis=0) - 1, 0), found.max(axis=0) + 1
        lines = self.mesh.x, self.mesh.y
        ends = [[line[i], line[min(j, line.size - 1)]] for line, i, j in zip(lines, first, last, strict=True)]
        return np.array(ends).T.ravel()

    def cell(self) -> tuple[float, float]:
        """1/√|∂²v| along each axis, where v < Λ + 2, at nine tenths of the nodes."""
        counts, cells = self.below(CLOSE), []
        for axis, line in enumerate((self.mesh.x, self.mesh.y)):
            bend = np.abs(np.gradient(np.gradient(self.heights, line, axis=axis), line, axis=axis))
            cells.append(1 / np.sqrt(np.quantile(bend[counts], 0.9) + (2 / np.ptp(line)) ** 2))
        return cells[0], cells[1]


def fine_survey(
    land: Landscape,
    low: Floats,
    high: Floats,
    points: Sequence[tuple[float, float]],
    depth: float,
    even: bool = False,
) -> Survey:
    """A survey such that one with twice as many lines finds no way that is lower by an e-fold.

    Its lines are closer around the points, or `even`.
    """
    survey, samples = Survey(land, low, high, points, depth, SAMPLES, even), 2 * SAMPLES
    while samples <= MOST_SAMPLES:
        finer = Survey(land, low, high, points, depth, samples, even)
        if finer.way > survey.way - 1:
            break
        survey, samples = finer, 2 * samples
    return survey


def settled_survey(
    land: Landscape, hull: Floats, points: Sequence[tuple[float, float]], depth: float
) -> Survey:
    """The finest of some surveys of a hull, and of the smaller hulls that a lower way leaves."""
    best = fine_survey(land, hull[:2], hull[2:], points, depth)
    for _ in range(SHRINKINGS):
        found = fine_survey(land, hull[:2], hull[2:], points, depth, even=True)
        if found.way > best.way - 1:
            break
        best, hull = found, found.hull(depth)
    return best


def _before(at: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.maximum(np.searchsorted(known, at, side="right") - 1, 0)


def _after(at: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.minimum(np.searchsorted(known, at, side="left"), known.size - 1)


def _line(low: float, high: float, around: Floats, samples: int) -> Floats:
    """About so many lines from low to high, even around the places `around`, rarer far out."""
    spread = max(1.0, float(np.ptp(around)))
    core = max(low, float(around.min()) - spread), min(high, float(around.max()) + spread)
    spacing = Spacing(2 * (core[1] - core[0]) / samples, core)
    ends = spacing.count(np.array([low, high]))
    return spacing.lines(low, high, low, (samples - 1) / float(np.ptp(ends)))[:samples]


def _check(loss: Floats, noise: Floats, x: Floats, y: Floats) -> None:
    """Refuses what is undefined.

    Raises:
        ValueError: if a value of the loss is not finite, or one of the noise is not finite and positive.
    """
    wanted = (
        ("potential", "finite", ~np.isfinite(loss)),
        ("noise", "positive", ~((noise > 0) & (noise < np.inf))),
    )
    for name, kind, bad in wanted:
        if bad.any():
            first = np.argmax(bad)
            raise ValueError(f"{name}: no {kind} number at ({x.flat[first]:.4g}, {y.flat[first]:.4g})")
