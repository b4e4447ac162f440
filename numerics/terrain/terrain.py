"""A loss and its derivatives as functions: on many points in floating point, on balls in Arb.

## Main definitions
* `Terrain`: value, gradient and Hessian of a potential, compiled once.
* `terrain_of`: the same, kept for the next call.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

import flint
import numpy as np
import numpy.typing as npt
import sympy as sp

from derivations.potential import Potential
from numerics.backends import compiled, on_balls

Array: TypeAlias = npt.NDArray[np.float64]
Balls: TypeAlias = tuple[flint.arb, ...]
"""One ball for each coordinate."""


@dataclass(frozen=True)
class Terrain:
    """A `potential` without parameters, ready for numbers."""

    potential: Potential

    @property
    def dimension(self) -> int:
        """d, the number of coordinates."""
        return len(self.potential.coords)

    @cached_property
    def _floats(self) -> tuple[Callable[..., Any], ...]:
        """L, the gradient, the Hessian row by row, each in one function, so that common parts are shared."""
        p = self.potential
        forms = ((p.expr,), p.gradient, p.hessian)
        # One more entry, left out again in `_at`: a list of numbers alone would not be compiled.
        return tuple(compiled(sp.Tuple(*e, p.coords[0]), p.coords, "numpy") for e in forms)

    def _at(self, order: int, points: Array) -> Array:
        with np.errstate(all="ignore"):
            found = self._floats[order](*points.T)[:-1]
        return np.stack([np.broadcast_to(np.asarray(f, dtype=float), len(points)) for f in found], axis=1)

    def value(self, points: Array) -> Array:
        """L at `points`, shape (n, d) -> (n,); nan where it is not real."""
        return self._at(0, points)[:, 0]

    def gradient(self, points: Array) -> Array:
        """∇L, shape (n, d) -> (n, d)."""
        return self._at(1, points)

    def hessian(self, points: Array) -> Array:
        """∇²L, shape (n, d) -> (n, d, d)."""
        return self._at(2, points).reshape(-1, self.dimension, self.dimension)

    @cached_property
    def _balls(self) -> tuple[Callable[..., Any], ...]:
        p = self.potential
        return tuple(on_balls(sp.Tuple(*e), p.coords) for e in ((p.expr,), p.gradient, p.hessian))

    def enclosed_value(self, at: Balls) -> flint.arb:
        """L on a box of balls; nan where it is not shown to be real."""
        return self._on_balls(0, at)[0]

    def enclosed_gradient(self, at: Balls) -> flint.arb_mat:
        """∇L on a box of balls, shape (d, 1)."""
        return flint.arb_mat([[g] for g in self._on_balls(1, at)])

    def enclosed_hessian(self, at: Balls) -> flint.arb_mat:
        """∇²L on a box of balls, shape (d, d)."""
        entries, d = self._on_balls(2, at), self.dimension
        return flint.arb_mat([entries[i * d : (i + 1) * d] for i in range(d)])

    def _on_balls(self, order: int, at: Balls) -> list[flint.arb]:
        """Through complex balls, because Arb's real power of a ball around exactly 0 is nan."""
        found = [flint.acb(c) for c in self._balls[order](*(flint.acb(c) for c in at))]
        return [c.real if c.imag == 0 else flint.arb.nan() for c in found]


@lru_cache(maxsize=64)
def terrain_of(potential: Potential) -> Terrain:
    """The functions of `potential`, compiled at the first call.

    Raises:
        ValueError: if the potential has parameters.
    """
    if potential.parameters:
        raise ValueError(f"{potential.name or potential.expr}: numbers are wanted for {potential.parameters}")
    return Terrain(potential)
