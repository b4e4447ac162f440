"""A way through a landscape, looked at once and evaluated at many temperatures.

## Main definitions
* `Way`: wells, gates and turns of a landscape, and what the theory of small noise says at a temperature.
* `way_through`: of a landscape.

## Notation
η inverse temperature, ε = 1/η, H the barrier, λ curvatures; times are in t = Σ γ_k.

## References
* Bovier2004, Berglund2013: the laws.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import flint
import sympy as sp

from derivations.potential import Potential
from numerics.answers.escape_misfits import misfits
from numerics.answers.escape_question import Question, question
from numerics.explorer.landscapes import Landscape
from numerics.line.turning_points import Turn, turning_points
from numerics.quadrature import ball
from numerics.terrain.basin_graph import BasinGraph, LowestWays, lowest_ways
from numerics.terrain.basins import basins
from numerics.terrain.kramers import KramersAnswer, kramers_answer
from numerics.terrain.kramers_hypotheses import Case, reasons
from numerics.terrain.kramers_laws import chain_time, one_well_time, weights
from numerics.terrain.spot import Spot
from numerics.terrain.start_wells import well_below

ONE = sp.Integer(1)


@dataclass(frozen=True)
class Way:
    """From start to target of `landscape`.

    Attributes:
        landscape: the loss and the two places.
        kramers: what does not depend on the temperature: the wells, the gates, the barrier.
        graph: all wells and gates.
        here: the number of the start's well.
        there: that of the target's.
        ways: the lowest ways, which with constant noise are the same at every temperature.
        turns: all minima and maxima, from left to right.
    """

    landscape: Landscape
    kramers: KramersAnswer
    graph: BasinGraph
    here: int
    there: int
    ways: LowestWays
    turns: tuple[Turn, ...]

    @property
    def potential(self) -> Potential:
        """The loss."""
        return self.landscape.potential

    @property
    def barrier(self) -> float:
        """H."""
        return float(self.kramers.barrier.middle)

    @property
    def minima(self) -> tuple[Spot, ...]:
        """From left to right."""
        return tuple(turn.spot for turn in self.turns if turn.is_minimum)

    @property
    def gates(self) -> tuple[Spot, ...]:
        """The maxima, from left to right."""
        return tuple(turn.spot for turn in self.turns if not turn.is_minimum)

    @cached_property
    def relief(self) -> float:
        """From the lowest minimum to the highest maximum."""
        heights = [float(turn.spot.value.middle) for turn in self.turns]
        return max(heights) - min(heights)

    def asked(self, eta: Fraction) -> Question:
        """The question at this temperature, exact."""
        return question(self.potential, self.landscape.start, self.landscape.target, eta=eta)

    def case(self, eta: Fraction) -> Case:
        """Wells and gates with their weights."""
        return _case(self.potential, self.graph, eta, self.ways, (self.here, self.there))

    def plain_time(self, case: Case) -> flint.arb | None:
        """The formula of Theorem 2.2 for the first gate; None if the gate or the well is degenerate."""
        if case.gates[0].degenerate or self.graph.wells[self.here].degenerate:
            return None
        return one_well_time(case.weights, self.here, case.ways.passes[:1])

    def law_time(self, case: Case) -> flint.arb:
        """By the law that is right, be it the plain formula or another."""
        if self.kramers.law == "chain of wells":
            return chain_time(case.weights, self.graph, self.here, self.there)
        return one_well_time(case.weights, self.here, case.ways.passes)

    def reasons(self, eta: Fraction) -> Iterator[str]:
        """Why Theorem 2.2 does not apply at this temperature.

        Yields:
            one sentence for each broken hypothesis.
        """
        yield from reasons(self.case(eta))
        yield from misfits(self.asked(eta), self.kramers)


def way_through(landscape: Landscape) -> Way:
    """The way, its wells and gates proved.

    Raises:
        ValueError: if start and target lie in one basin, or one of them in none; or no law is known.
    """
    potential = landscape.potential
    asked = question(potential, landscape.start, landscape.target, eta=1)
    kramers = kramers_answer(potential, ONE, ONE, asked.start, asked.target)
    if kramers.time is None:
        raise ValueError(f"{landscape.formula}: no law is known for this landscape")
    graph = basins(potential, [[float(c) for c in place] for place in (asked.start, asked.target)])
    here = well_below(potential, graph, asked.start, "start")
    there = well_below(potential, graph, asked.target, "target")
    ways = _lowest(potential, graph, here, there)
    return Way(landscape, kramers, graph, here, there, ways, turning_points(potential))


def _lowest(potential: Potential, graph: BasinGraph, here: int, there: int) -> LowestWays:
    return lowest_ways(graph, weights(potential, ONE, flint.arb(1), graph, here).heights, here, there)


def _case(
    potential: Potential, graph: BasinGraph, eta: Fraction, ways: LowestWays, ends: tuple[int, int]
) -> Case:
    """Wells and gates with their weights at a temperature."""
    eps0 = sp.Rational(eta.denominator, eta.numerator)
    found = weights(potential, ONE, ball(eps0), graph, ends[0])
    return Case(potential, eps0, graph, found, ways, *ends)
