"""Does the loss hold the process together? e^{−Ψ/ε₀}/β has to be integrable, ∇Ψ = ∇L/β.

## Main definitions
* `confinement_doubt`: "" if it is proved, a warning if it only looks so; what does not confine is refused.

## Implementation notes
For constant noise `derivations.growth` may prove it. With F = Ψ/ε₀ + log β, on the line and where w F' is
rational, it is proved by the limit of w F', which has to exceed 1. Otherwise F is followed outwards along
many rays: the integral of e^{−F} is finite if F gains more than d log 2 whenever the distance doubles, and
not if it gains less. On the line only the side away from the target counts. Rays miss curved valleys, or
cross them and fall there: so, for constant noise, the lowest places of spheres are found by descent on them,
and have to rise as well.
"""

from collections.abc import Sequence

import numpy as np
import sympy as sp
from scipy.optimize import minimize

from derivations.growth import grows
from derivations.potential import Potential
from numerics.backends import compiled
from numerics.terrain.terrain import Array, terrain_of

DOUBLINGS = 6
RAYS = 9
"""log₂ of the number of rays."""
STEPS = 64
"""Of the trapezoidal rule, for each doubling."""
FAR = 700.0
"""What is this many units of noise higher is out of reach, whatever comes behind it."""
HIGH = 1e30
LAST = 3
"""So many doublings, the last ones, decide."""
DESCENTS = 4
"""On each sphere."""


def confinement_doubt(
    potential: Potential, noise: sp.Expr, eps0: sp.Expr, start: Sequence[float], target: Sequence[float]
) -> str:
    """A warning if it is not proved that the loss confines, or "".

    Raises:
        ValueError: if it does not, as far as it was followed outwards, or is no real number there.
    """
    if not noise.free_symbols and grows(potential.expr, potential.coords):
        return ""
    centre, goal = np.array(start, dtype=float), np.array(target, dtype=float)
    if len(centre) == 1 and _is_proved_on_the_line(potential, noise, eps0, int(np.sign(centre - goal)[0])):
        return ""
    heights = _heights_outwards(potential, noise, float(eps0), centre, goal)
    if np.isnan(heights).any():
        raise ValueError(f"{potential.expr} is not a real number everywhere, or the noise is not positive")
    gains = np.diff(heights, axis=0)[-LAST:]
    safe = (heights[-1] > FAR) & (gains > 0).all(0)
    needed = len(potential.coords) * float(np.log(2))
    rising = safe | (gains > needed).all(0) | (heights[-LAST - 1 :] > FAR).all(0)
    if not rising.all() or not _spheres_rise(potential, noise, eps0, centre, goal):
        raise ValueError(
            f"{potential.expr} is not confining at this noise: in some direction it does not grow enough for"
            " the stationary density to be integrable, so there is no finite mean time"
        )
    return "it is not proved that the loss is confining, but on larger and larger spheres it looks so"


def _is_proved_on_the_line(potential: Potential, noise: sp.Expr, eps0: sp.Expr, side: int) -> bool:
    """With w F' rational: is its limit on the side where the process could get lost greater than 1?"""
    (w,) = potential.coords
    gain = sp.together(w * (sp.diff(potential.expr, w) / (eps0 * noise) + sp.diff(noise, w) / noise))
    if not gain.is_rational_function(w):
        return False
    limit = sp.limit(gain, w, side * sp.oo)
    return bool(limit == sp.oo or (limit.is_number and (limit > 1) == sp.true))


def _heights_outwards(potential: Potential, noise: sp.Expr, eps0: float, centre: Array, goal: Array) -> Array:
    """F at distances that double, along rays, shape (DOUBLINGS + 1, rays)."""
    terrain, rays = terrain_of(potential), _rays(centre, goal)
    beta = compiled(noise, potential.coords, "numpy")
    distance = _first_distance(centre, goal)
    found, total = [], np.zeros(len(rays))
    before = None
    for k in range(DOUBLINGS + 1):
        low, high = (0.0, distance) if k == 0 else (distance * 2 ** (k - 1), distance * 2**k)
        radii = np.linspace(low, high, STEPS + 1)
        points = (centre + radii[:, None, None] * rays).reshape(-1, len(centre))
        with np.errstate(all="ignore"):
            strengths = np.broadcast_to(np.asarray(beta(*points.T), dtype=float), len(points))
            if noise.free_symbols:
                slopes = (terrain.gradient(points) * np.tile(rays, (STEPS + 1, 1))).sum(1) / strengths
                total = total + np.trapezoid(slopes.reshape(STEPS + 1, -1), radii, axis=0)
            else:
                values = terrain.value(points).reshape(STEPS + 1, -1) / strengths[0]
                before = values[0] if before is None else before
                total = values[-1] - before
            found.append(total / eps0 + np.log(strengths.reshape(STEPS + 1, -1)[-1]))
    heights = np.nan_to_num(np.array(found), nan=np.nan, posinf=HIGH)
    # Behind what is out of reach nothing matters, not even an overflow.
    beyond = np.maximum.accumulate(np.nan_to_num(heights, nan=-np.inf) > HIGH / 2, axis=0)
    steps = np.arange(len(heights))[:, None]
    return np.where(beyond, HIGH * (1 + steps), heights)


def _spheres_rise(potential: Potential, noise: sp.Expr, eps0: sp.Expr, centre: Array, goal: Array) -> bool:
    """Does F at the lowest places of the last spheres gain enough, or rise out of reach? True if β varies."""
    d = len(centre)
    if noise.free_symbols or d == 1:
        return True
    terrain, rays, lowest = terrain_of(potential), _rays(centre, goal), []
    for k in range(DOUBLINGS - LAST, DOUBLINGS + 1):
        distance = _first_distance(centre, goal) * 2**k

        def height(way: Array, distance: float = distance) -> float:
            return float(terrain.value((centre + distance * way / np.linalg.norm(way))[None])[0])

        with np.errstate(all="ignore"):
            ends = rays[np.argsort(terrain.value(centre + distance * rays))[:DESCENTS]]
            lowest.append(min(float(minimize(height, end).fun) for end in ends))
    ground = float(terrain.value(centre[None])[0])
    heights = (np.nan_to_num(lowest, nan=HIGH, posinf=HIGH) - ground) / float(eps0 * noise)
    gains = np.diff(heights)
    return bool((gains > d * np.log(2)).all() or ((heights > FAR).all() and heights[-1] >= heights[0]))


def _first_distance(centre: Array, goal: Array) -> float:
    return max(2 * float(np.linalg.norm(goal - centre)), 1e-3)


def _rays(centre: Array, goal: Array) -> Array:
    """Unit vectors, shape (n, d): many, and the axes; on the line the one away from the target."""
    d = len(centre)
    if d == 1:
        return np.asarray(np.sign(centre - goal)[:, None])
    from scipy.stats import qmc  # slow to import, and not needed on the line

    normal = qmc.MultivariateNormalQMC(np.zeros(d), seed=1).random(2**RAYS)
    axes = np.concatenate([np.eye(d), -np.eye(d)])
    rays = np.concatenate([normal / np.linalg.norm(normal, axis=1, keepdims=True), axes])
    return np.asarray(rays)
