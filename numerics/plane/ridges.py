"""The lines between the valleys of a landscape in the plane: the stable curves of its saddles.

## Main definitions
* `Ridge`: one half of such a curve, from a saddle up and out, and the valleys on its two sides.
* `ridges`: all of them that part two different valleys.

## Implementation notes
The curve solves dx/ds = ∇L/|∇L|, so that s is its length. Followed uphill it attracts its neighbours: an
error at the start dies out. It ends at the edge of a box or at a maximum; the last piece there is straight,
so that ridges that meet leave no gap. Its sides are known from descents on both sides of the saddle, and they
are tried again farther up.

## References
* Hairer1993, section II.5: the method of order 8.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import OdeSolution, solve_ivp

from derivations.potential import Potential
from numerics.plane.downhill import LOST, valley_numbers
from numerics.terrain.level_box import Box
from numerics.terrain.terrain import Terrain, terrain_of

Array = NDArray[np.float64]
Place = Sequence[float]

FIRST, ASIDE, LAST = 1e-6, 1e-4, 1e-7
"""In sizes of the box: the straight piece at the saddle, the start of a descent, the last straight piece."""

RELATIVE, LONGEST, TINY = 1e-12, 30.0, 1e-300
TRIED = (0.05, 0.2, 0.4, 0.6)
"""Where along a ridge its sides are tried."""


@dataclass(frozen=True)
class Ridge:
    """A curve uphill from `saddle`: straight in the direction `way` for the length `first`, then as `solved`.

    If it ends at a maximum, its last piece leads straight to that `top`. `knots`, shape (n + 1,), are arc
    lengths between which it is smooth. `left` and `right` are the numbers of the minima on its two sides,
    seen uphill.
    """

    terrain: Terrain
    saddle: Array
    way: Array
    first: float
    solved: OdeSolution
    knots: Array
    left: int
    right: int
    top: Array | None = None

    @property
    def solved_to(self) -> float:
        """Where the last piece begins; ∞ if there is none."""
        return np.inf if self.top is None else float(self.knots[-2])

    @property
    def _last_way(self) -> Array:
        """The direction of the last piece."""
        way = np.zeros(2) if self.top is None else self.top - self.solved(self.solved_to)
        return np.asarray(way / max(float(np.linalg.norm(way)), TINY))

    def place(self, s: Array) -> Array:
        """The points at arc lengths `s`, shape (n,) -> (n, 2)."""
        straight = self.saddle + s[:, None] * self.way
        curved = self.solved(np.clip(s, self.first, self.solved_to)).T
        curved += np.maximum(s - self.solved_to, 0)[:, None] * self._last_way
        return np.where((s < self.first)[:, None], straight, curved)

    def direction(self, s: Array) -> Array:
        """The unit tangents at arc lengths `s`, shape (n,) -> (n, 2)."""
        curved = np.empty((len(s), 2))
        last = s > self.solved_to
        curved[last], curved[~last] = self._last_way, _uphill(self.terrain, self.place(s[~last]))
        return np.where((s < self.first)[:, None], self.way, curved)


def ridges(
    potential: Potential,
    minima: Sequence[Place],
    saddles: Sequence[Place],
    maxima: Sequence[Place],
    box: Box,
    roughness: float = 1,
) -> tuple[Ridge, ...]:
    """The ridges between different valleys, followed until they leave `box`; points have shape (n, 2).

    All tolerances are multiplied by `roughness`.

    Raises:
        ValueError: if a curve has no end, or does not part two valleys.
    """
    found = tuple(
        ridge for saddle in saddles for ridge in _at(potential, minima, saddle, maxima, box, roughness)
    )
    for ridge in found:
        s = ridge.knots[-1] * np.array(TRIED)
        points, tangents = ridge.place(s), ridge.direction(s)
        aside = ASIDE * _size(box) * np.stack([-tangents[:, 1], tangents[:, 0]], axis=1)
        for numbers, points_ in ((ridge.left, points + aside), (ridge.right, points - aside)):
            if (valley_numbers(potential, minima, points_) != numbers).any():
                raise ValueError(
                    f"the line uphill from the saddle ({ridge.saddle[0]:.6g}, {ridge.saddle[1]:.6g}) of"
                    f" {potential.expr} does not part two valleys: is a critical point missing or degenerate?"
                )
    return found


def _size(box: Box) -> float:
    return max(high - low for low, high in box)


def _uphill(terrain: Terrain, points: Array) -> Array:
    """∇L/|∇L|, shape (n, 2)."""
    slope = terrain.gradient(points)
    return np.asarray(slope / np.linalg.norm(slope, axis=1)[:, None])


def _at(
    potential: Potential,
    minima: Sequence[Place],
    saddle: Place,
    maxima: Sequence[Place],
    box: Box,
    roughness: float,
) -> Iterator[Ridge]:
    """The ridges from one saddle.

    Yields:
        both halves, or none if the valleys on the two sides are one.

    Raises:
        ValueError: if no minimum is below the saddle.
    """
    terrain, place = terrain_of(potential), np.array(saddle, dtype=float)
    down, up = np.linalg.eigh(terrain.hessian(place[None, :])[0])[1].T
    sides = place + ASIDE * _size(box) * np.array([down, -down])
    first, second = (int(number) for number in valley_numbers(potential, minima, sides))
    if LOST in (first, second):
        raise ValueError(f"no minimum of {potential.expr} is reached from its saddle {tuple(saddle)}")
    if first == second:
        return
    length = FIRST * roughness * _size(box)
    for way in (up, -up):
        solved = _followed(terrain, place, way, length, maxima, box, roughness)
        on_the_left = way[0] * down[1] - way[1] * down[0] > 0
        names = (first, second) if on_the_left else (second, first)
        knots, top = (
            np.append(0.0, solved.t),
            _top(solved.y[:, -1], maxima, 2 * LAST * roughness * _size(box)),
        )
        if top is not None:
            knots = np.append(knots, knots[-1] + np.linalg.norm(top - solved.y[:, -1]))
        yield Ridge(terrain, place, way, length, solved.sol, knots, *names, top)


def _top(end: Array, maxima: Sequence[Place], reach: float) -> Array | None:
    """The maximum within `reach` of the end of a curve."""
    near = [np.array(top, dtype=float) for top in maxima if np.linalg.norm(end - top) < reach]
    return near[0] if near else None


def _followed(
    terrain: Terrain,
    saddle: Array,
    way: Array,
    first: float,
    maxima: Sequence[Place],
    box: Box,
    roughness: float,
) -> Any:
    """The solution of dx/ds = ∇L/|∇L| behind the first piece.

    Raises:
        ValueError: if it ends nowhere.
    """
    size, tops = _size(box), np.asarray(maxima, dtype=float).reshape(-1, 2)
    tolerance = RELATIVE * roughness

    def outside(_: float, point: Array) -> float:
        return float(min(min(c - low, high - c) for c, (low, high) in zip(point, box, strict=True)))

    def on_top(_: float, point: Array) -> float:
        return float(np.linalg.norm(tops - point, axis=1).min(initial=size) - LAST * roughness * size)

    for event in (outside, on_top):
        event.terminal = True  # type: ignore[attr-defined]
    solved = solve_ivp(
        lambda _, point: _uphill(terrain, point[None, :])[0],
        (first, LONGEST * size),
        saddle + first * way,
        method="DOP853",
        dense_output=True,
        events=(outside, on_top),
        rtol=tolerance,
        atol=tolerance * size,
        max_step=size / 16,
    )
    if solved.status != 1:
        raise ValueError(
            f"the line between two valleys of {terrain.potential.expr} has no end, uphill from its saddle"
            f" {tuple(map(float, saddle))}"
        )
    return solved
