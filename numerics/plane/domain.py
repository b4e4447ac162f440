"""The part of the plane that counts: below the way and some e-folds above it.

With the heights v and the level Λ of `numerics.plane.survey`, places higher than Λ + depth are left out (the
boundary reflects there): the process gets there with a probability of order e^{−depth}.

## Main definitions
* `Domain`: the level up to which nodes count, and the meshes of it.
* `domain`: of a landscape around given points; refused if the loss does not confine.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import label

from numerics.plane.landscape import Landscape
from numerics.plane.mesh import Mesh, Spacing
from numerics.plane.survey import CORE, Survey, fine_survey, settled_survey
from numerics.plane.targets import Target

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

LARGEST = 1e5
"""How many times the distance of the points (and 1) the box may grow."""
ROUNDS = 60
OUTER = 2.0 ** (np.arange(2, 56) / 4)
"""How much larger the ellipses are on which places as low as the wells are looked for."""


@dataclass(frozen=True)
class Domain:
    """Nodes in `box` = (left, bottom, right, top) with L < `level` count.

    In the rectangle `core` the lines are `cell` apart at refinement 1; v changes its slope by 1/cell over it.
    The way is `climb` e-folds above the lowest place, and `rise` above the first of the points.
    """

    box: tuple[float, ...]
    core: tuple[float, ...]
    level: float
    cell: tuple[float, float]
    climb: float
    rise: float

    def mesh(self, anchor: tuple[float, float], refinement: float, targets: Sequence[Target] = ()) -> Mesh:
        """Lines through `anchor`, and the first target's centre if that is far; closer at small targets."""
        return Mesh(*(self._lines(axis, anchor[axis], refinement, targets) for axis in (0, 1)))

    def _lines(self, axis: int, anchor: float, refinement: float, targets: Sequence[Target]) -> Floats:
        cell = self.cell[axis]
        way = abs(targets[0].centre[axis] - anchor) if targets else 0.0
        if way > cell:
            cell = way / (2 * math.ceil(way / cell / 2))
        foci = tuple((t.centre[axis], t.size) for t in targets if t.size < cell)
        spacing = Spacing(cell, (self.core[axis], self.core[axis + 2]), foci)
        return spacing.lines(self.box[axis], self.box[axis + 2], anchor, refinement)

    def inside(self, land: Landscape, mesh: Mesh, point: tuple[float, float]) -> Mask:
        """The nodes below the level that are connected with the one nearest to `point`, shape (n, m)."""
        low = land.loss(*mesh.nodes()) < self.level
        pieces, _ = label(low)
        return np.asarray(low & (pieces == pieces[tuple(mesh.nearest(point))]))


def domain(land: Landscape, points: Sequence[tuple[float, float]], depth: float) -> Domain:
    """The domain around `points`, all of which it holds.

    Raises:
        ValueError: if the loss or the noise is undefined somewhere, or the loss does not confine.
    """
    low, high = np.min(points, axis=0), np.max(points, axis=0)
    reach = max(1.0, float(np.max(high - low)) / 2)
    low, high = low - reach / 2, high + reach / 2
    for _ in range(ROUNDS):
        survey = Survey(land, low, high, points, depth)
        if survey.sides().any():
            survey = fine_survey(land, low, high, points, depth)
        if not (sides := survey.sides()).any():
            hull = survey.hull(depth)
            if (far := _far_and_low(land, survey, hull)) is None:
                return _domain(settled_survey(land, hull, points, depth), points[0])
            low, high = np.minimum(low, far), np.maximum(high, far)
        span = (high - low) / 3
        low, high = low - span * sides[:2], high + span * sides[2:]
        if np.max(high - low) > LARGEST * reach:
            break
    raise ValueError(
        "potential: it does not confine, as far as a grid shows; along some way it stays as low as the wells"
    )


def _domain(survey: Survey, first: tuple[float, float]) -> Domain:
    box, core = (tuple(map(float, survey.hull(above))) for above in (survey.depth, CORE))
    level = survey.loss_at(survey.way + survey.depth)
    rise = survey.way - float(survey.heights[tuple(survey.mesh.nearest(first))])
    return Domain(box, core, level, survey.cell(), survey.way, rise)


def _far_and_low(land: Landscape, survey: Survey, hull: Floats) -> Floats | None:
    """A place far out that is as low as a well that counts, if one is found on ever larger ellipses."""
    middle, half = (hull[:2] + hull[2:]) / 2, (hull[2:] - hull[:2]) / 2
    low, turn = survey.loss_at(survey.depth), np.linspace(0, 2 * np.pi, 721)
    for factor in OUTER:
        x, y = (middle[k] + half[k] * factor * f(turn) for k, f in enumerate((np.cos, np.sin)))
        with np.errstate(all="ignore"):
            loss = land.loss(x, y)
        if (loss < low).any():
            return np.array([x[np.nanargmin(loss)], y[np.nanargmin(loss)]])
    return None
