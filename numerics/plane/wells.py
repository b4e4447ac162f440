"""The wells of a loss in the plane under its stationary density, at two resolutions each.

With constant noise it is e^{−ηL}, η = 1/(ε₀β), ε₀ = γ/(2M); its integrals are computed one by one. With noise
that depends on the place it has in general no formula and comes from a chain on a mesh (`numerics.plane`).

## Main definitions
* `plane_wells`: minima, masses of basins and balls, and the normaliser.
* `critical_spots`: the critical points of a loss in the plane.
"""

from collections.abc import Sequence

import flint
import numpy as np
import sympy as sp

from derivations.potential import Potential
from ledger.bound import Bound, exact
from numerics.answers.wells import Wells
from numerics.bounds import enclosed
from numerics.plane.flow_basins import basin_masses
from numerics.plane.gibbs_masses import DEEP, Place, disc_mass, plane_mass, well_sizes
from numerics.plane.mesh_wells import mesh_balls, mesh_basins
from numerics.plane.stationary import stationary_in_plane
from numerics.quadrature import ball
from numerics.terrain.level_box import level_box
from numerics.terrain.region import region_around
from numerics.terrain.settled import settled
from numerics.terrain.spot import Spot, spot_of
from numerics.terrain.stationary_points import found_points
from numerics.terrain.terrain import Array, terrain_of

BITS = 256
STARTS, FAR = 7, 4.0
"""Where a search begins: so many places along each side of a square that reaches so far."""

NOT_ALL = "it is not proved that all critical points were found"


def plane_wells(potential: Potential, noise: sp.Expr, eps0: sp.Expr, radius: sp.Expr | None = None) -> Wells:
    """The wells of `potential` with diffusion `eps0`·`noise`, grade NUMERICAL.

    Raises:
        ValueError: if the loss has no minimum or not two coordinates, does not confine, or has a degenerate
            critical point beside others.
    """
    if len(potential.coords) != 2:
        raise ValueError(
            f"{potential.name or potential.expr}: two coordinates are wanted, not {len(potential.coords)}"
        )
    spots, warnings = critical_spots(potential)
    minima = tuple(spot for spot in spots if spot.kind == "minimum" or len(spots) == 1)
    gates = tuple(spot for spot in spots if spot.kind == "saddle")
    if not minima:
        raise ValueError(f"{potential.name or potential.expr}: it has no minimum")
    if noise.free_symbols:
        normaliser, basins, balls = None, *_on_mesh(potential, noise, eps0, radius, minima)
    else:
        normaliser, basins, balls = _of_gibbs(potential, 1 / (eps0 * noise), radius, minima, spots)
    return Wells(normaliser, minima, basins, balls, gates, warnings)


def _of_gibbs(
    potential: Potential, eta: sp.Expr, radius: sp.Expr | None, minima: Sequence[Spot], spots: Sequence[Spot]
) -> tuple[Bound, tuple[Bound, ...], tuple[Bound, ...]]:
    """Normaliser and probabilities under e^{−ηL}."""
    wells, inverse = [spot.middle for spot in minima], float(eta)
    ground = min(float(spot.value.middle) for spot in minima)
    total = plane_mass(potential, inverse, wells, ground)
    basins: tuple[Bound, ...] = (exact(1),)
    if len(wells) > 1:
        saddles, maxima = ([s.middle for s in spots if s.kind == kind] for kind in ("saddle", "maximum"))
        masses = basin_masses(potential, inverse, wells, saddles, maxima, ground)
        basins = tuple(mass / total for mass in masses)
    balls = [] if radius is None else _balls(potential, inverse, wells, float(radius), ground)
    with flint.ctx.workprec(BITS):
        scale = enclosed((-ball(eta) * flint.arb(ground)).exp())
    return total * scale, basins, tuple(mass / total for mass in balls)


def _balls(
    potential: Potential, eta: float, wells: Sequence[Place], radius: float, ground: float
) -> list[Bound]:
    """The masses of the balls; what weighs nothing is not integrated over."""
    width, corners = min(well_sizes(potential, eta, wells)), level_box(potential, wells, ground + DEEP / eta)
    farthest = [
        sum(max(c - low, high - c) ** 2 for c, (low, high) in zip(at, corners, strict=True)) for at in wells
    ]
    return [
        disc_mass(potential, eta, at, min(radius, float(np.sqrt(reach))), ground, width)
        for at, reach in zip(wells, farthest, strict=True)
    ]


def _on_mesh(
    potential: Potential, noise: sp.Expr, eps0: sp.Expr, radius: sp.Expr | None, minima: Sequence[Spot]
) -> tuple[tuple[Bound, ...], tuple[Bound, ...]]:
    """Probabilities under the density of a chain on a mesh."""
    wells, density = [spot.middle for spot in minima], stationary_in_plane(potential, noise, eps0)
    balls = () if radius is None else mesh_balls(density, wells, float(radius))
    return mesh_basins(density, wells), balls


def critical_spots(potential: Potential) -> tuple[tuple[Spot, ...], tuple[str, ...]]:
    """The critical points, and a warning if they need not be all.

    Raises:
        ValueError: if one is degenerate and not the only one, or they do not add up to those of a loss that
            confines.
    """
    name = potential.name or potential.expr
    known = potential.expr.is_polynomial(*potential.coords)
    spots = _exactly(potential) if known else _searched(potential)
    flat = [spot for spot in spots if spot.degenerate]
    if flat and len(spots) > 1:
        raise ValueError(
            f"{name}: its critical point {flat[0]} is degenerate, and where its basins end is not known"
        )
    if not flat and (total := sum((-1) ** spot.index for spot in spots)) != 1:
        raise ValueError(
            f"{name}: its critical points, counted with the sign (−1)^index, add up to {total} instead of 1:"
            " it does not grow in all directions, or some were not found"
        )
    return spots, () if known else (NOT_ALL,)


def _exactly(potential: Potential) -> tuple[Spot, ...]:
    """The critical points of a polynomial.

    Raises:
        ValueError: if they are not isolated, or too many.
    """
    try:
        return tuple(spot_of(potential, p) for p in potential.critical_points)
    except ValueError as error:
        raise ValueError(
            f"{potential.name or potential.expr}: its critical points are not finitely many isolated ones"
            f" that can be found ({error})"
        ) from error


def _searched(potential: Potential) -> tuple[Spot, ...]:
    """Critical points of a loss that is no polynomial, each proved.

    Raises:
        ValueError: if there is no minimum to begin with.
    """
    terrain, axis = terrain_of(potential), np.linspace(-FAR, FAR, STARTS)
    starts: Array = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    ends = settled(terrain, starts[np.isfinite(terrain.value(starts))], FAR)
    ends = np.unique(ends[np.isfinite(ends).all(axis=1)].round(9), axis=0)
    if not len(ends):
        raise ValueError(f"{potential.name or potential.expr}: no minimum was found")
    return found_points(terrain, region_around(terrain, ends), ends).points
