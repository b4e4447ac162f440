"""The process at low temperature as a chain of wells, and its mean time from one to another.

A well weighs its Gibbs mass, a gate conducts its capacity; both by Laplace's method at the critical point:

    mass = ∏ √(2πε₀β/λ_i) e^{−Ψ/ε₀}/(ε₀β),    capacity = ∏_{i>1} √(2πε₀β/λ_i) / √(2πε₀β/|λ₁|) e^{−Ψ/ε₀},

with ∇Ψ = ∇L/β, so that Ψ = L/β for constant noise. The mean times u to `target` solve
Σ_j c_ij (u_i − u_j) = m_i. One gate gives the Eyring–Kramers formula; side by side gates add their
capacities, in series their resistances; wells that can be visited before the target add their masses.

## Main definitions
* `Link`: two wells and the capacity of the gate between them.
* `mean_time`: u at the start.

## Implementation notes
Wells are eliminated one by one; what is eliminated hands its mass and its conductance to its neighbours.
All terms are positive, nothing cancels, so that every digit survives at any barrier.

## References
* Bovier2004, section 3; Berglund2013, section 2; Wales2009: elimination.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import flint


@dataclass(frozen=True)
class Link:
    """A way between wells number `one` and `other`."""

    one: int
    other: int
    capacity: flint.arb


def bell(strength: flint.arb, curvature: flint.arb) -> flint.arb:
    """∫ e^{−c s²/(2ε)} ds, c the absolute value of `curvature`, ε the `strength` of the noise."""
    return (2 * flint.arb.pi() * strength / abs(curvature)).sqrt()


def mass(bells: Sequence[flint.arb], strength: flint.arb, climb: flint.arb) -> flint.arb:
    """∏ bells · e^{−climb}/strength."""
    return prod(bells, start=flint.arb(1)) * (-climb).exp() / strength


def capacity(along: flint.arb, across: Sequence[flint.arb], climb: flint.arb) -> flint.arb:
    """∏ across/along · e^{−climb}."""
    return prod(across, start=flint.arb(1)) / along * (-climb).exp()


def mean_time(masses: Sequence[flint.arb], links: Sequence[Link], start: int, target: int) -> flint.arb:
    """The mean time from well `start` to well `target` of the chain with these `masses` and `links`.

    Raises:
        ValueError: if start and target are the same or no links join them.
    """
    if start == target:
        raise ValueError(f"start={start}: it is the target")
    weight = dict(enumerate(masses))
    ways = _ways(links, len(masses))
    for well in range(len(masses)):
        if well not in (start, target):
            _eliminate(well, weight, ways, target)
    if target not in ways[start]:
        raise ValueError(f"no links join the wells {start} and {target}")
    return weight[start] / ways[start][target]


def _ways(links: Sequence[Link], size: int) -> dict[int, dict[int, flint.arb]]:
    """For each well its neighbours, with the sum of the capacities in between."""
    ways: dict[int, dict[int, flint.arb]] = {well: {} for well in range(size)}
    for link in links:
        if link.one != link.other:
            for a, b in ((link.one, link.other), (link.other, link.one)):
                ways[a][b] = ways[a].get(b, flint.arb(0)) + link.capacity
    return ways


def _eliminate(
    well: int, weight: dict[int, flint.arb], ways: dict[int, dict[int, flint.arb]], target: int
) -> None:
    """Take `well` out: each neighbour inherits in proportion to its conductance."""
    near = ways.pop(well)
    total = sum(near.values(), flint.arb(0))
    for a, share in near.items():
        del ways[a][well]
        if a != target:
            weight[a] += weight[well] * share / total
        for b, other in near.items():
            if a != b:
                ways[a][b] = ways[a].get(b, flint.arb(0)) + share * other / total
