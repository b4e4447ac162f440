"""A rough look at a passage, in doubles: where on the way which digits count.

## Main definitions
* `RoughPassage`: log₂ of F(x) = ∫_r^x q e^{−φ} and of Γ(x) = ∫_x^b e^φ at some points, and log₂ of T.
* `rough_passage`: that, from φ' and q as functions of arrays.

## Implementation notes
Nothing that is claimed rests on it: it only chooses the panels. Logarithms do not overflow at any barrier.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics.line.steep_panels import subdivided

Vector = NDArray[np.float64]

BEHIND, AHEAD = 128, 128
GROWTH = 1.06
OFFSETS = (1.08 ** np.arange(500) - 1) / 80
MARGIN = 6
STEEP, ROUNDS, MOST = 8.0, 3, 20_000
NODES, WEIGHTS = np.array([5 - 15**0.5, 5, 5 + 15**0.5]) / 10, np.array([5, 8, 5]) / 18
LOG2E = 1 / np.log(2)
SLACK, BEYOND = 4, 8
"""A first, coarse look cuts where φ is that many bits high for good, and so many points later."""
SPACING = (GROWTH ** np.arange(BEHIND, 0, -1) - 1) / (GROWTH**BEHIND - 1)
"""From 1 to 0, ever denser: one step out, the points are 6 % of the way apart."""


@dataclass(frozen=True, slots=True)
class RoughPassage:
    """log₂ F = `mass` and log₂ Γ = `rise` at `points`; log₂ T = `whole`; `climb` is the largest |φ|."""

    points: list[float]
    mass: list[float]
    rise: list[float]
    whole: float
    climb: float

    def allowed(self, left: float, right: float, bits: int) -> tuple[float, float, float]:
        """log₂ of the errors of F, ∫ e^φ and φ on a panel that change T by 2^−bits of it."""
        after, before = bisect_left(self.points, right), bisect_right(self.points, left) - 1
        mass, rise = self.mass[min(after, len(self.mass) - 1)], self.rise[max(before, 0)]
        error = self.whole - bits
        return error - rise, error - mass, error - rise - mass


def rough_passage(
    slope: Callable[[Vector], Vector], speed: Callable[[Vector], Vector], ends: tuple[float, float, float]
) -> RoughPassage:
    """The view from r, a, b = `ends`."""
    reach, start, target = ends
    ahead = np.linspace(start, target, AHEAD + 1)
    points = np.concatenate([start - (start - reach) * SPACING, ahead]) if reach < start else ahead
    with np.errstate(all="ignore"):
        points = _dense(slope, points)
        steps, phi, first = np.diff(points), _primitive(slope, points), int(points.searchsorted(start))
        mass = _running(np.log(speed(points)) - phi, steps)
        rise = _running(phi[first:][::-1], steps[first:][::-1])[::-1]
        whole = _running((phi + mass)[first:], steps[first:])[-1]
    outside = np.full(first, rise[0])
    return RoughPassage(
        points.tolist(),
        np.nan_to_num(mass * LOG2E).tolist(),
        np.nan_to_num(np.concatenate([outside, rise]) * LOG2E).tolist(),
        float(whole * LOG2E),
        float(np.abs(phi).max()),
    )


def _dense(slope: Callable[[Vector], Vector], points: Vector) -> Vector:
    """The points, and so many more between them that φ does not change by much from each to the next."""
    for _ in range(ROUNDS):
        climbs = np.nan_to_num(np.abs(slope(points)), posinf=0)
        parts = np.ceil(np.maximum(climbs[1:], climbs[:-1]) * np.abs(np.diff(points)) / STEEP).clip(1, MOST)
        if not parts.max() > 1 or len(points) > MOST:
            break
        parts = np.maximum(parts * min(1, MOST / parts.sum()), 1)
        points = subdivided(points, parts.astype(int))
    return points


def _primitive(slope: Callable[[Vector], Vector], points: Vector) -> Vector:
    """∫ of the slope from the first point to each, by three Gauss nodes between neighbours."""
    steps = np.diff(points)
    nodes = (points[:-1, None] + steps[:, None] * NODES).ravel()
    pieces = slope(nodes).reshape(-1, len(NODES)) @ WEIGHTS * steps
    return np.concatenate([[0.0], np.cumsum(pieces)])


def _running(heights: Vector, steps: Vector) -> Vector:
    """The log of ∫ e^heights up to each point, by trapezia; the first is that of one tenth of a step."""
    pieces = np.logaddexp(heights[1:], heights[:-1]) + np.log(steps / 2)
    return np.logaddexp.accumulate(np.concatenate([[pieces[0] - 2.3], pieces]))


def rough_reach(
    slope: Callable[[Vector], Vector],
    speed: Callable[[Vector], Vector],
    start: float,
    width: float,
    bits: int,
) -> float:
    """How far to the left of `start` all but 2^−bits of the mass ∫_{−∞}^start q e^{−φ} is found.

    It looks about 10^14 times `width` away, in steps that grow from `width`/1000, and closely where φ is low.
    """
    offsets = width * OFFSETS
    with np.errstate(all="ignore"):
        low = np.flatnonzero(_primitive(slope, start - offsets) < SLACK * (bits + MARGIN))
        offsets = start - _dense(slope, start - offsets[: low[-1] + BEYOND])
        points = start - offsets
        phi = _primitive(slope, points)
        density = np.log(speed(points)) - np.where(np.isnan(phi), np.inf, phi)
        density = np.where(np.isnan(density), -np.inf, density)
        pieces = np.logaddexp(density[1:], density[:-1]) + np.log(np.diff(offsets) / 2)
        outside = np.logaddexp.accumulate(pieces[::-1])[::-1]  # from each offset but the last outwards
    near = np.flatnonzero(outside > outside[0] - (bits + MARGIN) / LOG2E)
    return float(offsets[near[-1] + 1]) if near.size else float(offsets[-1])
