import numpy as np
import pytest

from ledger.outcome import Outcome
from nn_experiments.findings.minima import (
    decrements,
    errors,
    late_nets_answer_all_training_images_right,
    printed_iterates_are_minima,
)
from nn_experiments.training.protocol import COLD
from tests.nn_experiments.planted import run_of


def outcome(check, measured) -> Outcome:
    return check.compare(measured, check.predict())


@pytest.mark.parametrize(
    ("share", "expected"),
    [(1e-3, Outcome.SUPPORTS), (1e-2, Outcome.INCONCLUSIVE), (1e-1, Outcome.REFUTES)],
)
def test_a_minimum_has_a_gradient_that_is_small_beside_loss_and_curvature(share, expected):
    run = run_of(
        log_norm=lambda arm, e: 0 * e + 2,
        log_loss=lambda arm, e: 0 * e - 5,
        log_slope=lambda arm, e: 0 * e + np.log(2 * share) - 3,
    )
    assert outcome(printed_iterates_are_minima, decrements(run)) is expected


def test_one_wrong_answer_of_one_pair_is_noticed():
    right, wrong = run_of(), run_of(train_error=lambda arm, e: 0 * e + (100 / 1280 if arm == COLD else 0))
    check = late_nets_answer_all_training_images_right
    assert outcome(check, errors(right)) is Outcome.SUPPORTS
    assert outcome(check, errors(wrong)) is Outcome.REFUTES
