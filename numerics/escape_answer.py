"""How long does the process stay in this minimum of my loss, and may the formula be used?

## Main definitions
* `escape`: the answer for a loss on the line.
* `EscapeAnswer`: the exact mean time, what Theorem 2.2 (corrected) says, and whether it applies.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import sympy as sp

from derivations.algebraic import order
from derivations.barrier import barrier
from derivations.critical import CriticalPoint
from derivations.kramers import competing_minima, eyring_kramers
from derivations.place import minimum_near
from derivations.potential import Potential
from derivations.symbols import eta as eta_symbol
from ledger.bound import Bound
from numerics.bounds import closed_form
from numerics.error_order import first_correction
from numerics.escape import mean_escape_time
from numerics.quadrature import Exact, exact_number

LOW = 4
"""A barrier of fewer ε than this is low."""


@dataclass(frozen=True)
class EscapeAnswer:
    """What is known about the way from one minimum to another; times are in t = Σ γ_k.

    Attributes:
        start: the minimum that is left.
        target: the minimum that is reached.
        time: the exact mean escape time, enclosed.
        gates: the highest points on the way.
        climb: L(gate) − L(start), exact.
        formula: the Eyring–Kramers formula in `eta`; None if it cannot be written.
        formula_time: its value.
        prefactor: what it multiplies the exponential with.
        correction: c₁ε, the relative error to expect of it at small ε.
        reasons: why it must not be used; empty if it may.
        warnings: what else the reader should know.
    """

    start: CriticalPoint
    target: CriticalPoint
    time: Bound
    gates: tuple[CriticalPoint, ...]
    climb: sp.Expr
    formula: sp.Expr | None
    formula_time: Bound | None
    prefactor: Bound | None
    correction: Bound | None
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def formula_applies(self) -> bool:
        """May the formula be used?"""
        return not self.reasons


def escape(potential: Potential, eta: Exact, start: Exact, target: Exact, digits: int = 15) -> EscapeAnswer:
    """The answer for the minima nearest to `start` and `target`; all numbers are exact.

    What `mean_escape_time` and `barrier` refuse raises ValueError, too.

    Raises:
        ValueError: if the potential has several coordinates, or both places belong to one minimum.
    """
    if len(potential.coords) != 1:
        raise ValueError(
            f"{potential.name or potential.expr}: it has {len(potential.coords)} coordinates;"
            " exact escape times are known for one"
        )
    inverse, here, there = (
        exact_number(value, name) for value, name in ((eta, "eta"), (start, "start"), (target, "target"))
    )
    well, goal = minimum_near(potential, here), minimum_near(potential, there)
    if well == goal:
        raise ValueError(f"start={start}, target={target}: the nearest minimum to both is {well.at[0]}")
    time = mean_escape_time(potential, inverse, well.at[0], goal.at[0], digits)
    found = barrier(potential, well, goal)
    reasons = tuple(_reasons(potential, inverse, well, goal))
    formula = (
        None
        if any(gate.degenerate for gate in found.gates) or not found.is_direct
        else eyring_kramers(potential, well, goal)
    )
    return EscapeAnswer(
        start=well,
        target=goal,
        time=time,
        gates=found.gates,
        climb=found.height - well.value,
        formula=formula,
        formula_time=None if formula is None else closed_form(formula.subs(eta_symbol, inverse)),
        prefactor=None if formula is None else closed_form(formula.subs(eta_symbol, 0)),
        correction=None
        if formula is None
        else closed_form(first_correction(potential, well, found.gates[0]) / inverse),
        reasons=reasons,
        warnings=tuple(_moved(here, well, "start")) + tuple(_moved(there, goal, "target")),
    )


def _reasons(
    potential: Potential, inverse: sp.Expr, well: CriticalPoint, goal: CriticalPoint
) -> Iterator[str]:
    """Why the formula does not apply.

    Yields:
        one sentence for each violated hypothesis.
    """
    found = barrier(potential, well, goal)
    for gate in found.gates:
        if gate.degenerate:
            yield f"the gate {gate.at[0]} is degenerate: its second derivative is 0"
    if not found.is_direct:
        yield f"{len(found.gates)} gates of one height stand in series; each adds its own term"
    for other in competing_minima(potential, well, goal):
        if _is_behind(well, goal, other):
            yield (
                f"the minimum {other.at[0]}, not higher than the start, can be visited before the target:"
                " the mean includes those visits"
            )
    if order((found.height - well.value) * inverse, sp.Integer(LOW)) < 0:
        yield f"the barrier is less than {LOW} ε high: the formula is for ε much smaller than the barrier"


def _is_behind(well: CriticalPoint, goal: CriticalPoint, other: CriticalPoint) -> bool:
    """Does `other` lie on the same side of the target as the start?"""
    return order(other.at[0], goal.at[0]) == order(well.at[0], goal.at[0])


def _moved(asked: sp.Expr, found: CriticalPoint, name: str) -> Iterator[str]:
    """Was the place not a minimum?

    Yields:
        a sentence if so.
    """
    if order(asked, found.at[0]) != 0:
        yield f"{name}={asked} is no minimum; the nearest one, {sp.N(found.at[0], 10)}, is taken"
