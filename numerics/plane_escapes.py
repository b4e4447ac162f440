"""What one dimension cannot tell: λ* is not the determinant, and the rates over several gates add.

## Main definitions
* `plane_escape_times`: mean escape times in the plane for a sequence of inverse temperatures.

## Main statements
* `escape_times_from_a_sheared_well_approach_the_formula`: λ* = 0.618… where |det| = 1.
* `barrier_and_determinants_give_the_time`: refuted; `negative_eigenvalue_is_a_fourth_factor`.
* `printed_formula_holds_with_two_gates`: refuted, the time is half of it.
* `rates_over_two_gates_add`: what is true instead.
"""

from fractions import Fraction
from functools import lru_cache

import sympy as sp

from derivations.kramers import eyring_kramers, one_gate_eyring_kramers
from derivations.potential import Potential
from derivations.symbols import x, y
from derivations.zoo import SHEARED_DOUBLE_WELL, TWO_GATES
from ledger.compare import tends_to
from ledger.model import Check
from numerics.finite_volume import Box, mean_escape_time_in_plane
from numerics.quadrature import Exact
from numerics.transition_law import Curve, falsified, formula_values

Point = tuple[Exact, Exact]


@lru_cache(maxsize=16)
def plane_escape_times(
    potential: Potential, ends: tuple[Point, Point], box: Box, etas: tuple[int, ...], cells: int
) -> Curve:
    """E τ between the two `ends` at each inverse temperature, to a disc of radius 3/10, with ε = 1/η."""
    return tuple(
        (Fraction(1, n), mean_escape_time_in_plane(potential, n, *ends, radius=0.3, box=box, cells=cells))
        for n in etas
    )


# --- Evidence ---------------------------------------------------------------------------------------

CELLS = 240
UPRIGHT_DOUBLE_WELL = Potential((x**2 - 1) ** 2 / 4 + y**2 / 2, (x, y), name="upright double well")
"""H and both determinants are those of the sheared one, but λ* = 1."""

SHEARED: tuple[Point, Point] = ((-1, -1), (1, 1))
SHEARED_ETAS = (20, 40, 80)
GATED: tuple[Point, Point] = ((0, -1), (0, 1))
GATED_ETAS = (14, 28, 42)
GATE = (sp.sqrt(3) / 2, sp.Integer(0))


def _times_over_two_gates() -> Curve:
    return plane_escape_times(TWO_GATES, GATED, Box(-1.7, 1.7, -1.7, 1.7), GATED_ETAS, CELLS)


def _over(gates: sp.Expr) -> Curve:
    """The formula for one gate, divided by `gates`."""
    return formula_values(one_gate_eyring_kramers(TWO_GATES, GATED[0], GATE) / gates, GATED_ETAS)


def _sheared_times() -> Curve:
    box = Box(-1.75, 1.75, -2.2, 2.2)
    return plane_escape_times(SHEARED_DOUBLE_WELL, SHEARED, box, SHEARED_ETAS, CELLS)


def _upright_times() -> Curve:
    box = Box(-1.75, 1.75, -1.5, 1.5)
    return plane_escape_times(UPRIGHT_DOUBLE_WELL, ((-1, 0), (1, 0)), box, SHEARED_ETAS, CELLS)


def _slowdown() -> Curve:
    """The time in the sheared well over that in the upright one."""
    pairs = zip(_sheared_times(), _upright_times(), strict=True)
    return tuple((x, sheared / upright) for (x, sheared), (_, upright) in pairs)


def _factor(value: sp.Expr) -> Curve:
    return formula_values(value, SHEARED_ETAS)


escape_times_from_a_sheared_well_approach_the_formula = Check(
    tests=(
        "Mean escape times in (x² − 1)²/4 + (y − x)²/2 at ε = 1/20, 1/40, 1/80, by finite volumes on 120² and"
        " 240² cells, compared with the Eyring–Kramers formula."
    ),
    measure=_sheared_times,
    predict=lambda: formula_values(eyring_kramers(SHEARED_DOUBLE_WELL, *SHEARED), SHEARED_ETAS),
    compare=tends_to(4),
    group="plane escapes",
    wrong=falsified(
        SHEARED_DOUBLE_WELL,
        *SHEARED,
        ("without λ*", "λ* twice", "π for 2π", "no square root", "determinants swapped", "exp(4HM/(γβ))"),
        SHEARED_ETAS,
    ),
    of="corrected",
)

barrier_and_determinants_give_the_time = Check(
    tests=(
        "The mean escape time in (x² − 1)²/4 + (y − x)²/2 over that in (x² − 1)²/4 + y²/2, which has the same"
        " H and the same determinants, at ε = 1/20, 1/40, 1/80, by finite volumes, compared with 1."
    ),
    measure=_slowdown,
    predict=lambda: _factor(sp.Integer(1)),
    compare=tends_to(4),
    group="plane escapes",
    wrong={"λ*, not 1/λ*": lambda: _factor((sp.sqrt(5) - 1) / 2)},
    right={"1/λ*, λ* = (√5 − 1)/2": lambda: _factor((sp.sqrt(5) + 1) / 2)},
)

negative_eigenvalue_is_a_fourth_factor = Check(
    tests=(
        "The mean escape time in (x² − 1)²/4 + (y − x)²/2 over that in (x² − 1)²/4 + y²/2, which has the same"
        " H and the same determinants, at ε = 1/20, 1/40, 1/80, by finite volumes, compared with 1/λ*."
    ),
    measure=_slowdown,
    predict=lambda: _factor((sp.sqrt(5) + 1) / 2),
    compare=tends_to(4),
    group="plane escapes",
    wrong={
        "no fourth factor": lambda: _factor(sp.Integer(1)),
        "1/√λ*": lambda: _factor(sp.sqrt((sp.sqrt(5) + 1) / 2)),
    },
    of="corrected",
)

printed_formula_holds_with_two_gates = Check(
    tests=(
        "Mean escape times in (x² + y² − 1)² + x²/2, which has two equal saddles, at ε = 1/14, 1/28, 1/42, by"
        " finite volumes, compared with the Eyring–Kramers formula for one of the saddles."
    ),
    measure=_times_over_two_gates,
    predict=lambda: _over(sp.Integer(1)),
    compare=tends_to(2),
    group="plane escapes",
    wrong={"√2 as fast": lambda: _over(sp.sqrt(2))},
    right={"twice as fast": lambda: _over(sp.Integer(2))},
)

rates_over_two_gates_add = Check(
    tests=(
        "Mean escape times in (x² + y² − 1)² + x²/2, which has two equal saddles, at ε = 1/14, 1/28, 1/42, by"
        " finite volumes, compared with the Eyring–Kramers formula in which the rates over the gates add."
    ),
    measure=_times_over_two_gates,
    predict=lambda: formula_values(eyring_kramers(TWO_GATES, *GATED), GATED_ETAS),
    compare=tends_to(2),
    group="plane escapes",
    wrong={"one gate": lambda: _over(sp.Integer(1)), "√2 gates": lambda: _over(sp.sqrt(2))},
    of="corrected",
)
