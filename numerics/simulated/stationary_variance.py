"""Where SGD settles on a quadratic loss, simulated: γ/M alone does not tell.

SGD on w²/2 with coins ±1 for gradient noise, batches of M, γ/M = 1/10 throughout. W(t) has one stationary
variance, γ/(2M), for all of them.

## Main definitions
* `settled_variance`: of simulated SGD, over that of W(t).

## Main statements
* `printed_simulated_variance_depends_on_the_ratio_only`: refuted.

## Implementation notes
The mean of 400 000 squares is known to ± 0.9 % at 99.99 %. The margin, 2 %, tells 1/(1 − γλ/2) = 1.0526
from 1 and from 1 + γλ = 1.1 already at γλ = 1/10, and from 1 + γλ/2 at γλ = 1/2.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from math import ceil

import sympy as sp

from derivations.zoo import QUADRATIC
from ledger.bound import Bound, exact
from ledger.compare import agree
from ledger.model import Check
from numerics.bounds import sampled
from numerics.coin_noise import each
from numerics.paths.laws import Coins
from numerics.paths.model import Model
from numerics.paths.positions import positions

Variances = Mapping[str, Bound]

RATIO, PATHS = Fraction(1, 10), 400_000
BATCHES = (1, 2, 5, 10)
"""γ = 1/10, 1/5, 1/2, 1."""
MEMORY = 20
"""The start counts for e^{−2·20} after so long a time."""


def settled_variance(rate: Fraction, batch: int, seed: int, paths: int = PATHS) -> Bound:
    """E w² of SGD at rest on w²/2, gradient noise the mean of `batch` coins ±1, over γ/(2 · `batch`)."""
    model = Model(QUADRATIC, sp.Integer(1), rate / (2 * batch), rate, Coins(batch))
    steps = 2 * ceil(MEMORY / rate / 2)
    (found,) = positions(model, (0,), steps=steps, paths=paths, seed=seed)
    return sampled(found[:, 0] ** 2) / exact(rate / (2 * batch))


# --- Evidence ---------------------------------------------------------------------------------------


def _variances(seed: int) -> Variances:
    return {f"γλ = {RATIO * m}": settled_variance(RATIO * m, m, seed) for m in BATCHES}


def _formula(factor: Callable[[Fraction], Fraction]) -> Variances:
    return {f"γλ = {RATIO * m}": exact(factor(RATIO * m)) for m in BATCHES}


printed_simulated_variance_depends_on_the_ratio_only = Check(
    tests=(
        "The variance of 400 000 simulated runs of SGD at rest on w²/2, gradient noise ±1, at γ = 1/10, 1/5,"
        " 1/2, 1 and γ/M = 1/10, over that of W(t), γ/(2M), compared with 1 for all."
    ),
    measure=lambda setting: _variances(setting.seed),
    predict=lambda: _formula(lambda rate: Fraction(1)),
    compare=each(agree("0.02")),
    wrong={
        "1 + γλ": partial(_formula, lambda rate: 1 + rate),
        "1 + γλ/2": partial(_formula, lambda rate: 1 + rate / 2),
        "1/(1 + γλ/2)": partial(_formula, lambda rate: 1 / (1 + rate / 2)),
    },
    right={"1/(1 − γλ/2)": partial(_formula, lambda rate: 1 / (1 - rate / 2))},
    uses_setting=True,
)
