from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from scipy import stats

from ledger.outcome import Outcome
from nn_experiments.findings.monotone import kendall, norms_fall_at_every_ratio, trends
from nn_experiments.training.protocol import COLD
from tests.nn_experiments.planted import run_of


def outcome(run) -> Outcome:
    check = norms_fall_at_every_ratio
    return check.compare(trends(run), check.predict())


def test_kendalls_p_counts_the_orders():
    orders = [np.array(order) for order in permutations(range(4))]
    rising = [sum(a < b for i, a in enumerate(o) for b in o[i + 1 :]) for o in orders]
    for order, own in zip(orders, rising, strict=True):
        assert kendall(order) == Fraction(sum(r <= own for r in rising), 24)


def test_kendalls_p_is_that_of_scipy():
    curve = np.random.default_rng(0).normal(size=9)
    expected = stats.kendalltau(np.arange(9), curve, alternative="less", method="exact").pvalue
    assert float(kendall(curve)) == pytest.approx(expected)


def test_ties_are_refused():
    with pytest.raises(ValueError, match=r"curve=\[1.0, 1.0\]: the values must differ"):
        kendall(np.array([1.0, 1.0]))


def test_falling_norms_fall():
    assert outcome(run_of()) is Outcome.SUPPORTS


def test_one_pair_that_rises_refutes():
    assert outcome(run_of(lambda arm, e: np.log(e) * (1 if arm == COLD else -1))) is Outcome.REFUTES


def test_noise_about_a_level_decides_nothing():
    assert outcome(run_of(lambda arm, e: 0 * e)) is Outcome.INCONCLUSIVE


def test_the_first_ninth_does_not_count():
    assert outcome(run_of(lambda arm, e: np.where(e < 88, e, -np.log(e)))) is Outcome.SUPPORTS
