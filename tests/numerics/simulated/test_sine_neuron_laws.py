import math
from fractions import Fraction

import numpy as np
import pytest

from ledger.bound import exact
from ledger.outcome import Outcome
from numerics.bounds import sampled
from numerics.simulated import sine_neuron_laws
from numerics.simulated.sine_neuron_laws import COLD, HOT, _quotient, growth, within_chi_square

NORMAL = np.random.default_rng(3).normal(size=(6, 500))


def test_growth_is_that_of_an_exponential():
    times = [exact(Fraction(math.exp(0.2 / float(ratio)))) for ratio in (HOT, COLD)]
    assert float(growth(*times).middle) == pytest.approx(0.2)


def test_a_quotient_of_means_has_both_spreads():
    one, two = (np.random.default_rng(k).exponential(k, 4000) for k in (2, 1))
    found = _quotient(one, two)
    assert float(found.low) < 2 < float(found.high)
    assert float(found.high / found.low) == pytest.approx(math.exp(2 * 3.89 * math.sqrt(2 / 4000)), rel=0.05)


def test_chi_square_tells_a_shift_of_all_means():
    means = {str(k): sampled(row) for k, row in enumerate(NORMAL)}
    rule = within_chi_square(0.9999)
    assert rule(means, {name: exact(0) for name in means}) is Outcome.SUPPORTS
    assert rule(means, {name: exact(Fraction(1, 5)) for name in means}) is Outcome.REFUTES


def test_chi_square_is_the_sum_of_squares():
    """Six means, each 2.5 standard errors off: 37.5 lies between the quantiles at 99.99 % and 99.9999 %."""
    errors = NORMAL.std(axis=1, ddof=1) / math.sqrt(NORMAL.shape[1])
    means = {str(k): sampled(row) for k, row in enumerate(NORMAL)}
    shifted = {
        str(k): exact(Fraction(row.mean() + 2.5 * e))
        for k, (row, e) in enumerate(zip(NORMAL, errors, strict=True))
    }
    assert within_chi_square(0.9999)(means, shifted) is Outcome.REFUTES
    assert within_chi_square(0.999999)(means, shifted) is Outcome.SUPPORTS


@pytest.mark.parametrize(("errors", "outcome"), [(3.85, Outcome.SUPPORTS), (3.93, Outcome.REFUTES)])
def test_one_mean_is_judged_by_its_standard_error(errors, outcome):
    """The quantile of |N(0, 1)| at 99.99 % is 3.891."""
    row = np.random.default_rng(4).normal(size=100_000)
    shifted = exact(Fraction(row.mean() + errors * row.std(ddof=1) / math.sqrt(row.size)))
    assert within_chi_square(0.9999)({"mean": sampled(row)}, {"mean": shifted}) is outcome


def test_the_means_of_chi_square_are_independent():
    """Those of one seed are not: M = 2 follows the samples of M = 1 two by two."""
    seen = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sine_neuron_laws, "exits", lambda *place: seen.append(place) or np.array([1.0, 2.0]))
        sine_neuron_laws._means(5)
    assert len({seed for *_, seed in seen}) == len(seen) == 6


def test_a_quotient_is_as_sure_as_the_smaller_sample_allows():
    assert "n = 3," in _quotient(np.array([1.0, 2.0, 4.0]), np.arange(1.0, 9.0)).method
