"""Mini-batches drawn from data, simulated: over the data the noises of two steps are correlated.

## Main definitions
* `two_batches`: the mean over two mini-batches of one data set, for many data sets.
* `settled_positions`: where SGD on (w − x_n)²/2 is at rest, for many data sets.
* `settled_on_data`: the variance, given the data, of a sum of batch gradients of `numerics.paths.samples`.

## Main statements
* `printed_simulated_noises_of_two_steps_are_uncorrelated`: refuted; M/N.
* `simulated_sgd_settles_at_the_variance_over_the_data`.
* `simulated_batches_of_a_pass_push_against_each_other`.

## Notation
As in `derivations.step_correlation`: L_n(w) = (w − x_n)²/2 with independent x_n = ±1, so that σ² = 1. A
random number that decides which samples are drawn decides nothing else.

## Implementation notes
Intervals are at 99.99 %. A product of two batch means has a standard deviation of about 1/M, so that a
correlation from 400 000 data sets is known to ± 0.007; the margin is 0.02, and the mutants are off by 0.04
and more. A variance from 100 000 data sets is known to ± 1.8 %; the margin is 4 %.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from derivations.symbols import w
from ledger.bound import Bound, exact
from ledger.compare import agree, near
from ledger.model import Check
from numerics.bounds import sampled
from numerics.coin_noise import each
from numerics.paths.samples import Samples, Sampling, Sgd, sgd_positions

Table = Mapping[str, Bound]
Values = NDArray[np.float64]


def _batch(draw: np.random.Generator, data: Values, size: int) -> Values:
    """The mean of `size` different samples of each data set, shape (sets,)."""
    keys = draw.random(data.shape)
    chosen = np.argpartition(keys, size - 1, axis=1)[:, :size]
    return np.asarray(np.take_along_axis(data, chosen, 1).mean(1))


def _data(draw: np.random.Generator, sets: int, samples: int) -> Values:
    return np.asarray(2 * draw.integers(0, 2, (sets, samples)) - 1, float)


def two_batches(samples: int, size: int, sets: int, seed: int, disjoint: bool = False) -> Values:
    """The means of two mini-batches of `size` of `samples` samples, for `sets` data sets, shape (2, sets).

    The batches are independent, or `disjoint`: the first two of a pass through the shuffled data.

    Raises:
        ValueError: if the batches are larger than the data.
    """
    if not 1 <= size * (1 + disjoint) <= samples:
        raise ValueError(f"size={size}: the batches are larger than the data, {samples}")
    draw = np.random.default_rng(seed)
    data = _data(draw, sets, samples)
    if not disjoint:
        return np.stack([_batch(draw, data, size) for _ in range(2)])
    shuffled = np.take_along_axis(data, np.argsort(draw.random(data.shape), axis=1), 1)
    return np.stack([shuffled[:, :size].mean(1), shuffled[:, size : 2 * size].mean(1)])


def settled_positions(samples: int, rate: Fraction, sets: int, seed: int, steps: int) -> Values:
    """Where SGD is after `steps` steps of M = 2 samples, a run for each data set, shape (sets,)."""
    draw = np.random.default_rng(seed)
    data, rows = _data(draw, sets, samples), np.arange(sets)
    position, speed = np.zeros(sets), float(rate)
    for _ in range(steps):
        one = draw.integers(0, samples, sets)
        other = (one + draw.integers(1, samples, sets)) % samples
        position += speed * ((data[rows, one] + data[rows, other]) / 2 - position)
    return position


def settled_on_data(data: Values, batch: int, steps: int, sampling: Sampling, seed: int, runs: int) -> Bound:
    """The variance of the sum of the batch gradients of `steps` steps, given the data, whose mean is 0."""
    slope = sp.Symbol("x", real=True)
    samples = Samples(-w * slope, (w,), (slope,), data.reshape(-1, 1))
    found = sgd_positions(Sgd(samples, batch, 1, (0,), seed, sampling), steps=steps, paths=runs)
    return sampled(found[:, 0] ** 2)


# --- Evidence ---------------------------------------------------------------------------------------

SETS = 400_000
CASES = ((4, 2), (10, 1), (5, 5))
"""N, M: a half, the tenth that the paper calls large batch training, and all."""


def _correlations(seed: int) -> Table:
    """E of the product times M: the variance of a batch mean is 1/M."""
    table = {f"N = {n}, M = {m}": two_batches(n, m, SETS, seed) for n, m in CASES}
    pairs = {name: sampled(one * other) for name, (one, other) in table.items()}
    found = {name: pairs[name] * exact(m) for name, (_, m) in zip(pairs, CASES, strict=True)}
    one, other = two_batches(4, 2, SETS, seed, disjoint=True)
    return {**found, "N = 4, M = 2, one pass": sampled(one * other) * exact(2)}


def _formula(formula: Callable[[int, int], Fraction], one_pass: Fraction = Fraction(0)) -> Table:
    table = {f"N = {n}, M = {m}": exact(formula(n, m)) for n, m in CASES}
    return {**table, "N = 4, M = 2, one pass": exact(one_pass)}


printed_simulated_noises_of_two_steps_are_uncorrelated = Check(
    tests=(
        "The correlation of the batch gradients of two steps over 400 000 random data sets ±1 and over"
        " batches, drawn independently or within one pass, compared with 0, which the increments of B in"
        " (2.3) have."
    ),
    measure=lambda setting: _correlations(setting.seed),
    predict=lambda: _formula(lambda N, M: Fraction(0)),
    compare=each(near("0.02")),
    wrong={
        "1/N": lambda: _formula(lambda N, M: Fraction(1, N)),
        "M/(N − 1)": lambda: _formula(lambda N, M: Fraction(M, N - 1)),
        "M/N within a pass, too": lambda: _formula(lambda N, M: Fraction(M, N), Fraction(1, 2)),
    },
    right={"M/N, and 0 within a pass": lambda: _formula(lambda N, M: Fraction(M, N))},
    group="batches",
    uses_setting=True,
)

SAMPLES, RATE, FEWER, SETTLED = 20, Fraction(1, 10), 100_000, 120
"""After 120 steps e^{−2·12} is left of the start."""


def _variance(offset: Fraction, noise: Fraction) -> Bound:
    """`offset` + γ/(2 − γ) · `noise`."""
    return exact(offset + RATE / (2 - RATE) * noise)


simulated_sgd_settles_at_the_variance_over_the_data = Check(
    tests=(
        "The mean square of SGD at rest on (w − x_n)²/2, N = 20, M = 2, γ = 1/10, one simulated run for each"
        " of 100 000 random data sets ±1, compared with 1/N + γ/(2 − γ)(1/M − 1/N) = 0.0737."
    ),
    measure=lambda setting: sampled(settled_positions(SAMPLES, RATE, FEWER, setting.seed, SETTLED) ** 2),
    predict=lambda: _variance(Fraction(1, 20), Fraction(1, 2) - Fraction(1, 20)),
    compare=agree("0.04"),
    wrong={
        "γ/(2M), from (2.3)": lambda: exact(RATE / 4),
        "uncorrelated noises": lambda: _variance(Fraction(0), Fraction(1, 2)),
        "1/M + 1/N": lambda: _variance(Fraction(1, 20), Fraction(1, 2) + Fraction(1, 20)),
    },
    of="corrected",
    group="batches",
    uses_setting=True,
)

LISTED = np.array([-3.0, -1.0, -1.0, 0.0, 0.0, 1.0, 1.0, 3.0])
SPREAD, BATCH, RUNS = Fraction(22, 8), 2, 200_000
"""Their mean is 0, their mean square 22/8; two steps of M = 2 see half of a pass."""


def _given_data(seed: int) -> Table:
    return {
        how.name.lower().replace("_", " "): settled_on_data(LISTED, BATCH, 2, how, seed, RUNS)
        for how in Sampling
    }


def _sums(subsets: Fraction, correlation: Fraction) -> Table:
    """Var of the sum of two batch means: 2v(1 + ρ), v = Σ_N/M, times `subsets` without replacement."""
    v = 2 * SPREAD / BATCH
    return {
        "with replacement": exact(v),
        "without replacement": exact(v * subsets),
        "epochs": exact(v * subsets * (1 + correlation)),
    }


SUBSETS = Fraction(8 - BATCH, 8 - 1)
"""(N − M)/(N − 1)."""

simulated_batches_of_a_pass_push_against_each_other = Check(
    tests=(
        "The variance of the sum of the first two batch gradients of 200 000 simulated runs of SGD on 8 given"
        " samples, M = 2: drawn with and without replacement and in shuffled passes, compared with 2Σ_N/M,"
        " the same times (N − M)/(N − 1), and this times 1 − M/(N − M)."
    ),
    measure=lambda setting: _given_data(setting.seed),
    predict=lambda: _sums(SUBSETS, -Fraction(BATCH, 8 - BATCH)),
    compare=each(agree("0.03")),
    wrong={
        "uncorrelated within a pass": lambda: _sums(SUBSETS, Fraction(0)),
        "all as with replacement": lambda: _sums(Fraction(1), Fraction(0)),
        "1 − M/N": lambda: _sums(SUBSETS, -Fraction(BATCH, 8)),
        "1/M − 1/N": lambda: _sums(Fraction(8 - BATCH, 8), -Fraction(BATCH, 8 - BATCH)),
    },
    of="corrected",
    group="batches",
    uses_setting=True,
)
