"""The time to a disc in the plane, simulated, as the disc shrinks to the point that Theorem 2.2 speaks of.

## Main definitions
* `times_to_discs`: mean first-passage times to discs about the minimum of |w|²/2, from distance 1.

## Main statements
* `simulated_time_to_a_disc_grows_with_the_logarithm_of_its_radius`.

## Implementation notes
A path from distance 1 has to come near 0, so that the times spread by less than their mean; 20 000 give ± 2
%. The bias, of order dt = 1/1000, is about 1 %. The margin is 5 %; from a radius to a quarter of it bounded
times would grow by less than a half of log 4.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

import sympy as sp

from derivations.potential import Potential
from derivations.symbols import x, y
from ledger.bound import Bound
from ledger.compare import agree
from ledger.model import Check
from numerics.bounds import closed_form
from numerics.coin_noise import each
from numerics.paths.escape import simulated_escape, simulated_escape_time

Times = Mapping[str, Bound]

BOWL = Potential((x**2 + y**2) / 2, (x, y), name="bowl")
EPS, STEP, PATHS = Fraction(1, 10), Fraction(1, 1000), 20_000
RADII = (Fraction(1, 2), Fraction(1, 8), Fraction(1, 20))


def times_to_discs(seed: int) -> Times:
    """E τ from (1, 0) to each of the discs about 0, ε = 1/10, their intervals at 99.99 %."""
    return {f"δ = {radius}": _time(radius, seed) for radius in RADII}


def _time(radius: Fraction, seed: int) -> Bound:
    return simulated_escape_time(
        simulated_escape(
            BOWL, sp.Integer(1), EPS, (1, 0), (0, 0), radius=radius, dt=STEP, paths=PATHS, seed=seed
        )
    )


# --- Evidence ---------------------------------------------------------------------------------------


def _formula(time: Callable[[sp.Rational], sp.Expr]) -> Times:
    return {f"δ = {radius}": closed_form(time(sp.Rational(radius))) for radius in RADII}


simulated_time_to_a_disc_grows_with_the_logarithm_of_its_radius = Check(
    tests=(
        "The mean first-passage times of 20 000 simulated paths on |w|²/2 in the plane, ε = 1/10, from (1, 0)"
        " to discs of radius 1/2, 1/8, 1/20 about the minimum, compared with log(1/δ)."
    ),
    measure=lambda setting: times_to_discs(setting.seed),
    predict=lambda: _formula(lambda radius: sp.log(1 / radius)),
    compare=each(agree("0.05")),
    wrong={
        "bounded": lambda: _formula(lambda radius: sp.log(2) * (1 - radius) * 2),
        "like 1/δ": lambda: _formula(lambda radius: (1 / radius - 1) * sp.log(2)),
        "shorter for more noise": lambda: _formula(lambda radius: sp.log(1 / radius) / 2),
    },
    of="corrected",
    uses_setting=True,
)
