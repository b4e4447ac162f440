"""The masses of the basins of attraction under e^{−ηL} in the plane, to many digits.

By Green's theorem the mass of a basin D is ∮ P dy around it, P(x, y) = ∫_{−∞}^x e^{−ηL}. Its boundary is made
of ridges of the landscape (`numerics.plane.ridges`), which are smooth, so that Gauss's rule converges fast,
and of the edge of a box that holds all that weighs anything, where P is 0 or the mass of a whole line.

## Main definitions
* `basin_masses`: ∫ e^{−η(L − ground)} over each basin.

## Implementation notes
A point of a basin that is less than `DEEP`/η above its minimum lies in the component of that sublevel set
around the minimum; boxes around these components hold all that counts, and nothing is integrated outside.
P may look to the left, down, to the right or up: the plane is turned by quarter turns, and for each basin the
turn with the least cancellation is taken, so that a basin that weighs little keeps its digits. Masses are
known at two resolutions, which differ in the quadrature and in how the ridges were followed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import roots_legendre

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.backends import compiled
from numerics.bounds import converged
from numerics.plane.downhill import valley_numbers
from numerics.plane.gibbs_masses import DEEP, Density, Place, gibbs_weight, rounding, well_sizes
from numerics.plane.ridges import Ridge, ridges
from numerics.terrain.level_box import Box, level_box

Array = NDArray[np.float64]

NODES, CHUNK = 8, 512
MARGIN, AT_EDGE = 0.01, 1e-6  # of the size of the box
MILD = 10.0
"""A cancellation that costs a digit is no reason to look elsewhere."""

NOTHING, FAR_TOO_MUCH = 1e-300, 1e300
"""A mass that underflows lies between 0 and the first; the second is a cancellation that leaves no digit."""

QUARTER = np.array([[0.0, 1.0], [-1.0, 0.0]])
"""A turn by −90°."""


@dataclass(frozen=True)
class Landscape:
    """The plane in view: `minima` of a potential, the weight e^{−η(L − ground)}, an outer box.

    `rough` and `fine` are its ridges, followed twice; `wells` are boxes that hold all that weighs anything.
    """

    potential: Potential
    minima: tuple[Place, ...]
    weight: Density
    box: Box
    rough: tuple[Ridge, ...]
    fine: tuple[Ridge, ...]
    wells: tuple[Box, ...]


def basin_masses(
    potential: Potential,
    eta: float,
    minima: Sequence[Place],
    saddles: Sequence[Place],
    maxima: Sequence[Place],
    ground: float = 0.0,
) -> tuple[Bound, ...]:
    """∫ e^{−η(L − ground)} over the basin of each minimum, grade NUMERICAL.

    All critical points are given, each list of shape (n, 2); L is `ground` at the lowest. ValueError is
    raised if one is degenerate, or a ridge cannot be followed or does not part its two valleys.
    """
    height = compiled(potential.expr, potential.coords, "numpy")
    top = max(float(height(*place)) for place in (*minima, *saddles))
    box = _widened(level_box(potential, minima, top + DEEP / eta))
    weight = gibbs_weight(potential, eta, ground)
    rough, fine = (tuple(ridges(potential, minima, saddles, maxima, box, times)) for times in (100, 1))
    wells = [level_box(potential, [at], float(height(*at)) + DEEP / eta) for at in minima]
    land = Landscape(potential, tuple(minima), weight, box, rough, fine, tuple(_merged(wells)))
    width, loss = min(well_sizes(potential, eta, minima)), rounding(potential, eta, minima)
    return _best([View(land, turns, width) for turns in range(4)], loss)


def _merged(boxes: Sequence[Box]) -> list[Box]:
    """Boxes that do not overlap and hold the given ones."""
    found: list[Box] = []
    for box in boxes:
        while touching := [other for other in found if _overlap(box, other)]:
            found = [other for other in found if other not in touching]
            sides = zip(box, *touching, strict=True)
            box = tuple((min(a for a, _ in side), max(b for _, b in side)) for side in sides)
        found.append(box)
    return found


def _overlap(one: Box, other: Box) -> bool:
    return all(a <= d and c <= b for (a, b), (c, d) in zip(one, other, strict=True))


def _widened(box: Box) -> Box:
    return tuple((a - MARGIN * (b - a), b + MARGIN * (b - a)) for a, b in box)


@dataclass(frozen=True)
class View:
    """A landscape turned by quarter `turns`; panels of the quadrature are about `width` wide."""

    land: Landscape
    turns: int
    width: float

    @cached_property
    def turn(self) -> Array:
        """The matrix that takes a point of the plane into the view."""
        return np.linalg.matrix_power(QUARTER, self.turns)

    @cached_property
    def box(self) -> Box:
        """The box in the view."""
        return self._turned(self.land.box)

    def _turned(self, box: Box) -> Box:
        corners = np.array(box).T @ self.turn.T
        (a, c), (b, d) = corners.min(axis=0), corners.max(axis=0)
        return (float(a), float(b)), (float(c), float(d))

    def masses(self, lines: Sequence[Ridge], parts: int) -> tuple[Array, Array]:
        """The masses of the basins, and the sums of all |P dy| in them, both of shape (number of minima,)."""
        found = np.zeros((2, len(self.land.minima)))
        for ridge in lines:
            share = self._along(ridge, parts)
            found[:, ridge.left] += share
            found[:, ridge.right] += share * (-1, 1)
        for low, high, number in self._edge(lines):
            found[:, number] += self._lines(low, high, parts)
        return found[0], found[1]

    def _along(self, ridge: Ridge, parts: int) -> Array:
        """∫ P dy and ∫ |P dy| uphill along a ridge."""
        s, weights = _composite(ridge.knots, self.width, parts)
        points, across = ridge.place(s) @ self.turn.T, ridge.direction(s) @ self.turn.T
        pieces = weights * self._left_of(points[:, 0], points[:, 1], parts) * across[:, 1]
        return np.array([pieces.sum(), np.abs(pieces).sum()])

    def _lines(self, low: float, high: float, parts: int) -> Array:
        """The mass of all lines y = const between `low` and `high`, twice."""
        y, weights = _composite(np.array([low, high]), self.width, parts)
        mass = float((weights * self._left_of(np.full(len(y), self.box[0][1]), y, parts)).sum())
        return np.array([mass, mass])

    def _left_of(self, x: Array, y: Array, parts: int) -> Array:
        """P(x, y), shape (n,): from the left edge to x by composite Gauss, in the wells only."""
        found = np.zeros(len(x))
        for (low, high), (bottom, top) in map(self._turned, self.land.wells):
            (rows,) = np.nonzero((bottom <= y) & (y <= top) & (x > low))
            share, weights = _composite(np.array([0.0, 1.0]), self.width / (high - low), parts)
            for start in range(0, len(rows), CHUNK):
                chosen = rows[start : start + CHUNK]
                length = np.minimum(x[chosen], high) - low
                across = low + length[:, None] * share
                points = (
                    np.stack([across, np.broadcast_to(y[chosen, None], across.shape)], axis=-1) @ self.turn
                )
                found[chosen] += self.land.weight(points[..., 0], points[..., 1]) @ weights * length
        return found

    def _edge(self, lines: Sequence[Ridge]) -> list[tuple[float, float, int]]:
        """The right edge of the box in parts: low and high of y, and the number of the basin there."""
        (_, right), (bottom, top) = self.box
        tips = [ridge.place(ridge.knots[-1:])[0] @ self.turn.T for ridge in lines]
        near = AT_EDGE * max(high - low for low, high in self.box)
        cuts = [bottom, *sorted(float(y) for x, y in tips if abs(x - right) < near), top]
        middles = np.array([(right, (low + high) / 2) for low, high in pairwise(cuts)])
        numbers = valley_numbers(self.land.potential, self.land.minima, middles @ self.turn)
        return [(*ends, int(number)) for ends, number in zip(pairwise(cuts), numbers, strict=True)]


def _composite(knots: Array, width: float, parts: int) -> tuple[Array, Array]:
    """Nodes and weights of Gauss's rule on pieces between the knots, at most 2·`width`/`parts` wide each."""
    pieces = [
        np.linspace(a, b, max(1, int(np.ceil((b - a) * parts / (2 * width)))) + 1)[:-1]
        for a, b in pairwise(knots)
    ]
    edges = np.append(np.concatenate(pieces), knots[-1])
    nodes, weights = roots_legendre(NODES)
    half = np.diff(edges)[:, None] / 2
    return (edges[:-1, None] + half * (nodes + 1)).ravel(), (half * weights).ravel()


def _best(views: Sequence[View], loss: float) -> tuple[Bound, ...]:
    """For each basin the mass from the first view with little cancellation, or else with the least."""
    chosen: dict[int, tuple[float, float, float]] = {}  # cancellation, coarse, fine
    for view in views:
        (coarse, _), (fine, size) = view.masses(view.land.rough, 1), view.masses(view.land.fine, 2)
        for number in range(len(fine)):
            if not size[number]:
                chosen[number] = (1.0, NOTHING, 0.0)
                continue
            lost = size[number] / abs(fine[number]) if fine[number] else FAR_TOO_MUCH
            if number not in chosen or lost < chosen[number][0]:
                chosen[number] = (lost, coarse[number], fine[number])
        if max(lost for lost, _, _ in chosen.values()) < MILD:
            break
    return tuple(
        converged(c + np.sign(c - f) * loss * lost * abs(f), f, method="Green's theorem along the ridges")
        for lost, c, f in (chosen[number] for number in sorted(chosen))
    )
