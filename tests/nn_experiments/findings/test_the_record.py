"""The checks on the record, met by records whose truth is known."""

from collections.abc import Mapping
from types import SimpleNamespace

import numpy as np
import pytest

from ledger.judge import judge
from ledger.model import Check, Evidence, Setting, Verdict
from ledger.outcome import Outcome
from nn_experiments.findings import (
    confound,
    equal_losses,
    every_epoch,
    explained_fall,
    generalisation,
    late_loss,
    minima,
    monotone,
    repeatability,
    the_record,
    training_quality,
)
from nn_experiments.findings import norms as findings
from nn_experiments.training import record
from nn_experiments.training.curves import Run
from nn_experiments.training.protocol import COLD, GHOST, HOT, TWIN
from tests.nn_experiments.planted import PAPER, run_of, time_of

MODULES = (
    confound,
    equal_losses,
    every_epoch,
    explained_fall,
    findings,
    generalisation,
    late_loss,
    minima,
    monotone,
    repeatability,
    training_quality,
)
CHECKS: Mapping[str, Check] = {
    name: check
    for module in MODULES
    for name, check in vars(module).items()
    if isinstance(check, Check) and name.endswith("_on_mnist")
}
S, R = Outcome.SUPPORTS, Outcome.REFUTES


def time(arm, epochs):
    return 1e-3 * time_of(arm, epochs, PAPER.images)


def learning(arm, epochs):
    """An error that falls with time to 0."""
    return 20 * np.exp(-20 * time(arm, epochs))


def flowing(**changes) -> Run:
    """Flow without noise: all is a function of time; the paper's finding on the test loss is planted."""
    truth = {
        "log_norm": lambda arm, e: 4 - np.log1p(time(arm, e)),
        "log_loss": lambda arm, e: -np.log1p(time(arm, e)),
        "train_error": learning,
        "test_error": lambda arm, e: learning(arm, e) + 1.5 + 0.4 * (arm != COLD),
        "test_loss": lambda arm, e: 0.1 + (0.01 * (100 - e) / 100 if arm == COLD else 0 * e),
        "log_slope": lambda arm, e: 2 + 0 * e,
    }
    return run_of(**truth | changes, protocol=PAPER, data="MNIST", noise=0.01)


def evidence(run: Run, monkeypatch) -> Mapping[str, Evidence]:
    monkeypatch.setattr(the_record, "kept", lambda name: run)
    return {name: check.run(Setting()) for name, check in CHECKS.items()}


def test_flow_without_noise_has_the_findings_of_the_paper_and_the_confound(monkeypatch):
    found = evidence(flowing(), monkeypatch)
    wrong = {"printed_iterates_are_minima_on_mnist"}
    assert {name for name, e in found.items() if e.outcome is not S} == wrong
    assert [name for name, e in found.items() if not e.has_teeth] == []


def test_figures_of_the_record_are_the_papers(monkeypatch):
    found = evidence(flowing(), monkeypatch)
    names = [figure.name for e in found.values() for figure in e.figures]
    assert {"figure-3", "figure-4", "figure-5", "figure-3-in-time"} == set(names)


def falling(by: float = 0.0, arm=None):
    """Norms that fall with time, those of one arm shifted."""
    return {"log_norm": lambda other, e: 4 - np.log1p(time(other, e)) + by * (other == arm)}


def learned(by: float = 0.0, arm=None):
    """Losses that fall with time, those of one arm shifted."""
    return {"log_loss": lambda other, e: -np.log1p(time(other, e)) + by * (other == arm)}


PER_EPOCH = {"log_norm": lambda arm, e: 4 - np.log(e)}
REFUTED = {
    "equal_ratios_give_equal_norms": falling(0.4, TWIN),
    "equal_ratios_give_equal_norms_under_equal_normalisation": falling(0.4, GHOST),
    "equal_ratios_give_equal_norms_at_every_epoch": falling(-0.4, TWIN),
    "larger_ratios_flatten_faster_per_epoch": PER_EPOCH,
    "norms_fall_at_every_ratio": {"log_norm": lambda arm, e: np.log(e) - time(arm, e)},
    "norms_fall_with_the_training_loss": {"log_loss": lambda arm, e: np.cos(e)},
    "flatness_at_equal_epochs_vanishes_at_equal_times": falling(-1.0, HOT),
    "ratio_does_not_matter_at_equal_training_losses": PER_EPOCH,
    "equal_ratios_give_equal_errors": learned(-0.4, TWIN),
    "equal_ratios_give_equal_training_under_equal_normalisation": learned(-0.4, GHOST),
    "larger_ratios_train_better_per_epoch": {"log_loss": lambda arm, e: -np.log(e)},
    "late_nets_answer_all_training_images_right": {"train_error": lambda arm, e: learning(arm, e) + 0.01},
    "larger_ratio_has_the_larger_test_error_late": {"test_error": lambda arm, e: learning(arm, e) + 1.5},
}


@pytest.mark.parametrize("check", REFUTED)
def test_what_is_not_so_is_refuted(monkeypatch, check):
    monkeypatch.setattr(the_record, "kept", lambda name: flowing(**REFUTED[check]))
    assert CHECKS[f"{check}_on_mnist"].run(Setting()).outcome is R


def test_a_small_distance_between_the_ratios_asks_for_more_than_a_quarter(monkeypatch):
    level = {COLD: 0.5, HOT: 0.0, TWIN: 0.2, GHOST: 0.0}  # TWIN is 0.4 of the way to COLD
    run = flowing(log_norm=lambda arm, e: level[arm] + 0 * e)
    found = evidence(run, monkeypatch)
    assert found["equal_ratios_give_equal_norms_on_mnist"].outcome is R
    assert found["equal_ratios_give_equal_norms_under_equal_normalisation_on_mnist"].outcome is S


def losses(early: float, crossing: float, late: float):
    """A test loss of COLD that is larger by `early` before the crossing, and by `late` after it."""
    return {"test_loss": lambda arm, e: 0.1 + np.where(e < crossing, early, late) * (arm == COLD)}


AFTER_100 = "smaller_ratio_has_the_smaller_test_loss_after_100_epochs_on_mnist"
LATE = "smaller_ratio_has_the_smaller_test_loss_late_on_mnist"


@pytest.mark.parametrize(
    ("early", "crossing", "late", "outcomes", "verdict"),
    [
        (0.01, 100, -0.01, (S, S), Verdict.HOLDS),
        (0.01, 35, -0.01, (R, S), Verdict.CORRECTED),
        (0.01, 100, 0.01, (R, R), Verdict.FAILS),
        (-0.01, 100, -0.01, (R, S), Verdict.UNDECIDED),  # the control "larger early" does not hold
    ],
)
def test_where_the_test_losses_cross_decides(monkeypatch, early, crossing, late, outcomes, verdict):
    found = evidence(flowing(**losses(early, crossing, late)), monkeypatch)
    both = found[AFTER_100], found[LATE]
    assert tuple(e.outcome for e in both) == outcomes
    assert judge(both) is verdict


def test_a_record_that_is_written_and_read_gives_the_same_measurements(tmp_path):
    run = flowing()
    asked = record.question("mnist", PAPER, 0, "cpu")
    made = {arm: SimpleNamespace(seconds=1.0, sources=["a"]) for arm in PAPER.arms}
    record.finish(tmp_path, run, asked, made, {})
    again = record.recorded(tmp_path)
    assert findings.norms_at_equal_epochs(again) == findings.norms_at_equal_epochs(run)
    assert late_loss.losses_on_test_images(again) == late_loss.losses_on_test_images(run)


def test_a_record_is_read_by_its_name(tmp_path, monkeypatch):
    monkeypatch.setattr(the_record, "RECORDS", tmp_path)
    with pytest.raises(ValueError, match="there is no such record"):
        the_record.kept("none")


def test_a_record_that_diverged_decides_nothing(monkeypatch):
    run = flowing()
    run.curves[HOT].diverged[3] = 7
    monkeypatch.setattr(record, "recorded", lambda folder: run)
    with pytest.raises(RuntimeError, match=r"training diverged: \(0.1, 128\), replica 3, epoch 7"):
        the_record.kept("diverged")
