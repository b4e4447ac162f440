"""Which minimum the gradient flow dx/ds = −∇L leads to, from many points at once.

## Main definitions
* `homes`: around each minimum a ball from which the flow does not leave.
* `valley_numbers`: for each point the number of the minimum at which its flow ends.

## Implementation notes
In a ball around a minimum on which L is convex, the distance to the minimum falls along the flow; convexity
is looked for on a mesh of the ball. The flow is followed by Bogacki and Shampine's method with a step of its
own for each point. In a stiff valley that takes too many steps; what is still under way then is followed, as
long as it is not too much, by an implicit method.

## References
* Hairer1993, section II.4: step control.    * Hairer1996: Radau's method.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from derivations.potential import Potential
from numerics.terrain.terrain import Terrain, terrain_of

Array = NDArray[np.float64]

LARGEST_HOME, HALVINGS, MESH = 0.45, 40, 9
TOLERANCE, STEPS = 1e-7, 4000
MOST_STIFF, LONGEST = 16, 1e12
"""Points that are followed by the implicit method, and for how long."""
LOST = -1


def homes(potential: Potential, minima: Sequence[Sequence[float]]) -> Array:
    """For each minimum, shape (n, d), the radius of a ball on which L is convex, shape (n,).

    Raises:
        ValueError: if there is none, which a degenerate minimum may cause.
    """
    places, terrain = np.asarray(minima, dtype=float), terrain_of(potential)
    axis = np.linspace(-1, 1, MESH)
    mesh = np.stack(np.meshgrid(*[axis] * places.shape[1]), axis=-1).reshape(-1, places.shape[1])
    mesh = mesh[np.linalg.norm(mesh, axis=1) <= 1.001]
    found = []
    for place in places:
        others = np.linalg.norm(places - place, axis=1)
        reach = LARGEST_HOME * min(others[others > 0], default=2.0)
        for _ in range(HALVINGS):
            if np.linalg.eigvalsh(terrain.hessian(place + reach * mesh)).min() > 0:
                break
            reach /= 2
        else:
            raise ValueError(
                f"no ball around the minimum {tuple(place)} of {potential.expr} on which it is convex"
            )
        found.append(reach)
    return np.array(found)


def valley_numbers(
    potential: Potential, minima: Sequence[Sequence[float]], points: Array
) -> NDArray[np.int_]:
    """The number of the minimum below each of `points`, shape (m, d) -> (m,); `LOST` if none is reached."""
    places, reaches, terrain = (
        np.asarray(minima, dtype=float),
        homes(potential, minima),
        terrain_of(potential),
    )
    found = np.full(len(points), LOST)
    here, where = np.array(points, dtype=float), np.arange(len(points))
    slope = -terrain.gradient(here)
    scale = np.linalg.norm(places - places.mean(axis=0), axis=1).max() + reaches.max()
    step = TOLERANCE ** (1 / 3) * scale / (1e-300 + np.linalg.norm(slope, axis=1))
    for _ in range(STEPS):
        inside = np.linalg.norm(here[:, None, :] - places, axis=2) < reaches
        home = inside.any(axis=1)
        found[where[home]] = inside[home].argmax(axis=1)
        here, slope, step, where = (a[~home] for a in (here, slope, step, where))
        if not len(where):
            break
        with np.errstate(all="ignore"):  # a step may be tried far out
            here, slope, step = _stepped(terrain.gradient, here, slope, step, scale)
    if len(where) <= MOST_STIFF:
        found[where] = [_end_of_stiff_way(terrain, point, places, reaches) for point in here]
    return found


def _end_of_stiff_way(terrain: Terrain, point: Array, places: Array, reaches: Array) -> int:
    """The number of the minimum below one point, or `LOST`."""

    def away(_: float, at: Array) -> float:
        return float((np.linalg.norm(places - at, axis=1) - reaches).min())

    away.terminal = True  # type: ignore[attr-defined]
    solved = solve_ivp(
        lambda _, at: -terrain.gradient(at[None, :])[0],
        (0, LONGEST),
        point,
        method="Radau",
        jac=lambda _, at: -terrain.hessian(at[None, :])[0],
        events=away,
        rtol=TOLERANCE,
        atol=TOLERANCE * float(reaches.min()),
    )
    if solved.status != 1:
        return LOST
    return int((np.linalg.norm(places - solved.y[:, -1], axis=1) - reaches).argmin())


def _stepped(
    gradient: Callable[[Array], Array], here: Array, slope: Array, step: Array, scale: float
) -> tuple[Array, Array, Array]:
    """Position, −∇L there, and the next step, for each point; a step that was too long is not taken."""
    h = step[:, None]
    second = -gradient(here + h / 2 * slope)
    third = -gradient(here + 3 * h / 4 * second)
    there = here + h / 9 * (2 * slope + 3 * second + 4 * third)
    last = -gradient(there)
    error = np.linalg.norm(h / 72 * (-5 * slope + 6 * second + 8 * third - 9 * last), axis=1) / scale
    error = np.where(np.isfinite(error), error, 1e9)
    taken = (error <= TOLERANCE)[:, None]
    better = step * np.clip(0.9 * (TOLERANCE / np.maximum(error, 1e-300)) ** (1 / 3), 0.2, 4)
    return np.where(taken, there, here), np.where(taken, last, slope), better
