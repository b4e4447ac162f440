"""The hypotheses of the Eyring–Kramers formula, tested at a graph of basins.

## Main definitions
* `Case`: wells, gates and their weights around a question.
* `reasons`: why the plain formula fails.     * `effects`: what else matters.
* `flat_law`: the law at a degenerate gate.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import flint
import sympy as sp

from derivations.flat_direction import flat_direction
from derivations.potential import Potential
from ledger.bound import exact
from numerics.bounds import enclosed
from numerics.terrain.basin_graph import BasinGraph, LowestWays, reachable_before
from numerics.terrain.kramers_laws import Weights
from numerics.terrain.spot import Spot

LOW = 4
"""A barrier of fewer ε than this is low."""
NOTICED = Fraction(1, 100)
"""A relative difference that other wells make and that is worth a warning."""


@dataclass(frozen=True)
class Case:
    """A graph with its weights; start and target are numbers of wells, `ways` the lowest between them."""

    potential: Potential
    eps0: sp.Expr
    graph: BasinGraph
    weights: Weights
    ways: LowestWays
    start: int
    target: int

    @property
    def gates(self) -> tuple[Spot, ...]:
        """The gates on the lowest ways."""
        return tuple(self.graph.passes[n].gate for n in self.ways.passes)

    @property
    def in_series(self) -> bool:
        """Does a lowest way pass several gates?"""
        return any(len(route) > 1 for route in self.ways.routes)

    @property
    def deeper(self) -> list[Spot]:
        """The wells, not higher than the start, that can be visited before the target."""
        before = reachable_before(self.graph, self.start, self.target)
        return [self.graph.wells[n] for n in before if self.weights.depths[n].low <= 0]

    @property
    def deeper_behind(self) -> list[Spot]:
        """The wells deeper than the start by some ε that lie behind the target; on the line there is no such.

        A small ball can be passed by, with a probability that is small but not known, and a stay in such a
        well is longer than all others.
        """
        if len(self.potential.coords) == 1:
            return []
        seen = {self.start, self.target, *reachable_before(self.graph, self.start, self.target)}
        low = -LOW * Fraction(float(self.eps0))
        depths = self.weights.depths
        return [well for n, well in enumerate(self.graph.wells) if n not in seen and depths[n].high < low]


def reasons(case: Case) -> Iterator[str]:
    """Why the plain formula does not apply.

    Yields:
        one sentence for each violated hypothesis.
    """
    if case.graph.wells[case.start].degenerate:
        yield f"the minimum {case.graph.wells[case.start]} is degenerate: its Hessian has the eigenvalue 0"
    for gate in case.gates:
        if gate.degenerate:
            yield f"the gate {gate} is degenerate: its Hessian has the eigenvalue 0"
    if case.in_series:
        yield f"of the {len(case.gates)} gates of one height some stand in series: their resistances add"
    for other in case.deeper:
        yield (
            f"the minimum {other}, not higher than the start, can be visited before the target: the mean"
            " includes those visits"
        )
    for other in case.deeper_behind:
        yield (
            f"the minimum {other} behind the target is deeper than the start: rare paths that miss the target"
            " and end there may make up most of the mean"
        )
    yield from _low(case)


def _low(case: Case) -> Iterator[str]:
    """Wells that are too shallow.

    Yields:
        a sentence if the start's or the target's well is.
    """
    height, low = case.weights.heights[case.ways.level], LOW * Fraction(float(case.eps0))
    if height.low < low:
        yield f"the barrier is less than {LOW} ε high: the formula is for ε much smaller than the barrier"
    elif (height - case.weights.depths[case.target]).low < low:
        yield (
            f"the target's well is less than {LOW} ε deep, seen from the gate: paths may go back before they"
            " have met the target"
        )


def flat_law(case: Case) -> str:
    """The name of the law if the start or a gate is degenerate, or ""."""
    points = [gate.exact for gate in case.gates if gate.degenerate and gate.exact is not None]
    orders = {flat.order for p in points if (flat := flat_direction(case.potential, p))}
    if orders:
        return "quartic gate" if orders == {4} else "degenerate gate"
    return "flat minimum" if case.graph.wells[case.start].degenerate else ""


def effects(case: Case, plain: flint.arb, full: flint.arb) -> Iterator[str]:
    """What other gates and wells do where the plain formula applies, `full` the time with all of them.

    Yields:
        a sentence if it is worth one.
    """
    if len(case.gates) > 1:
        yield f"{len(case.gates)} gates of one height stand side by side: their rates are added"
    excess = enclosed(full / plain) - exact(1)
    if max(abs(excess.low), abs(excess.high)) > NOTICED:
        yield (
            "other wells and gates, though less favourable, still matter at this temperature: with all of"
            f" them the leading term is {float(excess.middle) + 1:.4g} times as long"
        )
