"""Places to reach: where a step along an axis first meets them.

## Main definitions
* `Disc`, `HalfPlane`: closed sets; `way` is the distance to them in a direction of the grid.
"""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Target(Protocol):
    """A closed set in the plane."""

    @property
    def centre(self) -> tuple[float, float]:
        """A point of it, or close to it, where the potential is looked at."""

    @property
    def size(self) -> float:
        """How closely the mesh has to look at it."""

    @property
    def erratic(self) -> float:
        """How much of the last correction of the mesh may be the erratic error of cells that are cut."""

    def wider(self) -> "Target":
        """The same, a little larger."""

    def holds(self, x: Floats, y: Floats) -> NDArray[np.bool_]:
        """Which of the points lie in it."""

    def way(self, x: Floats, y: Floats, direction: tuple[int, int]) -> Floats:
        """How far it is from points outside in this direction; ∞ if it is never met."""


@dataclass(frozen=True)
class Disc:
    """The closed disc of this radius."""

    centre: tuple[float, float]
    radius: float

    @property
    def size(self) -> float:
        """A quarter of the radius."""
        return self.radius / 4

    @property
    def erratic(self) -> float:
        """A fifth, as seen in bowls of two to four dimensions."""
        return 0.2

    def wider(self) -> "Disc":
        """A tenth larger."""
        return Disc(self.centre, 1.1 * self.radius)

    def holds(self, x: Floats, y: Floats) -> NDArray[np.bool_]:
        """Which of the points lie in it."""
        return np.asarray(np.hypot(x - self.centre[0], y - self.centre[1]) <= self.radius)

    def way(self, x: Floats, y: Floats, direction: tuple[int, int]) -> Floats:
        """How far it is from points outside in this direction; ∞ if it is never met."""
        aside, ahead = self.centre[0] - x, self.centre[1] - y
        if direction[0]:
            aside, ahead = ahead, aside
        ahead = ahead * sum(direction)
        chord = self.radius**2 - aside**2
        return np.where((chord > 0) & (ahead > 0), ahead - np.sqrt(np.maximum(chord, 0)), np.inf)


@dataclass(frozen=True)
class HalfPlane:
    """All points with x ≥ edge; `height` is the y at which the potential is looked at."""

    edge: float
    height: float = 0.0

    @property
    def centre(self) -> tuple[float, float]:
        """The point of its edge at this height."""
        return self.edge, self.height

    @property
    def size(self) -> float:
        """Its edge is straight."""
        return math.inf

    @property
    def erratic(self) -> float:
        """Nothing: its edge is a line of the mesh."""
        return 0.0

    def wider(self) -> "HalfPlane":
        """A tenth nearer, in the unit of length."""
        return HalfPlane(self.edge - 0.1, self.height)

    def holds(self, x: Floats, y: Floats) -> NDArray[np.bool_]:
        """Which of the points lie in it."""
        return np.asarray(x + 0 * y >= self.edge)

    def way(self, x: Floats, y: Floats, direction: tuple[int, int]) -> Floats:
        """How far it is from points outside in this direction; ∞ if it is never met."""
        return np.where(direction[0] == 1, self.edge - x, np.inf) + 0 * y
