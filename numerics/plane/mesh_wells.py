"""Basins and balls in the plane from a density on a mesh, where no formula for the density is known.

## Main definitions
* `mesh_basins`: the probability of the basin of each minimum.
* `mesh_balls`: the probability of the ball around each minimum.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RectBivariateSpline
from scipy.special import roots_legendre

from ledger.bound import Bound
from numerics.bounds import converged
from numerics.plane.stationary import PlaneDensity

Array = NDArray[np.float64]
Place = Sequence[float]

RADII, LEAST = 48, 1e-280


def mesh_basins(density: PlaneDensity, minima: Sequence[Place]) -> tuple[Bound, ...]:
    """The probability of the basin of each of `minima`, shape (n, 2).

    Raises:
        ValueError: if the mesh does not tell two minima apart.
    """
    places = np.array([basin.at for basin in density.basins])
    nearest = [int(np.argmin(np.hypot(*(places - place).T))) for place in np.asarray(minima)]
    if sorted(nearest) != list(range(len(density.basins))):
        raise ValueError(
            f"the mesh shows {len(density.basins)} basins where the loss has {len(minima)} minima:"
            " too shallow ones are not resolved at this temperature"
        )
    return tuple(density.basins[number].mass for number in nearest)


def mesh_balls(density: PlaneDensity, minima: Sequence[Place], radius: float) -> tuple[Bound, ...]:
    """The probability of the ball of `radius` around each of `minima`, shape (n, 2).

    The logarithm of the density is interpolated, by cubics and, for the error, by lines; the relative error
    of the basins is added, as the mesh may be wrong by as much.
    """
    logarithm = np.log(np.maximum(density.density, LEAST))
    lines, cubics = (RectBivariateSpline(density.x, density.y, logarithm, kx=k, ky=k) for k in (1, 3))
    mesh = max(
        float(basin.mass.radius / basin.mass.middle) for basin in density.basins if basin.mass.middle > 0
    )
    found = []
    for place in minima:
        coarse, fine = (_disc(spline, place, radius) for spline in (lines, cubics))
        error = abs(fine - coarse) + mesh * fine
        found.append(converged(fine + error, fine, method="finite volumes, cubic splines"))
    return tuple(found)


def _disc(logarithm: RectBivariateSpline, centre: Place, radius: float) -> float:
    """The integral of the exponential over a disc."""
    nodes, weights = roots_legendre(RADII)
    rho, angle = radius * (nodes[:, None] + 1) / 2, np.pi * np.arange(2 * RADII)[None, :] / RADII
    x, y = centre[0] + rho * np.cos(angle), centre[1] + rho * np.sin(angle)
    values = np.exp(logarithm.ev(x, y)) * rho
    return float((weights[:, None] * values).sum() * radius / 2 * np.pi / RADII)
