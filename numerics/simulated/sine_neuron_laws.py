"""The sharper tests of the sine neuron: collapse in γ/M, the slope in M/γ, and χ² against the exact times.

`numerics.simulated.sine_neuron` compares each simulated mean with the exact one. Here they are compared
with each other, so that no theory stands between them, and with the printed exponent.

## Main definitions
* `collapse`: mean times of M = 2 and 4 over that of M = 1 at one γ/M.
* `growth`: what a unit of M/γ adds to the logarithm of the mean time.
* `within_chi_square`: the comparer of Σ ((mean − formula)/standard error)².

## Main statements
* `mean_times_collapse_in_the_ratio`: an equivalence test.
* `printed_growth_of_the_time_is_that_of_the_neuron`: refuted.
* `growth_of_the_time_is_that_of_the_exact_one`.
* `few_runs_are_told_from_the_printed_time_but_not_from_the_exact_one`.

## Implementation notes
Means of 6000 times are known to ± 5 %, quotients of two to ± 7 % at 99.99 %, and at γ = 0.48 terms of
order γ are a few percent: the margin of the collapse is 12 %, that of the growth over γ/M = 3/25 … 3/50
15 % (a slope known to ± 6 %). χ² knows no margin: with enough runs it finds the terms of order γ, and
with few it finds nothing. The runs, 400 for each mean, are so few that 5 % are one standard error, and
so many that the printed time is eight off.

Runs of one seed see the same samples in the same order, at one γ/M even at the same times: the times for
M = 1, 2, 4 have correlations of 0.8. The quotients are known better than their intervals say, which take
the means as independent. χ² needs that they are: its six means have six seeds. (They had one at first; then
χ² exceeds its quantile eighty times as often as its level says.)
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from statistics import NormalDist

import numpy as np

from ledger.bound import Bound, exact
from ledger.compare import Comparer, agree
from ledger.model import Check
from ledger.outcome import Outcome
from numerics.bounds import LEVEL, logarithm, sampled, sampled_quotient
from numerics.coin_noise import each
from numerics.simulated.sine_neuron import (
    BATCHES,
    RATIOS,
    Times,
    Vector,
    exit_time,
    exits,
    printed_time,
)

HOT, COLD = Fraction(3, 25), Fraction(3, 50)


def collapse(ratio: Fraction, runs: int, seed: int) -> Times:
    """Mean times at one γ/M, over that of M = 1."""
    times = {m: exits(ratio, m, runs, seed) for m in BATCHES}
    return {f"M = {m} over M = 1": _quotient(times[m], times[1]) for m in BATCHES[1:]}


def _quotient(one: Vector, two: Vector) -> Bound:
    spread = sum(t.var(ddof=1) / (t.size * t.mean() ** 2) for t in (one, two))
    return sampled_quotient(float(one.mean() / two.mean()), float(np.sqrt(spread)), min(one.size, two.size))


def growth(hot: Bound, cold: Bound) -> Bound:
    """What one unit of M/γ adds to the logarithm of a time, from `HOT` to `COLD`."""
    return (logarithm(cold) - logarithm(hot)) / exact(1 / COLD - 1 / HOT)


def within_chi_square(level: float) -> Comparer:
    """Is Σ ((mean − formula)/standard error)² below the quantile of χ² at `level`?

    Measured is a mapping name -> `sampled` Bound, so that its radius is a known number of standard errors.
    """

    def decide(measured: Mapping[str, Bound], predicted: Mapping[str, Bound]) -> Outcome:
        from scipy import stats

        errors = {
            name: value.radius / Fraction(NormalDist().inv_cdf((1 + LEVEL) / 2))
            for name, value in measured.items()
        }
        total = sum(float(((measured[n].middle - predicted[n].middle) / errors[n]) ** 2) for n in measured)
        return Outcome.SUPPORTS if total <= stats.chi2.ppf(level, len(measured)) else Outcome.REFUTES

    return Comparer(f"χ² of all means together below its quantile at {100 * level:g} %", decide)


# --- Evidence ---------------------------------------------------------------------------------------

MANY, SOME, FEW = RATIOS[HOT], 3000, 400


def _means(seed: int) -> Times:
    """Each with draws of its own."""
    return {
        f"γ/M = {ratio}, M = {m}": sampled(exits(ratio, m, FEW, seed + 2 + number))
        for number, (ratio, m) in enumerate(product(RATIOS, BATCHES))
    }


def _each(time: Callable[[Fraction], Bound]) -> Times:
    return {f"γ/M = {ratio}, M = {m}": time(ratio) for ratio in RATIOS for m in BATCHES}


def _over(factor: Callable[[int], Bound]) -> Times:
    return {f"M = {m} over M = 1": factor(m) for m in BATCHES[1:]}


def _printed_growth() -> Bound:
    return growth(printed_time(HOT), printed_time(COLD))


def _exact_growth() -> Bound:
    return growth(exit_time(HOT), exit_time(COLD))


def _growth(seed: int) -> Bound:
    return growth(sampled(exits(HOT, 1, MANY, seed)), sampled(exits(COLD, 1, SOME, seed + 1)))


GROWTH = (
    "What one unit of M/γ adds to the logarithm of the mean time that SGD with M = 1, training"
    " sin(wx), takes out of the minimum 19.52, from γ/M = 3/25 to 3/50, compared with"
)

mean_times_collapse_in_the_ratio = Check(
    tests=(
        "The mean times of SGD with M = 2 and 4, training sin(wx) from the minimum 19.52 to the next"
        " one, over that with M = 1 and the same γ/M = 3/25, compared with 1."
    ),
    measure=lambda setting: collapse(HOT, MANY, setting.seed),
    predict=lambda: _over(lambda m: exact(1)),
    compare=each(agree("0.12")),
    wrong={
        "γ alone decides": lambda: _over(lambda m: exit_time(m * HOT) / exit_time(HOT)),
        "γ/√M decides": lambda: _over(
            lambda m: exit_time({2: Fraction(14, 10), 4: Fraction(2)}[m] * HOT) / exit_time(HOT)
        ),
        "steps, not times": lambda: _over(lambda m: exact(Fraction(1, m))),
    },
    of="corrected",
    group="sine neuron",
    uses_setting=True,
)

printed_growth_of_the_time_is_that_of_the_neuron = Check(
    tests=GROWTH + "2H/β with β at the minimum, as in Theorem 2.2.",
    measure=lambda setting: _growth(setting.seed),
    predict=_printed_growth,
    compare=agree("0.15"),
    wrong={"H/β": lambda: _printed_growth() / exact(2)},
    right={"that of the exact mean with β(w)": _exact_growth},
    group="sine neuron",
    uses_setting=True,
)

growth_of_the_time_is_that_of_the_exact_one = Check(
    tests=GROWTH + "that of the exact mean first-passage time with β(w).",
    measure=lambda setting: _growth(setting.seed),
    predict=_exact_growth,
    compare=agree("0.15"),
    wrong={"2H/β": _printed_growth, "twice as much": lambda: _exact_growth() * exact(2)},
    of="corrected",
    group="sine neuron",
    uses_setting=True,
)

few_runs_are_told_from_the_printed_time_but_not_from_the_exact_one = Check(
    tests=(
        "The mean times of 400 runs of SGD with M = 1, 2, 4 at γ/M = 3/25 and 2/25, training sin(wx)"
        " from the minimum 19.52 to the next one, all six together by χ² against the exact mean"
        " first-passage time with β(w)."
    ),
    measure=lambda setting: _means(setting.seed),
    predict=lambda: _each(exit_time),
    compare=within_chi_square(LEVEL),
    wrong={
        "Theorem 2.2 as printed, one gate": lambda: _each(printed_time),
        "a fifth longer": lambda: _each(lambda ratio: exit_time(ratio) * exact(Fraction(6, 5))),
        "the same at both γ/M": lambda: _each(lambda ratio: exit_time(HOT)),
    },
    of="corrected",
    group="sine neuron",
    uses_setting=True,
)
