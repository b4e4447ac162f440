"""When a path has arrived.

Steps see a path at the ends of the steps only and miss short visits: seen from step to step, the target is
late by 0.5826 √(2 ε₀ β dt) in distance. `shifted` moves the target towards the path by as much, which leaves
an error of order dt; without it the chain itself is looked at, which for SGD is what is wanted.

## Main definitions
* `Target`: a point beyond which (on the line), or a ball in which, a path has arrived.

## References
* Broadie1997: the shift −ζ(1/2)/√(2π); Gobet2010: for smooth domains and noise that varies.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.paths.margins import BALL, POINT
from numerics.paths.model import Model
from numerics.quadrature import Exact, exact_number

SHIFT = 0.5825971579390106  # −ζ(1/2)/√(2π)
LEAST_STEPS = 3
FAR = 1e8
"""In units of 1 + |start| + |target|: a path that is farther away has diverged."""


@dataclass(frozen=True)
class Target:
    """`start` and `target`, and the radius of the ball about it; without a radius, a point of the line.

    Raises:
        TypeError: if a number is not exact.
        ValueError: if the places do not fit the model, or the path starts at the target.
    """

    model: Model
    start: tuple[Exact, ...]
    target: tuple[Exact, ...]
    radius: Exact | None = None
    shifted: bool = True

    def __post_init__(self) -> None:
        size = self.model.dynamics.dimension
        for name, place in (("start", self.start), ("target", self.target)):
            if len(place) != size:
                raise ValueError(f"{name}={place}: as many numbers as coordinates are wanted, {size}")
        if self.radius is None and size > 1:
            raise ValueError(f"radius=None: a point is never reached in {size} dimensions; a ball is")
        if self.radius is not None and not exact_number(self.radius, "radius") > 0:
            raise ValueError(f"radius={self.radius}: a positive number is wanted")
        near = 0.0 if self.radius is None else float(exact_number(self.radius, "radius"))
        self._refuse_small_ball(near)
        if np.linalg.norm(self.first - self.last) <= near:
            raise ValueError(f"start={self.start}: it has arrived before it starts (target={self.target})")

    def _refuse_small_ball(self, radius: float) -> None:
        """A path may jump over a small ball.

        Raises:
            ValueError: if the radius is less than three steps at the target.
        """
        noise, coords = self.model.dynamics.noise, self.model.potential.coords
        beta = 1.0 if noise is None else float(noise.subs(dict(zip(coords, self.last, strict=True))))
        step = sqrt(self.model.scale * max(beta, 0.0))
        if self.radius is not None and radius < LEAST_STEPS * step:
            raise ValueError(
                f"radius={self.radius}: paths jump over it with steps of {step:.3g}; a dt below"
                f" {self.model.step * (radius / LEAST_STEPS / step) ** 2:.3g} is wanted"
            )

    @property
    def first(self) -> NDArray[np.float64]:
        """The start, shape (d,)."""
        return np.array([float(exact_number(x, "start")) for x in self.start])

    @property
    def last(self) -> NDArray[np.float64]:
        """The target, shape (d,)."""
        return np.array([float(exact_number(x, "target")) for x in self.target])

    @property
    def far(self) -> float:
        """How far from the target a path has diverged."""
        return float(FAR * (1 + np.abs(self.first).max() + np.abs(self.last).max()))

    @property
    def side(self) -> float:
        """1 if the target is approached from below, else −1."""
        return 1.0 if self.last[0] > self.first[0] else -1.0

    @property
    def watch(self) -> str:
        """What the kernels watch."""
        return POINT if self.radius is None else BALL

    @property
    def aim(self) -> NDArray[Any]:
        """The numbers for the kernels, in the order of `numerics.paths.margins`."""
        shift = SHIFT if self.shifted else 0.0
        if self.radius is None:
            numbers = [shift, self.far, self.side]
        else:
            numbers = [shift, self.far**2, float(exact_number(self.radius, "radius"))]
        return np.array([*numbers, *self.last], self.model.dtype)
