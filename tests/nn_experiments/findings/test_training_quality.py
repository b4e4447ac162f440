import numpy as np
import pytest

from ledger.model import Check
from ledger.outcome import Outcome
from nn_experiments.findings import training_quality
from nn_experiments.findings.generalisation import (
    errors_on_test_images,
    larger_ratio_has_the_larger_test_error_late,
)
from nn_experiments.findings.training_quality import (
    equal_ratios_give_equal_errors,
    equal_ratios_give_equal_training_under_equal_normalisation,
    larger_ratios_train_better_per_epoch,
    quality_by_ratio,
    quality_of_equal_ratios,
)
from nn_experiments.training.protocol import COLD, TWIN
from tests.nn_experiments.planted import run_of, time_of

S, R, Q = Outcome.SUPPORTS, Outcome.REFUTES, Outcome.INCONCLUSIVE


def outcome(check, measured) -> Outcome:
    return check.compare(measured, check.predict())


def learning(arm, epochs):
    """An error that falls with time to 0."""
    return 80 * np.exp(-time_of(arm, epochs))


@pytest.mark.parametrize(
    ("curve", "by", "expected"),
    [("log_loss", 0.1, S), ("log_loss", 0.4, R), ("train_error", 0.2, R), ("test_error", 0.1, S)],
)
def test_twins_that_differ_by_more_than_a_margin_are_told_apart(curve, by, expected):
    def shifted(arm, epochs):
        return -np.log1p(time_of(arm, epochs)) * (curve == "log_loss") + (by if arm == TWIN else 0)

    measured = quality_of_equal_ratios(run_of(**{curve: shifted}))
    assert outcome(equal_ratios_give_equal_errors, measured) is expected
    assert outcome(equal_ratios_give_equal_training_under_equal_normalisation, measured) is S


def test_flow_without_noise_trains_better_per_epoch_and_alike_in_time():
    measured = quality_by_ratio(run_of(train_error=learning, noise=1e-3))
    assert outcome(larger_ratios_train_better_per_epoch, measured) is S
    assert all(abs(bound.middle) < 0.1 for name, bound in measured.items() if name.endswith("equal times"))


def test_a_ratio_that_does_not_matter_refutes():
    measured = quality_by_ratio(run_of(log_loss=lambda arm, e: -np.log(e)))
    assert outcome(larger_ratios_train_better_per_epoch, measured) is R


def test_a_larger_ratio_that_is_worse_late_refutes():
    worse = run_of(train_error=lambda arm, e: np.where(e > 100, 1.0 * (arm != COLD), learning(arm, e)))
    assert outcome(larger_ratios_train_better_per_epoch, quality_by_ratio(worse)) is R


def test_every_formula_speaks_of_what_was_measured():
    run = run_of()
    measured = {**quality_by_ratio(run), **quality_of_equal_ratios(run)}
    checks = [check for check in vars(training_quality).values() if isinstance(check, Check)]
    for check in checks:
        for formula in (check.predict, *check.wrong.values(), *check.right.values()):
            assert set(formula()) <= set(measured)


@pytest.mark.parametrize(("late", "expected"), [(0.3, S), (0.0, R), (-1.0, R)])
def test_a_larger_error_by_less_than_the_margin_is_not_worse(late, expected):
    run = run_of(test_error=lambda arm, e: learning(arm, e) * (e < 200) + (0 if arm == COLD else late))
    assert outcome(larger_ratio_has_the_larger_test_error_late, errors_on_test_images(run)) is expected


def test_a_difference_that_grows_is_not_refuted():
    run = run_of(test_error=lambda arm, e: 0 * e + (0 if arm == COLD else e / 8000))
    assert outcome(larger_ratio_has_the_larger_test_error_late, errors_on_test_images(run)) is Q
