"""Losses that depend on the distance from 0 only: wells, gates and ridges are spheres.

Along a sphere of critical points the Hessian is degenerate, so that the Eyring–Kramers formula prints 0 or ∞.
Integrating over the sphere of radius r, of area A(r), gives instead

    mass = A(r) √(2πε/U''(r)) e^{−U/ε}/ε,      capacity = A(r)/√(2πε/|U''(r)|) e^{−U/ε},

L(w) = U(|w|); a well at 0 has the usual mass.

## Main definitions
* `is_radial`: is L a function of the distance?      * `Radial`: such a loss as a loss on the line.
* `radial_weights`: masses and capacities.      * `sphere_spot`: a point on a sphere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import flint
import sympy as sp

from derivations.identity import vanishes
from derivations.potential import Potential
from ledger.bound import Bound
from ledger.outcome import Outcome
from numerics.bounds import closed_form, enclosed
from numerics.terrain.basin_graph import BasinGraph
from numerics.terrain.basins import basins
from numerics.terrain.climb import noise_at
from numerics.terrain.kramers_laws import Weights, weights
from numerics.terrain.krawczyk import BITS
from numerics.terrain.spot import Spot, as_ball
from numerics.terrain.well_chain import bell

RADIUS = sp.Symbol("r", real=True)


def is_radial(expr: sp.Expr, coords: Sequence[sp.Symbol]) -> bool:
    """Is `expr`, in two or more coordinates, shown to be a function of the distance from 0?"""
    if len(coords) < 2 or _differs_after_a_turn(expr, coords):
        return False
    pairs = combinations(coords, 2)
    turns = [a * sp.diff(expr, b) - b * sp.diff(expr, a) for a, b in pairs]
    return all(sp.expand(t) == 0 or vanishes(t) is Outcome.SUPPORTS for t in turns)


def _differs_after_a_turn(expr: sp.Expr, coords: Sequence[sp.Symbol]) -> bool:
    """Are the values at two points at one distance different? That is quicker to see than to disprove."""
    first, second = sp.Rational(1, 3), sp.Rational(2, 7)
    rest = {c: sp.Rational(1, 5 + i) for i, c in enumerate(coords[2:])}
    turned = ((3 * first - 4 * second) / 5, (4 * first + 3 * second) / 5)
    one, other = (
        sp.N(expr.subs(rest | dict(zip(coords[:2], pair, strict=True)))) for pair in ((first, second), turned)
    )
    return bool(abs(one - other) > 1e-9 * (1 + abs(one)))


@dataclass(frozen=True)
class Radial:
    """A radial `potential` with radial `noise`."""

    potential: Potential
    noise: sp.Expr

    @property
    def dimension(self) -> int:
        """The number of coordinates."""
        return len(self.potential.coords)

    def _on_axis(self, expr: sp.Expr) -> sp.Expr:
        first, *others = self.potential.coords
        return expr.subs(dict.fromkeys(others, 0)).subs(first, RADIUS)

    @cached_property
    def profile(self) -> Potential:
        """U, even, on the whole line."""
        return Potential(sp.expand(self._on_axis(self.potential.expr)), (RADIUS,), self.potential.name)

    @cached_property
    def profile_noise(self) -> sp.Expr:
        """β as a function of the radius."""
        return self._on_axis(self.noise)

    def graph(self, near: Sequence[Sequence[float]]) -> BasinGraph:
        """Wells at radii r ≥ 0 and the gates between them, looked for around the radii `near`."""
        whole = basins(self.profile, near)
        kept = [n for n, well in enumerate(whole.wells) if well.at[0].high >= 0]
        doors = [
            type(door)(door.gate, kept.index(door.one), kept.index(door.other))
            for door in whole.passes
            if door.gate.at[0].low > 0 and door.one in kept and door.other in kept
        ]
        return BasinGraph(tuple(whole.wells[n] for n in kept), tuple(doors), whole.complete, whole.warnings)


def radial_weights(case: Radial, eps0: flint.arb, graph: BasinGraph, start: int) -> Weights:
    """Masses and capacities of spheres, relative to well `start`."""
    line = weights(case.profile, case.profile_noise, eps0, graph, start)
    with flint.ctx.workprec(BITS):
        masses = [m * _factor(case, eps0, well) for m, well in zip(line.masses, graph.wells, strict=True)]
        areas = [_area(case.dimension, as_ball(door.gate.at[0])) for door in graph.passes]
        capacities = [c * area for c, area in zip(line.capacities, areas, strict=True)]
    return Weights(line.depths, line.heights, tuple(masses), tuple(capacities))


def _factor(case: Radial, eps0: flint.arb, well: Spot) -> flint.arb:
    """The mass of a well over that on the line: an area, or at 0 a bell for each other direction."""
    if well.at[0].low > 0:
        return _area(case.dimension, as_ball(well.at[0]))
    strength = eps0 * noise_at(case.profile, case.profile_noise, well)
    return bell(strength, as_ball(well.hessian_eigenvalues[0])) ** (case.dimension - 1)


def _area(d: int, radius: flint.arb) -> flint.arb:
    """Of the sphere in d dimensions, 2π^{d/2} r^{d−1}/Γ(d/2)."""
    half = flint.arb(d) / 2
    return 2 * flint.arb.pi() ** half / half.gamma() * radius ** (d - 1)


def sphere_spot(case: Radial, at_radius: Spot, towards: Sequence[sp.Expr]) -> Spot:
    """The point of a sphere of critical points in direction `towards`; 0 stands for the first axis."""
    length = sp.sqrt(sp.Add(*(c**2 for c in towards)))
    unit = [c / length for c in towards] if length != 0 else [sp.Integer(i == 0) for i in range(len(towards))]
    radius, curvature = at_radius.at[0], at_radius.hessian_eigenvalues[0]
    at_centre = radius.low <= 0
    others = [curvature if at_centre else closed_form(sp.Integer(0))] * (case.dimension - 1)
    eigenvalues = sorted([curvature, *others], key=lambda bound: bound.middle)
    return Spot(tuple(_times(radius, c) for c in unit), at_radius.value, tuple(eigenvalues), None)


def _times(radius: Bound, share: sp.Expr) -> Bound:
    with flint.ctx.workprec(BITS):
        return enclosed(as_ball(radius * closed_form(share)), method=radius.method)
