"""The Eyring–Kramers formula: mean escape times at low temperature (Theorem 2.2).

## Main definitions
* `eyring_kramers`: the formula with all gates.
* `one_gate_eyring_kramers`: for one saddle, with the absolute value of the determinant.
* `printed_eyring_kramers`: Theorem 2.2 as printed, with the determinant itself.
* `competing_minima`: minima that must not be there for the formula to hold.

## Notation
eta = 2M/(gamma beta) is the inverse temperature; z a gate, −lambda_z the negative eigenvalue there.

## References
* Bovier2004, Theorem 3.2; Berglund2013, section 2.
"""

from collections.abc import Callable

import sympy as sp

from derivations.algebraic import order
from derivations.barrier import barrier
from derivations.critical import CriticalPoint
from derivations.place import Place, critical_point_at, minimum_at
from derivations.potential import Potential
from derivations.symbols import eta


def eyring_kramers(potential: Potential, start: Place, target: Place) -> sp.Expr:
    """The leading term in `eta` of the mean time from the minimum `start` to a neighbourhood of `target`.

    2π exp(eta (height − L(start))) / [√det ∇²L(start) · Σ_z lambda_z/√|det ∇²L(z)|], the sum over all gates
    z, whose rates add. It is the leading term if L grows fast enough and `competing_minima` is empty.

    Raises:
        ValueError: if `barrier` refuses, a gate is degenerate, or a way across passes several gates.
    """
    well = minimum_at(potential, start, "start")
    found = barrier(potential, well, target)
    if not found.is_direct:
        raise ValueError(
            f"{potential.expr}: the way from start={start} to target={target} passes gates in series"
        )
    rate = sp.Add(*(_rate(gate) / sp.sqrt(abs(gate.determinant)) for gate in found.gates))
    prefactor = 2 * sp.pi / (sp.sqrt(well.determinant) * rate)
    return _simplified(prefactor) * sp.exp(eta * (found.height - well.value))


def printed_eyring_kramers(potential: Potential, start: Place, saddle: Place) -> sp.Expr:
    """Theorem 2.2 as printed: (2π/lambda) √(det ∇²L(saddle)/det ∇²L(start)) exp(eta (L(saddle) − L(start))).

    A `saddle` that is degenerate or has not exactly one negative eigenvalue raises ValueError.
    """
    return _one_gate(potential, start, saddle, lambda determinant: determinant)


def one_gate_eyring_kramers(potential: Potential, start: Place, saddle: Place) -> sp.Expr:
    """Theorem 2.2 with the absolute value of the determinant, for this one saddle.

    A `saddle` that is degenerate or has not exactly one negative eigenvalue raises ValueError.
    """
    return _one_gate(potential, start, saddle, abs)


def competing_minima(potential: Potential, start: Place, target: Place) -> tuple[CriticalPoint, ...]:
    """The minima other than `start` and `target` that are at most as high as `start`.

    If there are any, the mean time may be dominated by visits to them.
    """
    ends = [minimum_at(potential, place, name) for place, name in ((start, "start"), (target, "target"))]
    return tuple(m for m in potential.minima if m not in ends and order(m.value, ends[0].value) <= 0)


def _one_gate(
    potential: Potential, start: Place, saddle: Place, size: Callable[[sp.Expr], sp.Expr]
) -> sp.Expr:
    well, gate = minimum_at(potential, start, "start"), critical_point_at(potential, saddle, "saddle")
    prefactor = 2 * sp.pi / _rate(gate) * sp.sqrt(size(gate.determinant) / size(well.determinant))
    return _simplified(prefactor) * sp.exp(eta * (gate.value - well.value))


def _rate(gate: CriticalPoint) -> sp.Expr:
    """The rate lambda_z at which paths leave the gate.

    Raises:
        ValueError: if there is no such rate.
    """
    if gate.degenerate or gate.index != 1:
        raise ValueError(
            f"a gate is nondegenerate with one negative eigenvalue; at {gate.at} it is {gate.kind},"
            f" with {gate.index} negative"
        )
    return -gate.eigenvalues[0]


def _simplified(number: sp.Expr) -> sp.Expr:
    """Without roots in denominators; `CRootOf`s are left as they are."""
    return number if number.has(sp.CRootOf) else sp.radsimp(number)
