"""A deeper well behind the start rules the mean escape time, even behind a higher barrier (Theorem 2.2).

The mean is (1/ε) ∫ e^{L/ε} over the gate times ∫ e^{−L/ε} over everything on the start's side of it, so every
minimum m there adds its mass: a factor 1 + Σ_m √(L''(start)/L''(m)) e^{(L(start) − L(m))/ε}.

## Main definitions
* `law_with_other_wells`: the formula with that factor.

## Main statements
* `printed_formula_holds_with_a_deeper_well_behind`: refuted, by a factor of 10⁵ and more.
* `other_wells_add_their_masses`, `equally_deep_wells_add_their_masses`: what is true instead.
"""

from collections.abc import Callable

import sympy as sp

from derivations.critical import CriticalPoint
from derivations.kramers import eyring_kramers
from derivations.place import minimum_at
from derivations.potential import Potential
from derivations.symbols import eta, w
from derivations.zoo import DEEPER_WELL, THREE_MINIMA
from ledger.compare import tends_to
from ledger.model import Check
from numerics.quadrature import Exact
from numerics.transition_law import Curve, escape_times, formula_values

EQUAL_DEPTH = Potential(w**6 / 6 - w**4 + 3 * w**2 / 2, name="three wells of one depth")
"""Minima −√3, 0, √3 at height 0 with L'' = 12, 3, 12; maxima ±1 at height 2/3."""


def wells_behind(potential: Potential, start: Exact, target: Exact) -> tuple[CriticalPoint, ...]:
    """The minima on the line, other than `start`, from which `target` is reached only through `start`'s well.

    Raises:
        ValueError: if `start` and `target` are not neighbours.
    """
    well, goal = minimum_at(potential, start, "start"), minimum_at(potential, target, "target")
    minima = list(potential.minima)
    here, there = minima.index(well), minima.index(goal)
    if abs(here - there) != 1:
        raise ValueError(f"start={start} and target={target} are not neighbouring minima of {potential.expr}")
    return tuple(minima[:here] if here < there else minima[here + 1 :])


def law_with_other_wells(potential: Potential, start: Exact, target: Exact) -> sp.Expr:
    """The leading term of E τ in `eta` between neighbouring minima on the line, with the wells behind."""
    well = minimum_at(potential, start)
    return eyring_kramers(potential, start, target) * (
        1 + sp.Add(*(share(well, other) for other in wells_behind(potential, start, target)))
    )


def share(well: CriticalPoint, other: CriticalPoint) -> sp.Expr:
    """The mass of another well over that of the start's."""
    return sp.sqrt(well.determinant / other.determinant) * sp.exp(eta * (well.value - other.value))


# --- Evidence ---------------------------------------------------------------------------------------

DEEPER = (DEEPER_WELL, sp.Integer(0), sp.Rational(17, 10))
ETAS = (7, 27, 108, 432)


def _values(change: Callable[[CriticalPoint, CriticalPoint], sp.Expr]) -> Curve:
    """The law for DEEPER, its second term multiplied by `change` of the start and the deeper well."""
    well, (other,) = minimum_at(*DEEPER[:2]), wells_behind(*DEEPER)
    return formula_values(eyring_kramers(*DEEPER) * (1 + share(well, other) * change(well, other)), ETAS)


def _with_the_mass() -> Curve:
    return formula_values(law_with_other_wells(*DEEPER), ETAS)


def _of_equal_depth(law: Callable[[Potential, Exact, Exact], sp.Expr]) -> Curve:
    return formula_values(law(EQUAL_DEPTH, 0, sp.sqrt(3))) + formula_values(law(THREE_MINIMA, 1, 0))


printed_formula_holds_with_a_deeper_well_behind = Check(
    tests=(
        "Mean escape times from the minimum 0 over the lower of its two barriers to 17/10, enclosed, compared"
        " with the Eyring–Kramers formula; behind the other barrier, three times higher, lies a deeper well."
    ),
    measure=lambda: escape_times(*DEEPER, ETAS),
    predict=lambda: formula_values(eyring_kramers(*DEEPER), ETAS),
    compare=tends_to(3),
    right={"times the mass of the deeper well": _with_the_mass},
)

other_wells_add_their_masses = Check(
    tests=(
        "The same times compared with the formula times 1 + √(L''(0)/L''(m)) exp((L(0) − L(m))/ε), m the"
        " deeper minimum."
    ),
    measure=lambda: escape_times(*DEEPER, ETAS),
    predict=_with_the_mass,
    compare=tends_to(3),
    wrong={
        "harmless, as the barrier to it is higher": lambda: _values(lambda well, other: sp.Integer(0)),
        "L(m) − L(0) in the exponent": lambda: _values(
            lambda well, other: sp.exp(2 * eta * (other.value - well.value))
        ),
        "determinants inverted": lambda: _values(lambda well, other: other.determinant / well.determinant),
        "no determinants": lambda: _values(lambda well, other: sp.sqrt(other.determinant / well.determinant)),
    },
    of="corrected",
)

equally_deep_wells_add_their_masses = Check(
    tests=(
        "Mean escape times between neighbours with an equally deep minimum behind the start, in two"
        " potentials, compared with the formula times 1 + √(L''(start)/L''(m))."
    ),
    measure=lambda: escape_times(EQUAL_DEPTH, 0, sp.sqrt(3)) + escape_times(THREE_MINIMA, 1, 0),
    predict=lambda: _of_equal_depth(law_with_other_wells),
    compare=tends_to(3),
    wrong={
        "harmless, as it is not deeper": lambda: _of_equal_depth(eyring_kramers),
        "equal shares": lambda: _of_equal_depth(lambda *ends: 2 * eyring_kramers(*ends)),
    },
    of="corrected",
)
