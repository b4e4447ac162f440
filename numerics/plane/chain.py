"""A diffusion in the plane as a jump chain on the nodes of a grid.

From the node k to its neighbour l at the distance h the chain jumps at the rate

    q_kl = ε₀β_k / (h h̄_k M),   M = ∫₀¹ e^{climb from k to k + s(l − k)} ds,

h̄_k the mean of the distances to the two neighbours; M = (e^c − 1)/c on a half of the edge with the climb c.
All rates are positive on every mesh. An edge that meets the target ends there: what jumps over it is killed.

## Main definitions
* `Chain`: states, jump rates and killing rates.
* `diffusion_chain`: of a landscape on the nodes of a mesh that lie in a region.

## References
* Scharfetter1969, Donati2018: the rates.     * Shortley1938: edges that end on a curve.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics.plane.landscape import Landscape
from numerics.plane.mesh import DIRECTIONS, Mesh
from numerics.plane.targets import Target

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

NEVER = 200.0
"""More e-folds than this are never climbed on half an edge: rates stay above 10^{−180}."""
TOUCH = 1e-9
"""A target that ends on a node, give or take rounding, is met there."""


@dataclass(frozen=True)
class Chain:
    """States with `indices` on the grid (n, 2); `goals`, −1 for none, and `rates` of their jumps (n, 4).

    `killing` has shape (n,); `ways_out` are its parts, one for each target.
    """

    indices: Integers
    goals: Integers
    rates: Floats
    killing: Floats
    ways_out: tuple[Floats, ...]

    def state_at(self, node: Integers) -> int:
        """The number of the state at this node of the grid, which has to be one."""
        return int(np.flatnonzero((self.indices == node).all(axis=1))[0])


def diffusion_chain(
    land: Landscape, mesh: Mesh, inside: Mask, targets: Sequence[Target] = (), turning: int = 0
) -> Chain:
    """The chain on the nodes `inside`, shape (n, m), that lie in none of the `targets`.

    If y is a distance from the x-axis in `turning` + 1 dimensions, the lowest line has to be y = 0.
    """
    x, y = mesh.nodes()
    for target in targets:
        inside = inside & ~target.holds(x, y)
    indices = np.argwhere(inside)
    places = x[inside], y[inside]
    lengths = mesh.gaps(indices)
    hit = _met(places, lengths, targets)
    number = np.full(np.add(inside.shape, 2), -1)
    number[1:-1, 1:-1][inside] = np.arange(len(indices))
    goals = np.stack([number[tuple((indices + 1 + step).T)] for step in DIRECTIONS], axis=1)
    goals[hit >= 0] = -1
    openings = _openings(places[1], lengths, turning)
    jumps = np.where((goals >= 0) | (hit >= 0), openings, 0.0)
    jumps *= (land.strength * land.noise(*places))[:, None]
    for way in range(4):
        edge = jumps[:, way] > 0
        jumps[edge, way] /= _resistance(land, places[0][edge], places[1][edge], lengths[edge, way], way)
    ways_out = [np.where(hit == t, jumps, 0.0).sum(axis=1) for t in range(len(targets))]
    killing = np.sum(ways_out, axis=0) if targets else np.zeros(len(indices))
    return Chain(indices, goals, np.where(goals >= 0, jumps, 0.0), killing, tuple(ways_out))


def _met(places: tuple[Floats, Floats], lengths: Floats, targets: Sequence[Target]) -> Integers:
    """Which target each edge meets, −1 for none, shape (n, 4); `lengths` are cut to the way to it."""
    hit = np.full(lengths.shape, -1)
    for which, target in enumerate(targets):
        for way, direction in enumerate(DIRECTIONS):
            distance = target.way(*places, direction)
            met = distance <= lengths[:, way] * (1 + TOUCH)
            lengths[met, way], hit[met, way] = distance[met], which
    return hit


def _openings(y: Floats, lengths: Floats, turning: int) -> Floats:
    """The face towards each neighbour over the volume of the cell, shape (n, 4); 1/h̄ if nothing turns."""
    across = (lengths[:, 0] + lengths[:, 1]) / 2
    top, bottom = y + lengths[:, 2] / 2, y - lengths[:, 3] / 2
    if turning:
        bottom = np.maximum(bottom, 0.0)
    power = turning + 1
    volume = (top**power - bottom**power) / power
    return np.stack([1 / across, 1 / across, top**turning / volume, bottom**turning / volume], axis=1)


def _resistance(land: Landscape, x: Floats, y: Floats, length: Floats, way: int) -> Floats:
    """The h M of edges, by a linear climb on each of their halves."""
    dx, dy = (length * step / 2 for step in DIRECTIONS[way])
    climbs = land.climb(x, y, dx, dy), land.climb(x + dx, y + dy, dx, dy)
    first, second = (np.clip(climb, -NEVER, NEVER) for climb in climbs)
    return length * (_mean_exponential(first) + np.exp(first) * _mean_exponential(second)) / 2


def _mean_exponential(climb: Floats) -> Floats:
    """(eᶜ − 1)/c, 1 at 0."""
    safe = np.where(np.abs(climb) < 1e-8, 1.0, climb)
    return np.where(np.abs(climb) < 1e-8, 1 + climb / 2, np.expm1(safe) / safe)
