"""What ten runs leave possible: intervals that suppose little of how runs scatter.

## Main definitions
* `paired`: the mean of differences, by Student's t and by all sign flips at once.
* `joint`: means at many epochs, so that all of them hold at once.
* `median`: by the bootstrap.

## Implementation notes
Student's t supposes normal scatter, sign flips suppose only that it is symmetric. An interval here holds
both, so that nothing is said of which one test is not convinced.
"""

import numpy as np
from scipy import stats

from ledger.bound import Bound
from nn_experiments.training.curves import Floats
from numerics.bounds import empirical, observed

MOST_FLIPPED = 16  # runs; all signs of more take too long
RESAMPLES = 10_000


def paired(values: Floats, level: float, method: str) -> Bound:
    """The mean of independent differences, shape (n,).

    Sign flips are taken where 2^n is large enough for the level: eight runs for 99 %. The means of all
    subsets divide the line into 2^n parts, each as likely as another to hold the centre (`Hartigan1969`);
    when as many as the level allows are cut off at both ends, what no permutation test rejects remains.
    """
    student = empirical(values, level, method)
    beyond = int((1 - level) / 2 * 2.0 ** len(values))
    if not beyond or len(values) > MOST_FLIPPED:
        return student
    chosen = _signs(len(values))[1:] > 0
    means = np.sort(chosen @ values / chosen.sum(1))
    low, high = float(means[beyond - 1]), float(means[-beyond])
    return observed(
        min(float(student.low), low), max(float(student.high), high), f"{student.method}, t and sign flips"
    )


def joint(values: Floats, level: float, method: str) -> list[Bound]:
    """The means of the columns of `values`, shape (n, k), all of them within their intervals at once.

    The largest of the k quotients of Student is compared with its values under all signs of the scatter, or
    with Student's for one column if that is larger (max-t, `Westfall1993`).

    Raises:
        ValueError: if there are more runs than signs can be flipped of.
    """
    count, columns = values.shape
    if count > MOST_FLIPPED:
        raise ValueError(
            f"values of shape {values.shape}: at most {MOST_FLIPPED} runs, all signs are flipped"
        )
    middle, error = values.mean(0), values.std(0, ddof=1) / np.sqrt(count)
    flipped = _signs(count)[:, :, None] * (values - middle)
    spread = flipped.std(1, ddof=1) / np.sqrt(count)
    largest = np.abs(flipped.mean(1) / np.where(spread > 0, spread, np.inf)).max(1)
    factor = max(np.quantile(largest, level), stats.t.ppf((1 + level) / 2, count - 1))
    told = f"{method}, n = {count}, {columns} epochs at once, level {100 * level:g} %, max-t"
    return [observed(m - factor * e, m + factor * e, told) for m, e in zip(middle, error, strict=True)]


def median(values: Floats, level: float, seed: int, method: str) -> Bound:
    """The median of independent values, shape (n,), with the bootstrap's percentile interval.

    Raises:
        ValueError: if there are fewer than two values.
    """
    if values.ndim != 1 or len(values) < 2:
        raise ValueError(f"values of shape {values.shape}: at least two in one row are needed")
    drawn = np.random.default_rng(seed).choice(values, (RESAMPLES, len(values)))
    low, high = np.quantile(np.median(drawn, axis=1), [(1 - level) / 2, (1 + level) / 2])
    return observed(low, high, f"{method}, median by bootstrap, n = {len(values)}, level {100 * level:g} %")


def _signs(count: int) -> Floats:
    """All rows of `count` signs ±1, shape (2^count, count), the first of them all −1."""
    bits = np.arange(2**count)[:, None] >> np.arange(count) & 1
    signs: Floats = 2.0 * bits.astype(np.float64) - 1
    return signs
