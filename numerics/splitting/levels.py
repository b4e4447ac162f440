"""The levels of a reaction coordinate, on which paths are compared.

Paths return to A = {ξ ≤ ξ₀} and leave for Σ = {ξ > z₁}, z₁ > ξ₀: A lies strictly inside {ξ ≤ z₁}, as the
method wants it. Σ is cut into cells; a path's level is the number of its cell, counted from 1, and one more
than all of them in the target. With so many ties as cells allow, all paths at a level are killed at once and
others branch strictly above it, which keeps the method unbiased and bounds what has to be stored.

## Main definitions
* `Levels`: where A ends, and the lower ends of the cells.      * `levels_of`: for a target and a coordinate.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from derivations.potential import Potential
from numerics.paths.targets import Target
from numerics.terrain.terrain import terrain_of

Vector = NDArray[np.float64]
CELLS_PER_STEP = 4
FEWEST, MOST = 32, 1024
PATIENCE = 1e4


@dataclass(frozen=True)
class Levels:
    """A = {ξ ≤ `floor`}; cell number k = 1, 2, … of `coordinate` begins above `edges[k − 1]`."""

    coordinate: sp.Expr
    coords: tuple[sp.Symbol, ...]
    floor: float
    edges: Vector

    @cached_property
    def weights(self) -> Vector | None:
        """The coefficients of a linear coordinate, in the order of `coords`, the constant last; else None."""
        slopes = [sp.diff(self.coordinate, c) for c in self.coords]
        if any(s.free_symbols for s in slopes):
            return None
        return np.array([float(x) for x in (*slopes, self.coordinate.subs(dict.fromkeys(self.coords, 0)))])

    @property
    def top(self) -> int:
        """The level of the target."""
        return len(self.edges) + 1


def levels_of(target: Target, coordinate: sp.Expr) -> Levels:
    """Levels from the well of the start up to the target.

    A reaches up to the start or to the minimum below it, whichever is higher in ξ.

    Raises:
        ValueError: if ξ holds a letter that is no coordinate, or does not grow from the start, and from the
            minimum below it, to the target.
    """
    potential = target.model.potential
    if foreign := coordinate.free_symbols - set(potential.coords):
        raise ValueError(f"coordinate={coordinate}: {sorted(map(str, foreign))} are no coordinates")
    height, well = terrain_of(Potential(coordinate, potential.coords)), _well_below(target)
    ends = height.value(np.array([target.first, well, target.last]))
    floor, goal = float(ends[:2].max()), float(ends[2])
    if not (np.isfinite(ends).all() and floor < goal):
        raise ValueError(
            f"coordinate={coordinate}: it has to grow from the well of the start to the target, and is"
            f" {floor:.6g} and {goal:.6g}"
        )
    slope = float(np.linalg.norm(height.gradient(well[None, :])))
    spread = slope * np.sqrt(_temperature(target, well)) / 2
    first = floor + (min(spread, (goal - floor) / 10) or (goal - floor) / 10)
    way = float(np.linalg.norm(target.last - target.first))
    step = np.sqrt(_temperature(target, well) * 2 * target.model.step)
    cells = int(np.clip(np.ceil(CELLS_PER_STEP * way / step), FEWEST, MOST))
    return Levels(coordinate, potential.coords, floor, np.linspace(first, goal, cells, endpoint=False))


def _temperature(target: Target, place: Vector) -> float:
    """ε₀β at `place`."""
    model = target.model
    beta = model.dynamics.noise
    value = 1.0 if beta is None else float(beta.subs(dict(zip(model.potential.coords, place, strict=True))))
    return model.scale / model.step / 2 * value


def _well_below(target: Target) -> Vector:
    """Where the gradient flow from the start ends, shape (d,).

    Raises:
        ValueError: if it ends nowhere.
    """
    terrain, place = terrain_of(target.model.potential), target.first
    if np.abs(terrain.gradient(place[None, :])).max() < 1e-9:
        return place
    found = solve_ivp(
        lambda _, x: -terrain.gradient(x[None, :])[0], (0, PATIENCE), place, method="LSODA", rtol=1e-8
    )
    if not (found.success and np.isfinite(found.y[:, -1]).all()):
        raise ValueError(f"start={target.start}: the way downhill from there ends nowhere")
    return np.asarray(found.y[:, -1])
