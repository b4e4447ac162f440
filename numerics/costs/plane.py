"""What answers in the plane cost, for the curved valley (x² − 1)²/4 + (y + x² − 1)²/2.

The time is that from (−1, 0) to the line x = 1, over cells and unknowns at ε = 1/10.

## Main definitions
* `PICTURES`: CPU time and error over the number of cells or unknowns, and over the barrier.
"""

from functools import cache
from typing import Any

import numpy as np
import sympy as sp

from derivations.potential import Potential
from derivations.symbols import x, y
from ledger.bound import Bound
from numerics.costs.measure import Axes, Curve, result
from numerics.plane.chain import Chain, diffusion_chain
from numerics.plane.domain import Domain, domain
from numerics.plane.elimination import eliminated
from numerics.plane.escape import mean_escape_time_to
from numerics.plane.gap import lowest_state, slowest_rate, spectral_gap_in_plane, whole_domain
from numerics.plane.landscape import Landscape, landscape
from numerics.plane.richardson import REFINEMENTS, extrapolated
from numerics.plane.targets import HalfPlane
from numerics.valley.capacity import equilibrium_escape_time
from numerics.valley.chart import valley_chart
from numerics.valley.escape import RESOLUTIONS, wells_along
from numerics.valley.profile import Profile, course
from numerics.valley.wells import Wells

VALLEY = Potential((x**2 - 1) ** 2 / 4 + (y + x**2 - 1) ** 2 / 2, (x, y), name="curved valley")
WARM = sp.Rational(1, 10)
EXACT = 88.2671329412560
"""From resolutions far beyond those that are drawn."""

START, EDGE = (-1.0, 0.0), HalfPlane(1.0)
DEPTH = 23.0
MESHES = (0, 2, 4, 6)
EXTRAPOLATED = (3, 4, 5, 6)
ALONG = tuple(range(len(RESOLUTIONS) - 1))
CLIMBS = (2, 10, 40, 150)


@cache
def _place(with_edge: bool) -> tuple[Landscape, Domain, tuple[float, float]]:
    """What is known before there is a mesh."""
    land = landscape(VALLEY, 1, WARM)
    if with_edge:
        return land, domain(land, [START, EDGE.centre], DEPTH), START
    return land, *whole_domain(land)


def _chain(mesh: int, with_edge: bool = True) -> tuple[Chain, int]:
    """The chain on a mesh, and its state at the start, or the lowest."""
    land, place, low = _place(with_edge)
    goals = [EDGE] if with_edge else []
    lines = place.mesh(low, REFINEMENTS[mesh], goals)
    chain = diffusion_chain(land, lines, place.inside(land, lines, low), goals)
    if with_edge:
        return chain, chain.state_at(lines.nearest(START))
    return chain, lowest_state(chain, land.loss(*lines.nodes()))


@cache
def _cells(mesh: int) -> float:
    return float(_chain(mesh)[0].killing.size)


def _time(mesh: int) -> float:
    chain, state = _chain(mesh)
    return float(eliminated(chain).rewards(np.ones(chain.killing.size))[state])


@cache
def _known_time(mesh: int) -> float:
    return _time(mesh)


def _gap(mesh: int) -> float:
    return slowest_rate(*_chain(mesh, with_edge=False), True)


def _wells(number: int) -> Wells:
    profile = Profile(valley_chart(VALLEY), float(WARM))
    return wells_along(profile, course(profile, 1.0), RESOLUTIONS[number])


def _time_along(number: int) -> float:
    return float(_wells(number).times().at(*START))


def _unknowns(number: int) -> float:
    return float(_wells(number).unknowns)


def _error(time: float) -> float:
    """At least a rounding."""
    return max(abs(time / EXACT - 1), 1e-16)


def _extrapolated(mesh: int) -> float:
    """From this mesh and three coarser ones."""
    values = [(REFINEMENTS[n], _known_time(n)) for n in range(mesh - 3, mesh + 1)]
    return extrapolated(values, 0.0)[0]


def _eps(climb: int) -> sp.Rational:
    """At which the barrier 1/4 is so many ε high."""
    return sp.Rational(1, 4 * climb)


def _on_meshes(climb: int) -> Bound:
    return mean_escape_time_to(landscape(VALLEY, 1, _eps(climb)), START, EDGE)


def _in_capacity_form(climb: int) -> Any:
    return equilibrium_escape_time(VALLEY, _eps(climb), -1, 1, accuracy=1e-10)


PICTURES: dict[str, tuple[Axes, ...]] = {
    "cost_plane": (
        Axes(
            "cells or unknowns",
            (
                Curve("spectral gap on one mesh", MESHES[:3], _gap, _cells),
                Curve("escape time on one mesh", MESHES, _time, _cells),
                Curve("spectral elements along the valley", ALONG, _time_along, _unknowns),
            ),
        ),
        Axes(
            "cells or unknowns",
            (
                Curve("escape time on one mesh", MESHES, lambda n: _error(_known_time(n)), _cells),
                Curve("extrapolated from four", EXTRAPOLATED, lambda n: _error(_extrapolated(n)), _cells),
                Curve("spectral elements", ALONG, lambda n: _error(_time_along(n)), _unknowns),
            ),
            "relative error",
            result,
        ),
        Axes(
            "barrier H/ε",
            (
                Curve(
                    "spectral gap to 10⁻⁴",
                    CLIMBS,
                    lambda climb: spectral_gap_in_plane(VALLEY, 1, _eps(climb)),
                ),
                Curve("escape time to 10⁻⁴", CLIMBS, _on_meshes),
                Curve("capacity form, 10 digits", CLIMBS, _in_capacity_form),
            ),
        ),
    ),
}
