"""Do numbers scatter from seed to seed as their intervals say?

The interval of a mean of n values is ± t standard errors. Over several seeds the variance of the middles over
the mean of the squared standard errors is then Fisher's F, whatever the number is; for shares the variance is
known from their mean. An interval that is too narrow, as by draws that are not independent, is seen here even
where the margin of the check is wide enough to hide it. (One that is too wide, as where draws are balanced by
hand, is no fault.)

## Main definitions
* `Scatter`: the quotient and its chance.      * `scatter`: of the readings of one number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from tests.campaigns.other_seeds import Reading

FEWEST_HITS = 5
"""Where fewer are expected, the variance of a share is not nearly normal."""


@dataclass(frozen=True)
class Scatter:
    """The variance from seed to seed over that which the intervals tell, and the chance of more."""

    quotient: float
    chance_of_more: float


def scatter(found: Sequence[Reading]) -> Scatter | None:
    """Of one number at several seeds; None if its intervals are not known to be of means or shares."""
    if all(reading.hits is not None for reading in found):
        return _of_shares(found)
    if all(reading.count > 1 and reading.high > reading.low for reading in found):
        return _of_means(found)
    return None


def _of_means(found: Sequence[Reading]) -> Scatter:
    freedom = np.array([reading.count - 1 for reading in found])
    factors = stats.t.ppf((1 + np.array([reading.level for reading in found])) / 2, freedom)
    middles = np.array([(reading.low + reading.high) / 2 for reading in found])
    errors = np.array([(reading.high - reading.low) / 2 for reading in found]) / factors
    quotient = float(middles.var(ddof=1) / (errors**2).mean())
    law = stats.f(len(found) - 1, freedom.sum())
    return Scatter(quotient, float(law.sf(quotient)))


def _of_shares(found: Sequence[Reading]) -> Scatter | None:
    hits = np.array([reading.hits for reading in found], float)
    runs = np.array([reading.count for reading in found])
    mean = hits.sum() / runs.sum()
    if min(mean, 1 - mean) * runs.min() < FEWEST_HITS:
        return None
    freedom = len(found) - 1
    total = float(((hits - runs * mean) ** 2 / (runs * mean * (1 - mean))).sum())
    law = stats.chi2(freedom)
    return Scatter(total / freedom, float(law.sf(total)))
