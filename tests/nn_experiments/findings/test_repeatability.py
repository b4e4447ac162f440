import numpy as np
import pytest

from ledger.outcome import Outcome
from nn_experiments.findings.repeatability import (
    MIXED,
    jackknifed,
    mixed,
    runs_of_a_pair_have_similar_accuracies,
    runs_of_a_pair_have_similar_losses,
    runs_of_a_pair_have_similar_norms,
    spreads_of_accuracies,
    spreads_of_losses,
    spreads_of_norms,
)
from nn_experiments.training.protocol import COLD, HOT
from tests.nn_experiments.planted import run_of

S, R, Q = Outcome.SUPPORTS, Outcome.REFUTES, Outcome.INCONCLUSIVE


def test_the_jackknife_of_the_mean_is_the_usual_interval():
    values = np.array([1.0, 2.0, 4.0, 5.0])
    bound = jackknifed(lambda x: float(x.mean()), values)
    assert float(bound.middle) == pytest.approx(3)
    assert float(bound.radius) == pytest.approx(5.8409 * values.std(ddof=1) / 2, rel=1e-4)  # t, 3 degrees


def test_the_jackknife_removes_the_bias_of_the_naive_variance():
    values = np.array([1.0, 2.0, 4.0, 9.0])
    assert float(jackknifed(lambda x: float(x.var()), values).middle) == pytest.approx(values.var(ddof=1))


def test_mixed_runs_are_in_turn_of_either():
    np.testing.assert_array_equal(mixed(np.zeros(5), np.ones(5)), [0, 1, 0, 1, 0])
    assert mixed(np.zeros((4, 3)), np.ones((4, 3))).sum(1).tolist() == [0, 3, 0, 3]


# Where runs scatter more than the ratios differ, the distance itself is vague.
# The distance between the ratios is at most ln 10 = 2.3; a quarter of it is 0.58, and ln 1.25 is 0.22.
@pytest.mark.parametrize(("noise", "norms", "losses"), [(0.02, S, S), (0.5, Q, R), (3.0, Q, R)])
def test_only_a_small_spread_is_similar(noise, norms, losses):
    run = run_of(noise=noise)
    check, other = runs_of_a_pair_have_similar_norms, runs_of_a_pair_have_similar_losses
    assert check.compare(spreads_of_norms(run), check.predict()) is norms
    assert other.compare(spreads_of_losses(run), other.predict()) is losses


def test_a_tenth_of_the_epochs_may_differ_and_no_more():
    def meets(last: int):
        return run_of(lambda arm, e: np.where((e > last) & (arm == COLD), 3.0, 0.0))

    check = runs_of_a_pair_have_similar_norms
    assert check.compare(spreads_of_norms(meets(80)), check.predict()) is S
    assert check.compare(spreads_of_norms(meets(160)), check.predict()) is Q


def test_mixed_runs_scatter_by_half_the_distance():
    run = run_of(lambda arm, e: np.where(arm == COLD, 3.0, 0.0) + 0 * e, noise=1e-3)
    bound = spreads_of_norms(run)[MIXED]
    assert bound.low < np.log(np.sqrt(10 / 9)) < bound.high  # the standard deviation of ±1, five each


def test_equal_accuracies_are_the_same_and_mixed_ones_are_not():
    run = run_of(train_error=lambda arm, e: np.where(e > 100, 0.0, 50.0 if arm == COLD else 10.0))
    check, measured = runs_of_a_pair_have_similar_accuracies, spreads_of_accuracies(run)
    assert measured[HOT.label].high == 0
    assert check.compare(measured, check.predict()) is S
    for formula in check.wrong.values():
        assert check.compare(measured, formula()) is R
