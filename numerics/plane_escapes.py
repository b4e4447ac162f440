"""Escape times in the plane to a disc around the other minimum.

## Main definitions
* `plane_escape_times`: mean escape times in the plane for a sequence of inverse temperatures.

## Main statements
* `escape_times_from_a_sheared_well_approach_the_formula`: λ* = 0.618… where |det| = 1.

`numerics.certified_gates` has the times between two half planes, between proved bounds.
"""

from fractions import Fraction
from functools import lru_cache

from derivations.kramers import eyring_kramers
from derivations.potential import Potential
from derivations.zoo import SHEARED_DOUBLE_WELL
from ledger.compare import tends_to
from ledger.model import Check
from numerics.plane.escape import mean_escape_time_to_ball
from numerics.quadrature import Exact
from numerics.transition_law import Curve, falsified, formula_values

Point = tuple[Exact, Exact]

RADIUS, ACCURACY = Fraction(3, 10), 1e-3


@lru_cache(maxsize=16)
def plane_escape_times(potential: Potential, ends: tuple[Point, Point], etas: tuple[int, ...]) -> Curve:
    """E τ between the two `ends` at each inverse temperature, to a disc of radius 3/10, with ε = 1/η."""
    return tuple(
        (eps, mean_escape_time_to_ball(potential, 1, eps, *ends, RADIUS, accuracy=ACCURACY))
        for eps in (Fraction(1, n) for n in etas)
    )


# --- Evidence ---------------------------------------------------------------------------------------

SHEARED: tuple[Point, Point] = ((-1, -1), (1, 1))
SHEARED_ETAS = (20, 40, 80)


def _sheared_times() -> Curve:
    return plane_escape_times(SHEARED_DOUBLE_WELL, SHEARED, SHEARED_ETAS)


escape_times_from_a_sheared_well_approach_the_formula = Check(
    tests=(
        "Mean escape times in (x² − 1)²/4 + (y − x)²/2 at ε = 1/20, 1/40, 1/80, by finite volumes,"
        " extrapolated, compared with the Eyring–Kramers formula."
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
