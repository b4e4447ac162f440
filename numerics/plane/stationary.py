"""The stationary density in the plane, with noise that depends on the place, and its current.

p solves ∇·(∇(ε₀βp) + p∇L) = 0. If ∇L/β is a gradient ∇Ψ, then p ∝ e^{−Ψ/ε₀}/β and the current
J = −∇(ε₀βp) − p∇L is zero. Otherwise probability flows in circles for ever and no formula is known. The chain
gives every p to its relative accuracy: its law is found without a subtraction.

## Main definitions
* `PlaneDensity`, `Basin`: the density on the nodes of a mesh, its current, and the masses of the basins.
* `stationary_in_plane`: from a loss and a noise.      * `stationary_at`, `Level`: on one mesh.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.bounds import converged
from numerics.plane.basins import basins_of_attraction
from numerics.plane.chain import Chain, diffusion_chain
from numerics.plane.elimination import eliminated
from numerics.plane.gap import lowest_state, whole_domain
from numerics.plane.landscape import landscape
from numerics.plane.mesh import Mesh
from numerics.quadrature import Exact

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

REFINEMENTS = (4.0, 6.0)


@dataclass(frozen=True)
class Basin:
    """The nodes from which −∇L leads to the minimum `at`; `mass` is their probability."""

    at: tuple[float, float]
    mass: Bound


@dataclass(frozen=True)
class PlaneDensity:
    """p on the nodes (x_i, y_j), 0 where it is not computed, and the components of J, shape (n, m) each.

    `basin` holds the number of the basin of each node, −1 outside; `basins` are sorted by their mass, the
    heaviest first.
    """

    x: Floats
    y: Floats
    density: Floats
    current: tuple[Floats, Floats]
    basin: Integers
    basins: tuple[Basin, ...]


def stationary_in_plane(potential: Potential, noise: sp.Expr | int, eps0: Exact) -> PlaneDensity:
    """The stationary density of dW = −∇L dt + √(2ε₀β(W)) dB (Itô), `noise` being β: grade NUMERICAL.

    The masses are those on the finer of two meshes, give or take the difference and half of the cells at the
    edge of the basin. Refused with a ValueError or TypeError as by `spectral_gap_in_plane`.
    """
    coarse, fine = (stationary_at(potential, noise, eps0, refinement) for refinement in REFINEMENTS)
    return fine.answer(coarse)


@dataclass(frozen=True)
class Level:
    """The law on one mesh: probabilities `law` of the states of a chain, and which minimum each leads to."""

    mesh: Mesh
    chain: Chain
    law: Floats
    minima: Floats
    basin: Integers

    @property
    def masses(self) -> Floats:
        """The probability of each basin."""
        return np.bincount(self.basin, self.law, len(self.minima)).astype(float)

    @property
    def edges(self) -> Floats:
        """Half the probability of the states of each basin that have a neighbour in another one."""
        goals = self.chain.goals
        edge = ((goals >= 0) & (self.basin[goals] != self.basin[:, None])).any(axis=1)
        return np.bincount(self.basin[edge], self.law[edge] / 2, len(self.minima)).astype(float)

    def spread(self, values: NDArray[Any], outside: float) -> NDArray[Any]:
        """`values` of the states on the whole mesh."""
        field = np.full((self.mesh.x.size, self.mesh.y.size), outside, dtype=values.dtype)
        field[tuple(self.chain.indices.T)] = values
        return field

    def current(self) -> tuple[Floats, Floats]:
        """J: the mean of the net flows over the two faces of a node, over the length of the face."""
        volumes = self.mesh.widths(self.chain.indices)
        goals = self.chain.goals
        way_out = self.law[:, None] * self.chain.rates
        opposite = np.stack([way_out[goals[:, way], way ^ 1] for way in range(4)], axis=1)
        net = np.where(goals >= 0, way_out - opposite, 0)
        across, along = (net[:, 2 * k] - net[:, 2 * k + 1] for k in (0, 1))
        return (
            self.spread(across / (2 * volumes[:, 1]), 0.0),
            self.spread(along / (2 * volumes[:, 0]), 0.0),
        )

    def answer(self, coarse: "Level") -> PlaneDensity:
        """This level, its masses bounded by those of a coarser one."""
        density = self.law / self.mesh.widths(self.chain.indices).prod(axis=1)
        order = np.argsort(-self.masses)
        basins = []
        for k in order:
            at = self.minima[k]
            other = int(np.argmin(np.hypot(*(coarse.minima - at).T)))
            slack = abs(self.masses[k] - coarse.masses[other]) + self.edges[k]
            mass = converged(self.masses[k] + slack, self.masses[k], method="finite volumes, two meshes")
            basins.append(Basin((float(at[0]), float(at[1])), mass))
        return PlaneDensity(
            self.mesh.x,
            self.mesh.y,
            self.spread(density, 0.0),
            self.current(),
            self.spread(np.argsort(order)[self.basin], -1),
            tuple(basins),
        )


def stationary_at(potential: Potential, noise: sp.Expr | int, eps0: Exact, refinement: float) -> Level:
    """The stationary law on the mesh of this refinement, in natural cells."""
    land = landscape(potential, noise, eps0)
    place, low = whole_domain(land)
    mesh = place.mesh(low, refinement)
    inside = place.inside(land, mesh, low)
    chain = diffusion_chain(land, mesh, inside)
    law = eliminated(chain, lowest_state(chain, land.loss(*mesh.nodes()))).stationary()
    minima, number = basins_of_attraction(land, mesh, inside)
    return Level(mesh, chain, law, minima, number[inside])
