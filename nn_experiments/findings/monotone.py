"""The third finding from Figure 3, tested: the norm of the Hessian falls, at every ratio.

The rule was fixed before the run. The paper's curves have 180 epochs, of which the first twenty are left out
as the approach to the data; here the same share of the run is. The norm of a pair falls if the mean over ten
seeds of the Theil–Sen slope of ln ‖H‖_F by ln(epoch) is below 0, and Kendall's test on the mean curve finds
it falling at the level 1/20.

## Main definitions
* `kendall`: how likely so few rising pairs are without a trend, exactly.

## Main statements
* `norms_fall_at_every_ratio`.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from math import factorial

import numpy as np
from scipy import stats

from ledger.bound import Bound, exact
from ledger.compare import Comparer
from ledger.model import Check
from ledger.outcome import Outcome, every
from nn_experiments.findings.contrasts import LEVEL
from nn_experiments.findings.shared_run import GROUP, LIMIT, of_the_run
from nn_experiments.findings.spans import AFTER_THE_APPROACH, window
from nn_experiments.findings.the_record import on_the_record
from nn_experiments.training.curves import Floats, Run
from nn_experiments.training.protocol import COLD, HOT, TWIN
from numerics.bounds import empirical

SIGNIFICANT = Fraction(1, 20)
PAIRS = (COLD, HOT, TWIN)
SLOPE, CHANCE = "slope by ln(epoch)", "Kendall's p, falling"
REVERSED = f"{HOT.label}, backwards"


def kendall(curve: Floats) -> Fraction:
    """The share of the orders of n different values in which no more pairs rise than in `curve`, shape (n,).

    Raises:
        ValueError: if two values are equal.
    """
    if len(set(curve)) < len(curve):
        raise ValueError(f"curve={curve.tolist()}: the values must differ")
    rising = sum(bool(earlier < later) for earlier, later in combinations(curve, 2))
    orders = [1]  # by the number of rising pairs, built up value by value
    for values in range(1, len(curve) + 1):
        length = values * (values - 1) // 2 + 1
        orders = [sum(orders[max(0, k - values + 1) : k + 1]) for k in range(length)]
    return Fraction(sum(orders[: rising + 1]), factorial(len(curve)))


def trends(run: Run) -> Mapping[str, Bound]:
    """Slope and p for each pair, and for HOT with time reversed."""
    epochs = window(run, AFTER_THE_APPROACH)
    columns = [run.protocol.checkpoints.index(epoch) for epoch in epochs]
    norms = {arm.label: run.curves[arm].log_norm[:, columns] for arm in PAIRS}
    norms[REVERSED] = norms[HOT.label][:, ::-1]
    found = {}
    for name, curves in norms.items():
        slopes = [stats.theilslopes(curve, np.log(epochs)).slope for curve in curves]
        found[f"{name}: {SLOPE}"] = empirical(slopes, LEVEL, "replicas")
        found[f"{name}: {CHANCE}"] = exact(kendall(curves.mean(0)))
    return found


def falling() -> Comparer:
    """Does each named curve fall, or not, as predicted ("falls", "does not fall")?"""

    def said(slope: Bound, chance: Bound, word: str) -> Outcome:
        if slope.high < 0 and chance.high <= SIGNIFICANT:
            found = Outcome.SUPPORTS
        else:
            found = Outcome.REFUTES if slope.low >= 0 else Outcome.INCONCLUSIVE
        return found if word == "falls" else found.opposite

    def decide(measured: Mapping[str, Bound], predicted: Mapping[str, str]) -> Outcome:
        return every(
            said(measured[f"{name}: {SLOPE}"], measured[f"{name}: {CHANCE}"], word)
            for name, word in predicted.items()
        )

    return Comparer("falls: slope below 0 and p ≤ 1/20; does not fall: slope not below 0", decide)


def _each(cold: str, others: str) -> Mapping[str, str]:
    words = {COLD: cold, HOT: others, TWIN: others}
    return {arm.label: word for arm, word in words.items()}


# --- Evidence ---------------------------------------------------------------------------------


norms_fall_at_every_ratio = Check(
    tests=(
        "The Theil–Sen slope of ln ‖H‖_F by ln(epoch) for three pairs from a ninth of the run on, the mean of"
        " ten seeds, and Kendall's test on the mean curve; time reversed."
    ),
    measure=of_the_run(trends),
    predict=lambda: _each("falls", "falls"),
    compare=falling(),
    wrong={
        "only larger ratios flatten": lambda: _each("does not fall", "falls"),
        "no ratio flattens": lambda: _each("does not fall", "does not fall"),
        "backwards": lambda: {REVERSED: "falls"},
    },
    right={"backwards it rises": lambda: {REVERSED: "does not fall"}},
    of="beside",
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)

norms_fall_at_every_ratio_on_mnist = on_the_record(norms_fall_at_every_ratio, trends)
