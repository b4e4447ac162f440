"""Escapes in the plane between two proved bounds: λ* is a factor of its own, and rates over gates add.

For two half planes A, B that a symmetry of L exchanges, the mean time to reach B from the equilibrium measure
of A is ∫e^{−L/ε}/(2 cap(A, B)), and the capacity lies between a trial function and a trial flow. Their
integrals are enclosed, so these are theorems about the times, with 5 to 13 digits.

## Main definitions
* `sheared_times`, `upright_times`: (x² − 1)²/4 + (y − x)²/2 and (x² − 1)²/4 + y²/2, from x = −1 to x = 1.
* `two_gate_times`: (x² + y² − 1)² + x²/2, from y = −1 to y = 1.

## Main statements
* `certified_times_from_a_sheared_well_approach_the_formula`: λ* = 0.618… where |det| = 1.
* `barrier_and_determinants_give_the_time`: refuted; `negative_eigenvalue_is_a_fourth_factor`.
* `printed_formula_holds_with_two_gates`: refuted, the time is half of it; `rates_over_two_gates_add`.

## Implementation notes
Over two gates two equal halves side by side, each of two equal parts in a row, have the capacity of one part:
from y = −1 to y = 0 in the half plane x ≥ 0 with a reflecting line x = 0.
"""

from fractions import Fraction
from functools import lru_cache

import sympy as sp

from derivations.kramers import eyring_kramers, one_gate_eyring_kramers
from derivations.potential import Potential
from derivations.symbols import x, y
from derivations.zoo import SHEARED_DOUBLE_WELL, TWO_GATES
from ledger.bound import Bound, exact
from ledger.compare import tends_to
from ledger.model import Check
from numerics.plane.capacity_bounds import capacity_between_lines, strip
from numerics.plane.quadrant import quadrant_mass
from numerics.transition_law import Curve, falsified, formula_values
from numerics.valley.capacity import symmetric_escape_time

UPRIGHT_DOUBLE_WELL = Potential((x**2 - 1) ** 2 / 4 + y**2 / 2, (x, y), name="upright double well")
"""H and both determinants are those of the sheared one, but λ* = 1."""

ETAS = (20, 40, 80, 320)
GATED_ETAS = (14, 28, 42)
PATCHES = (10, 32)
EDGE = Fraction(17, 10)
"""The last grid line across the gate; what is beyond is bounded."""


@lru_cache(maxsize=8)
def _times(potential: Potential) -> Curve:
    return tuple((Fraction(1, n), symmetric_escape_time(potential, Fraction(1, n), -1, 1)) for n in ETAS)


def sheared_times() -> Curve:
    """E_ν τ from x ≤ −1 to x ≥ 1 in the sheared double well, enclosed."""
    return _times(SHEARED_DOUBLE_WELL)


def upright_times() -> Curve:
    """E_ν τ from x ≤ −1 to x ≥ 1 in the upright double well, enclosed."""
    return _times(UPRIGHT_DOUBLE_WELL)


@lru_cache(maxsize=1)
def two_gate_times() -> Curve:
    """E_ν τ from y ≤ −1 to y ≥ 1 over two gates, enclosed."""
    return tuple((Fraction(1, n), _two_gate_time(Fraction(1, n))) for n in GATED_ETAS)


def _two_gate_time(noise: Fraction) -> Bound:
    along = Potential(TWO_GATES.expr, (y, x), name=TWO_GATES.name)
    half = strip(along, noise, (-1, 0), (0, EDGE), open_sides=(False, True))
    quarter = quadrant_mass(along, noise, EDGE, (16, 16))
    return exact(2) * quarter / capacity_between_lines(half, PATCHES)


# --- Evidence ---------------------------------------------------------------------------------------

SHEARED = ((-1, -1), (1, 1))
GATED = ((0, -1), (0, 1))
GATE = (sp.sqrt(3) / 2, sp.Integer(0))
GOLDEN = (sp.sqrt(5) + 1) / 2
"""1/λ* at the gate of the sheared double well."""


def _slowdown() -> Curve:
    """The time in the sheared well over that in the upright one."""
    pairs = zip(sheared_times(), upright_times(), strict=True)
    return tuple((noise, sheared / upright) for (noise, sheared), (_, upright) in pairs)


def _factor(value: sp.Expr) -> Curve:
    return formula_values(value, ETAS)


def _over(gates: sp.Expr) -> Curve:
    """The formula for one gate, divided by `gates`."""
    return formula_values(one_gate_eyring_kramers(TWO_GATES, GATED[0], GATE) / gates, GATED_ETAS)


certified_times_from_a_sheared_well_approach_the_formula = Check(
    tests=(
        "Mean times from x ≤ −1 to x ≥ 1 in (x² − 1)²/4 + (y − x)²/2 at ε = 1/20 … 1/320, from capacities"
        " between a trial function and a trial flow, enclosed, compared with the Eyring–Kramers formula."
    ),
    measure=sheared_times,
    predict=lambda: formula_values(eyring_kramers(SHEARED_DOUBLE_WELL, *SHEARED), ETAS),
    compare=tends_to(4),
    group="certified gates",
    wrong=falsified(
        SHEARED_DOUBLE_WELL,
        *SHEARED,
        ("without λ*", "λ* twice", "π for 2π", "no square root", "determinants swapped", "exp(4HM/(γβ))"),
        ETAS,
    ),
    of="corrected",
)

barrier_and_determinants_give_the_time = Check(
    tests=(
        "The mean time in (x² − 1)²/4 + (y − x)²/2 over that in (x² − 1)²/4 + y²/2, which has the same H and"
        " the same determinants, at ε = 1/20 … 1/320, both enclosed, compared with 1."
    ),
    measure=_slowdown,
    predict=lambda: _factor(sp.Integer(1)),
    compare=tends_to(4),
    group="certified gates",
    wrong={"λ*, not 1/λ*": lambda: _factor(1 / GOLDEN)},
    right={"1/λ*, λ* = (√5 − 1)/2": lambda: _factor(GOLDEN)},
)

negative_eigenvalue_is_a_fourth_factor = Check(
    tests=(
        "The mean time in (x² − 1)²/4 + (y − x)²/2 over that in (x² − 1)²/4 + y²/2, which has the same H and"
        " the same determinants, at ε = 1/20 … 1/320, both enclosed, compared with 1/λ*."
    ),
    measure=_slowdown,
    predict=lambda: _factor(GOLDEN),
    compare=tends_to(4),
    group="certified gates",
    wrong={
        "no fourth factor": lambda: _factor(sp.Integer(1)),
        "1/√λ*": lambda: _factor(sp.sqrt(GOLDEN)),
    },
    of="corrected",
)

printed_formula_holds_with_two_gates = Check(
    tests=(
        "Mean times from y ≤ −1 to y ≥ 1 in (x² + y² − 1)² + x²/2, which has two equal saddles, at ε = 1/14,"
        " 1/28, 1/42, enclosed, compared with the Eyring–Kramers formula for one of the saddles."
    ),
    measure=two_gate_times,
    predict=lambda: _over(sp.Integer(1)),
    compare=tends_to(2),
    group="certified gates",
    wrong={"√2 as fast": lambda: _over(sp.sqrt(2))},
    right={"twice as fast": lambda: _over(sp.Integer(2))},
)

rates_over_two_gates_add = Check(
    tests=(
        "Mean times from y ≤ −1 to y ≥ 1 in (x² + y² − 1)² + x²/2, which has two equal saddles, at ε = 1/14,"
        " 1/28, 1/42, enclosed, compared with the Eyring–Kramers formula with the rates of both gates added."
    ),
    measure=two_gate_times,
    predict=lambda: formula_values(eyring_kramers(TWO_GATES, *GATED), GATED_ETAS),
    compare=tends_to(2),
    group="certified gates",
    wrong={
        "one gate": lambda: _over(sp.Integer(1)),
        "√2 gates": lambda: _over(sp.sqrt(2)),
        "π for 2π": lambda: _over(sp.Integer(4)),
        "determinants swapped": lambda: _over(2 * sp.Rational(6, 8)),
    },
    of="corrected",
)
