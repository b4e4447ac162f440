"""How long does the process stay in a well, to leading order at low temperature, and may one say so?

The process is dW = −∇L dt + √(2ε₀β(W)) dB (Itô), ε₀ = γ/(2M); for constant β, ε = ε₀β. The answer is the
Eyring–Kramers formula if all its hypotheses hold; each one that fails is named, and if a right law is known,
its value is given instead.

## Main definitions
* `KramersAnswer`: the wells, the gates, the time, and what was found about the hypotheses.
* `kramers_answer`: for start and target anywhere in the basins of two wells.

## Main statements
A chain of wells (`numerics.terrain.well_chain`) has the same leading term as the process (Bovier2004), for
any number of wells and gates. With one well behind gates side by side it is the Eyring–Kramers formula.

## References
* Bovier2004; Berglund2013, section 2.
"""

from dataclasses import dataclass, replace

import flint
import sympy as sp

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.bounds import enclosed
from numerics.quadrature import Exact
from numerics.terrain.basin_graph import BasinGraph, lowest_ways
from numerics.terrain.basins import basins
from numerics.terrain.climb import is_reversible
from numerics.terrain.confinement import confinement_doubt
from numerics.terrain.kramers_hypotheses import Case, effects, flat_law, reasons
from numerics.terrain.kramers_laws import chain_time, one_well_time, weights
from numerics.terrain.kramers_question import Question, question
from numerics.terrain.krawczyk import BITS
from numerics.terrain.next_order import next_order
from numerics.terrain.radial_wells import Radial, is_radial, radial_weights, sphere_spot
from numerics.terrain.spot import Spot, as_ball, exact_ball
from numerics.terrain.start_wells import is_at, shown, well_below

PLAIN = "Eyring-Kramers"


@dataclass(frozen=True)
class KramersAnswer:
    """What the theory of small noise says about the way from one well to another; times are in t = Σ γ_k.

    Attributes:
        start: the minimum that is left.
        target: the minimum that is reached.
        gates: the saddles at the height that must be climbed, through which lowest ways lead.
        barrier: L(gate) − L(start).
        time: the leading term of the mean time by the law named; None if no law is known.
        prefactor: what multiplies the exponential in it.
        correction: c₁ε, the relative error to expect of it at small ε; None if it is not known.
        law: the name of the law; "" if none is known.
        reasons: why the plain formula does not apply; empty if it does.
        warnings: what else the reader should know.
        climb: what the exponential is taken of, barrier/ε for constant noise; None without a law.
    """

    start: Spot
    target: Spot
    gates: tuple[Spot, ...]
    barrier: Bound
    time: Bound | None
    prefactor: Bound | None
    correction: Bound | None
    law: str
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    climb: Bound | None = None

    @property
    def applies(self) -> bool:
        """May the plain Eyring–Kramers formula be used?"""
        return not self.reasons


def kramers_answer(
    potential: Potential, noise: sp.Expr, eps0: Exact, start: tuple[Exact, ...], target: tuple[Exact, ...]
) -> KramersAnswer:
    """The leading term of the mean time from the well of `start` to that of `target`; may it be used?

    `noise` is β, a positive number or an expression in the coordinates. The wells are the minima at which
    gradient descent from the two places ends; the time is that to a small ball around the target's minimum.
    A float raises TypeError. ValueError is raised if a number is missing, not finite or not allowed; if there
    is no minimum below a place, both lie in one basin, or no saddle joins the two; if the loss is not
    confining, or undefined where it is needed.
    """
    asked = question(potential, noise, eps0, start, target)
    doubt = confinement_doubt(potential, asked.noise, asked.eps0, *asked.near)
    if is_radial(potential.expr, potential.coords) and is_radial(asked.noise, potential.coords):
        return _radial_answer(asked, doubt)
    graph = basins(potential, asked.near)
    here, there = _wells(potential, graph, asked.start, asked.target)
    warnings = (*asked.doubts, *_moved(asked, graph, here, there), *filter(None, [doubt]), *graph.warnings)
    if not is_reversible(potential, asked.noise):
        return _without_law(asked, graph, here, there, warnings)
    found = weights(potential, asked.noise, exact_ball(asked.eps0), graph, here)
    ways = lowest_ways(graph, found.heights, here, there)
    return _answered(asked, Case(potential, asked.eps0, graph, found, ways, here, there), warnings)


def _wells(
    potential: Potential, graph: BasinGraph, start: tuple[sp.Expr, ...], target: tuple[sp.Expr, ...]
) -> tuple[int, int]:
    """The numbers of the two wells.

    Raises:
        ValueError: if it is only one.
    """
    here = well_below(potential, graph, start, "start")
    there = well_below(potential, graph, target, "target")
    if here == there:
        raise ValueError(
            f"start={shown(start)} and target={shown(target)} lie in the same basin, that of the minimum"
            f" {graph.wells[here]}"
        )
    return here, there


def _moved(asked: Question, graph: BasinGraph, here: int, there: int) -> tuple[str, ...]:
    """Which of the places are no minima."""
    ends = (("start", asked.start, graph.wells[here]), ("target", asked.target, graph.wells[there]))
    return tuple(
        f"{name}={shown(place)} is no minimum; gradient descent from there ends at {well}"
        for name, place, well in ends
        if not is_at(place, well)
    )


def _answered(asked: Question, case: Case, warnings: tuple[str, ...]) -> KramersAnswer:
    """By the plain formula, or by the law that is right where it fails."""
    plain = one_well_time(case.weights, case.start, case.ways.passes)
    full = chain_time(case.weights, case.graph, case.start, case.target)
    is_chain = case.in_series or bool(case.deeper)
    law = "chain of wells" if is_chain else flat_law(case) or PLAIN
    more = tuple(effects(case, plain, full)) if law == PLAIN else ()
    found = _told(case, law, full if is_chain else plain, tuple(reasons(case)), (*warnings, *more))
    if law != PLAIN or len(case.gates) > 1:
        return found
    return replace(found, correction=next_order(asked, found.start, found.gates[0]))


def _told(
    case: Case, law: str, time: flint.arb, why: tuple[str, ...], warnings: tuple[str, ...]
) -> KramersAnswer:
    start = case.graph.wells[case.start]
    with flint.ctx.workprec(BITS):
        climb = as_ball(case.weights.heights[case.ways.level]) / exact_ball(case.eps0)
        return KramersAnswer(
            start=start,
            target=case.graph.wells[case.target],
            gates=case.gates,
            barrier=case.graph.passes[case.ways.level].gate.value - start.value,
            time=enclosed(time, method=law),
            prefactor=enclosed(time * (-climb).exp(), method=law),
            correction=None,
            law=law,
            reasons=why,
            warnings=warnings,
            climb=enclosed(climb),
        )


def _without_law(
    asked: Question, graph: BasinGraph, here: int, there: int, warnings: tuple[str, ...]
) -> KramersAnswer:
    """If the process is not reversible: the gates by height of the loss, and no time."""
    ways = lowest_ways(graph, [door.gate.value for door in graph.passes], here, there)
    reason = (
        f"the noise {asked.noise} is not shown to be a function of the loss: the process is then not"
        " reversible, and no formula of this kind is known"
    )
    return KramersAnswer(
        start=graph.wells[here],
        target=graph.wells[there],
        gates=tuple(graph.passes[n].gate for n in ways.passes),
        barrier=graph.passes[ways.level].gate.value - graph.wells[here].value,
        time=None,
        prefactor=None,
        correction=None,
        law="",
        reasons=(reason,),
        warnings=warnings,
    )


def _radial_answer(asked: Question, doubt: str) -> KramersAnswer:
    """For a loss of the distance from 0: spheres are wells and gates."""
    radial = Radial(asked.potential, asked.noise)
    radii = tuple((sp.sqrt(sp.Add(*(c**2 for c in place))),) for place in (asked.start, asked.target))
    graph = radial.graph([[float(r)] for (r,) in radii])
    here, there = _wells(radial.profile, graph, *radii)
    found = radial_weights(radial, exact_ball(asked.eps0), graph, here)
    case = Case(
        radial.profile, asked.eps0, graph, found, lowest_ways(graph, found.heights, here, there), here, there
    )
    warnings = (*asked.doubts, *filter(None, [doubt]), *graph.warnings)
    why = ("the loss depends on the distance from 0 only: critical points fill spheres, where det ∇²L = 0",)
    full = chain_time(found, graph, here, there)
    told = _told(case, "radial ridge", full, (*why, *reasons(case)), warnings)
    return replace(
        told,
        start=sphere_spot(radial, told.start, asked.start),
        target=sphere_spot(radial, told.target, asked.target),
        gates=tuple(sphere_spot(radial, gate, asked.target) for gate in told.gates),
    )
