"""The laws of escape at low temperature, evaluated at the wells and gates of a graph.

## Main definitions
* `Weights`: masses of the wells and capacities of the gates, all relative to the start.
* `weights`: of a graph.
* `chain_time`: of all wells and gates.     * `one_well_time`: of the gates named.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import flint
import sympy as sp

from derivations.flat_direction import FlatDirection, flat_direction
from derivations.potential import Potential
from ledger.bound import Bound
from numerics.bounds import enclosed
from numerics.quadrature import ball
from numerics.terrain.basin_graph import BasinGraph
from numerics.terrain.climb import climb, noise_at
from numerics.terrain.krawczyk import BITS
from numerics.terrain.spot import Spot, as_ball
from numerics.terrain.well_chain import Link, bell, capacity, mass, mean_time


@dataclass(frozen=True)
class Weights:
    """Of the wells and passes of a graph, in its order.

    Attributes:
        depths: Ψ(well) − Ψ(start).
        heights: Ψ(gate) − Ψ(start).
        masses: of the wells.
        capacities: of the gates.
    """

    depths: tuple[Bound, ...]
    heights: tuple[Bound, ...]
    masses: tuple[flint.arb, ...]
    capacities: tuple[flint.arb, ...]


def weights(potential: Potential, noise: sp.Expr, eps0: flint.arb, graph: BasinGraph, start: int) -> Weights:
    """The masses and capacities at noise strength `eps0` times `noise`, relative to well `start`."""
    base, gates = graph.wells[start], [door.gate for door in graph.passes]
    with flint.ctx.workprec(BITS):
        depths, heights = (
            [climb(potential, noise, base, s) for s in group] for group in (graph.wells, gates)
        )
        well_bells, gate_bells = (
            [bells(potential, eps0 * noise_at(potential, noise, s), s) for s in group]
            for group in (graph.wells, gates)
        )
        masses = [
            mass(across, eps0 * noise_at(potential, noise, s), depth / eps0)
            for s, across, depth in zip(graph.wells, well_bells, depths, strict=True)
        ]
        capacities = [
            capacity(every[0], every[1:], height / eps0)
            for every, height in zip(gate_bells, heights, strict=True)
        ]
        return Weights(
            tuple(enclosed(d, method="Krawczyk") for d in depths),
            tuple(enclosed(h, method="Krawczyk") for h in heights),
            tuple(masses),
            tuple(capacities),
        )


def bells(potential: Potential, strength: flint.arb, spot: Spot) -> list[flint.arb]:
    """∫ e^{−|L − L(spot)|/ε} along each eigenvector, eigenvalues ascending, ε the `strength`.

    Raises:
        ValueError: if the spot is degenerate in a way that is not understood.
    """
    flat_ones = sum(e.low <= 0 <= e.high for e in spot.hessian_eigenvalues)
    flat = flat_direction(potential, spot.exact) if flat_ones == 1 and spot.exact is not None else None
    if flat_ones and flat is None:
        raise ValueError(f"{spot} is degenerate in a way for which no law is known")
    return [
        flat_bell(strength, flat) if flat and e.low <= 0 <= e.high else bell(strength, as_ball(e))
        for e in spot.hessian_eigenvalues
    ]


def flat_bell(strength: flint.arb, flat: FlatDirection) -> flint.arb:
    """∫ e^{−|c| zⁿ/ε} dz = 2Γ(1 + 1/n) (ε/|c|)^{1/n}."""
    power = flint.arb(1) / flat.order
    return 2 * (1 + power).gamma() * (strength / abs(ball(flat.coefficient))) ** power


def chain_time(found: Weights, graph: BasinGraph, start: int, target: int) -> flint.arb:
    """The mean time of the chain of all wells."""
    with flint.ctx.workprec(BITS):
        links = [
            Link(door.one, door.other, c) for door, c in zip(graph.passes, found.capacities, strict=True)
        ]
        return mean_time(found.masses, links, start, target)


def one_well_time(found: Weights, start: int, passes: Sequence[int]) -> flint.arb:
    """The mass of the start over the capacities of the gates named: the Eyring–Kramers formula."""
    with flint.ctx.workprec(BITS):
        return found.masses[start] / sum((found.capacities[n] for n in passes), flint.arb(0))
