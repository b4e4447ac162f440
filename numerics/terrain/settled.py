"""Down the gradient, from many points at once, and from one along the true flow.

## Main definitions
* `settled`: where gradient descent ends.
* `bottom_of`: the same from one point, along the true flow.

## Implementation notes
`settled` takes linearly implicit Euler steps, which are Newton steps near a minimum: a long narrow valley
costs no more than a round one. A step that climbs, or is longer than a fiftieth of the landscape, is taken
again with a shorter time. What is found is not proved; `numerics.terrain.krawczyk` proves the point, not the
way.
"""

import numpy as np
from scipy.integrate import solve_ivp

from numerics.terrain.terrain import Array, Terrain

ROUNDS = 500
LONGEST = 0.02
"""A step, as a part of the size of the landscape."""
ARRIVED = 1e-5
"""A longer step, as a part of that size, is no end."""
AROUND = 1e4
"""Points that get so many sizes away are lost."""
LOOKS = 30_000
"""A flow that takes more looks at the slope never ends, as next to a pole."""


def settled(terrain: Terrain, points: Array, size: float) -> Array:
    """The minima below `points`, shape (n, d); nan where the way down does not end within `AROUND` sizes."""
    at, time = points.copy(), np.full(len(points), 1e-3)
    for _ in range(ROUNDS):
        slope, bend = terrain.gradient(at), terrain.hessian(at)
        lost = ~(np.isfinite(slope).all(1) & np.isfinite(bend).all((1, 2)))
        lost |= np.abs(at).max(1) > AROUND * size
        slope[lost], bend[lost] = 0, np.eye(terrain.dimension)
        curvatures = np.linalg.eigvalsh(bend)
        time = np.minimum(time, 0.5 / np.maximum(-curvatures[:, 0], 1e-300))
        step = -_solved(bend + np.eye(terrain.dimension) / time[:, None, None], slope)
        length = np.linalg.norm(step, axis=1)
        if np.all(lost | ((length < 1e-11 * size) & (curvatures[:, 0] > 0))):
            break
        good = (length <= LONGEST * size) & (terrain.value(at + step) <= terrain.value(at))
        at[good] += step[good]
        time = np.clip(np.where(good, 2 * time, time / 4), 1e-14, 1e14)
    at[lost | (length > ARRIVED * size)] = np.nan
    return at


def _solved(matrices: Array, right: Array) -> Array:
    return np.asarray(np.linalg.solve(matrices, right[:, :, None])[:, :, 0])


class _EndlessError(Exception):
    """A flow was looked at too often."""


def bottom_of(terrain: Terrain, point: Array, size: float) -> Array:
    """The minimum at which the gradient flow through `point`, shape (d,), ends; nan if none is reached."""
    looks = iter(range(LOOKS))

    def slope(_: float, at: Array) -> Array:
        if next(looks, None) is None:
            raise _EndlessError
        return np.asarray(-terrain.gradient(at[None, :])[0])

    def bend(_: float, at: Array) -> Array:
        return np.asarray(-terrain.hessian(at[None, :])[0])

    def distance_left(_: float, at: Array) -> float:
        return AROUND * size - float(np.abs(at - point).max())

    distance_left.terminal = True  # type: ignore[attr-defined]
    steepest = float(np.linalg.norm(terrain.hessian(point[None, :])[0], 2))
    try:
        with np.errstate(all="ignore"):
            flow = solve_ivp(
                slope,
                (0, 30 / steepest),
                point,
                "LSODA",
                jac=bend,
                rtol=1e-9,
                atol=1e-10 * size,
                events=distance_left,
            )
    except _EndlessError:
        return np.full_like(point, np.nan)
    if not flow.success or flow.status == 1:
        return np.full_like(point, np.nan)
    return np.asarray(settled(terrain, flow.y[:, -1][None, :], size)[0])
