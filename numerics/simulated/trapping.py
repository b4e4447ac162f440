"""Sharp and flat minima of one depth, simulated: where a path is found depends on where it started.

## Main definitions
* `share_in_sharp_well`: of simulated paths at a time.

## Main statements
* `simulated_larger_batches_are_found_more_often_in_the_sharp_well`: refuted.
* `simulated_shares_relax_as_two_states`.

## Implementation notes
Shares of 10 000 paths are known to ± 0.02 at 99.99 %. At η = 40 the barrier is 4.3 ε high: two states with
the exact mean times for rates are a good approximation, and 0.05 is the margin. The mutants are off by 0.09
and more.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

import sympy as sp

from ledger.bound import Bound
from ledger.compare import near, ordered
from ledger.model import Check
from numerics.bounds import closed_form, counted
from numerics.coin_noise import each
from numerics.line.escape import mean_escape_time
from numerics.paths.model import Model
from numerics.paths.positions import positions
from numerics.trapping import GATE, SHARP_AND_FLAT

Shares = Mapping[str, Bound]

STEP = Fraction(1, 50)
"""dt L'' is at most 0.16."""


def share_in_sharp_well(inverse: int, starts: Mapping[int, int], time: int, seed: int) -> Bound:
    """The share of paths that are in the sharp well at `time`; `starts` says how many start where.

    Leimkuhler and Matthews's scheme at η = `inverse`; each start has its own seed.
    """
    model = Model(SHARP_AND_FLAT, sp.Integer(1), Fraction(1, inverse), STEP, scheme="leimkuhler-matthews")
    steps, hits = int(time / STEP), 0
    for place, paths in starts.items():
        (found,) = positions(model, (place,), steps=steps, paths=paths, seed=2 * seed + place)
        hits += int((found < GATE).sum())
    return counted(hits, sum(starts.values()))


# --- Evidence ---------------------------------------------------------------------------------------

PATHS = 10_000
MIXED = {0: PATHS // 5, 1: 4 * PATHS // 5}
SMALL, LARGE, LATE = 20, 140, 200
"""η of a small and a large batch, and a time: escapes take about 20 and 10⁷."""
INVERSE, TIME = 40, 100


def _by_batch(seed: int) -> Shares:
    etas = {"small batch": SMALL, "large batch": LARGE}
    return {name: share_in_sharp_well(n, MIXED, LATE, seed) for name, n in etas.items()}


def _by_start(seed: int) -> Shares:
    starts = {"from the sharp well": {0: PATHS}, "from the flat well": {1: PATHS}}
    return {name: share_in_sharp_well(INVERSE, start, TIME, seed) for name, start in starts.items()}


def _two_states(rates: Callable[[sp.Rational, sp.Rational], tuple[sp.Expr, sp.Expr]]) -> Shares:
    """π + (q − π) e^{−kt}; `rates` gives π and k from the rates out of the sharp and out of the flat well."""
    times = [mean_escape_time(SHARP_AND_FLAT, INVERSE, a, b).middle for a, b in ((0, 1), (1, 0))]
    limit, rate = rates(*(1 / sp.Rational(time) for time in times))
    names = {"from the sharp well": 1, "from the flat well": 0}
    return {name: closed_form(limit + (q - limit) * sp.exp(-rate * TIME)) for name, q in names.items()}


simulated_larger_batches_are_found_more_often_in_the_sharp_well = Check(
    tests=(
        "The share of 10 000 simulated paths in the sharp well at t = 200 for a small batch (η = 20) and a"
        " large one (η = 140), a fifth of them started there and the others in the flat well of the same"
        " depth, compared with the order that the paper concludes."
    ),
    measure=lambda setting: _by_batch(setting.seed),
    predict=lambda: ("large batch", "small batch"),
    compare=ordered(),
    right={"the small batch more often": lambda: ("small batch", "large batch")},
    group="simulated trapping",
    uses_setting=True,
)

simulated_shares_relax_as_two_states = Check(
    tests=(
        "The share of 10 000 simulated paths in the sharp well at η = 40, t = 100, started there or in the"
        " flat one, compared with two states whose rates are the reciprocal exact mean escape times."
    ),
    measure=lambda setting: _by_start(setting.seed),
    predict=lambda: _two_states(lambda s, f: (f / (s + f), s + f)),
    compare=each(near("0.05")),
    wrong={
        "equal masses": lambda: _two_states(lambda s, f: (sp.S.Half, s + f)),
        "the masses exchanged": lambda: _two_states(lambda s, f: (s / (s + f), s + f)),
        "one rate alone": lambda: _two_states(lambda s, f: (f / (s + f), s)),
        "twice the rates": lambda: _two_states(lambda s, f: (f / (s + f), 2 * (s + f))),
        "nothing escapes": lambda: _two_states(lambda s, f: (f / (s + f), sp.S.Zero)),
    },
    of="corrected",
    group="simulated trapping",
    uses_setting=True,
)
