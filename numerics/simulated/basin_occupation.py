"""The shares of basins, simulated, against the exact masses and against (2.7).

w²(w − 1)²(w − 5/2)², minima 0, 1, 5/2. At η = 4 paths go everywhere; at η = 10 they change between 0 and 1,
while 5/2 is not reached within the time, and the ratio of the two basins is 1.600 where (2.7) has 5/3.

## Main definitions
* `occupation`: the share of the time that paths spend in intervals.

## Main statements
* `simulated_shares_of_the_basins_are_their_masses`.
* `printed_simulated_ratio_of_basins_is_that_of_the_determinants`: refuted at η = 10.

## Implementation notes
Leimkuhler and Matthews's scheme, whose Gibbs law is off by O(dt²): dt L'' is at most 1/7. A path gives one
number, the mean over its snapshots, so that numbers are independent. Of a share p, seen for a time T by all
paths together, the standard deviation is √(2 r p(1 − p)/T), r the relaxation time: about 15 at η = 4, and 7
between two basins at η = 10. T = 2.4 and 10 millions give ± 0.007 and ± 0.002 at 99.99 %; the margins are
0.015 and 0.005, and at η = 10 (2.7) is off by 0.0096.

## References
* Leimkuhler2013.
"""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from derivations.potential import Potential
from derivations.zoo import THREE_MINIMA
from ledger.bound import Bound
from ledger.compare import near
from ledger.model import Check
from numerics.bounds import closed_form, sampled
from numerics.coin_noise import each
from numerics.line.neighbourhoods import basin, basin_probability
from numerics.mass_ratios import curvature
from numerics.paths.model import Model
from numerics.paths.positions import positions
from numerics.quadrature import Exact

Shares = Mapping[str, Bound]
Seen = NDArray[np.float64]


def snapshots(
    loss: Potential, inverse: int, start: Exact, steps: tuple[int, int], rate: int, paths: int, seed: int
) -> Seen:
    """Places of `paths` paths, shape (snapshots, paths), 1/`rate` a step, at rest from `start` on.

    `steps` are those between two snapshots, and how many snapshots are taken after the first fifth of them,
    which is left out: until then the start is forgotten.
    """
    model = Model(loss, sp.Integer(1), Fraction(1, inverse), Fraction(1, rate), scheme="leimkuhler-matthews")
    every, count = steps
    early = -(-count // 4)
    seen = positions(model, (start,), steps=every, paths=paths, seed=seed, snapshots=early + count)
    return np.asarray(seen[early:, :, 0], float)


def inside(loss: Potential, minimum: Exact, seen: Seen) -> NDArray[np.bool_]:
    """Which places lie in the basin of a minimum."""
    low, high = (float(end) for end in basin(loss, minimum))
    return np.asarray((low < seen) & (seen < high))


# --- Evidence ---------------------------------------------------------------------------------------

MINIMA = (sp.Integer(0), sp.Integer(1), sp.Rational(5, 2))
WARM, COLD = 4, 10
FLATNESS = {m: 1 / sp.sqrt(curvature(THREE_MINIMA, m)) for m in MINIMA}


def _shares(seed: int) -> Shares:
    """At η = 4: dt = 1/200, a snapshot every 3 units of time, for 600 units after 150."""
    seen = snapshots(THREE_MINIMA, WARM, 1, (600, 200), 200, 4000, seed)
    return {f"basin of {m}": sampled(inside(THREE_MINIMA, m, seen).mean(0)) for m in MINIMA}


def _share_of_one(seed: int) -> Bound:
    """At η = 10, basin of 1 among 0 and 1: dt = 1/100, a snapshot every 4 units, for 340 units after 88.

    Paths that have come to 5/2, less than one in a hundred, are left out: that changes the share by no more
    than the relaxation time between 0 and 1 over the time of such an escape, 7/30 000.
    """
    seen = snapshots(THREE_MINIMA, COLD, 1, (400, 85), 100, 30_000, seed)
    beyond = inside(THREE_MINIMA, MINIMA[2], seen).any(0)
    return sampled(inside(THREE_MINIMA, 1, seen[:, ~beyond]).mean(0))


def _formula(weights: Mapping[sp.Expr, sp.Expr]) -> Shares:
    return {f"basin of {m}": closed_form(weights[m] / sum(weights.values())) for m in MINIMA}


def _of_two(weights: Mapping[sp.Expr, sp.Expr]) -> Bound:
    return closed_form(weights[MINIMA[1]] / (weights[MINIMA[0]] + weights[MINIMA[1]]))


def _exact_of_two() -> Bound:
    sharp, flat = (basin_probability(THREE_MINIMA, COLD, m) for m in MINIMA[:2])
    return flat / (sharp + flat)


simulated_shares_of_the_basins_are_their_masses = Check(
    tests=(
        "The shares of the time that 4000 simulated paths spend in the three basins of w²(w − 1)²(w − 5/2)²"
        " at η = 4, compared with the masses of the Gibbs density, enclosed."
    ),
    measure=lambda setting: _shares(setting.seed),
    predict=lambda: {f"basin of {m}": basin_probability(THREE_MINIMA, WARM, m) for m in MINIMA},
    compare=each(near("0.015")),
    wrong={
        "equal masses": lambda: _formula(dict.fromkeys(MINIMA, sp.S.One)),
        "without the square root": lambda: _formula({m: f**2 for m, f in FLATNESS.items()}),
        "sharper is heavier": lambda: _formula({m: 1 / f for m, f in FLATNESS.items()}),
        "the masses at η = 1": lambda: {
            f"basin of {m}": basin_probability(THREE_MINIMA, 1, m) for m in MINIMA
        },
    },
    of="corrected",
    group="basin occupation",
    uses_setting=True,
)

printed_simulated_ratio_of_basins_is_that_of_the_determinants = Check(
    tests=(
        "The time that 30 000 simulated paths spend in the basin of 1, as a share of that in the basins of 0"
        " and 1 of w²(w − 1)²(w − 5/2)² at η = 10, compared with 5/8, which is (2.7): a ratio of 5/3."
    ),
    measure=lambda setting: _share_of_one(setting.seed),
    predict=lambda: _of_two(FLATNESS),
    compare=near("0.005"),
    wrong={
        "equal masses": lambda: _of_two(dict.fromkeys(MINIMA, sp.S.One)),
        "without the square root": lambda: _of_two({m: f**2 for m, f in FLATNESS.items()}),
    },
    right={"the masses of the basins, a ratio of 1.600": _exact_of_two},
    group="basin occupation",
    uses_setting=True,
)
