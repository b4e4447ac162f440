"""The instrument on planted curves: what it says of measurements whose truth is known."""

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from ledger.model import Check
from ledger.outcome import Outcome
from nn_experiments.findings import confound, figures, late_loss
from nn_experiments.findings import norms as findings
from nn_experiments.findings.confound import epoch_times, norms_by_time
from nn_experiments.findings.late_loss import losses_on_test_images
from nn_experiments.findings.norms import norms_at_equal_epochs
from nn_experiments.training.curves import Curves, Run
from nn_experiments.training.protocol import ARMS, COLD, DIGITS, GHOST, HOT, STILL, TWIN, Arm

EPOCHS = np.array(DIGITS.checkpoints, dtype=float)
CHECKS = {
    name: check
    for module in (findings, confound, late_loss)
    for name, check in vars(module).items()
    if isinstance(check, Check)
}
Planted = Callable[[Arm, np.ndarray], np.ndarray]


def planted(log_norm: Planted, test_loss: Planted = lambda arm, e: 1 / e, noise: float = 0.02) -> Run:
    """A run of which the curves are given functions of arm and epoch, with some noise."""
    rng = np.random.default_rng(0)

    def curves(arm: Arm) -> Curves:
        shape = (arm.replicas, len(EPOCHS))
        norms = log_norm(arm, EPOCHS) + rng.normal(0, noise, shape)
        squares = np.exp(2 * norms)[..., None] * rng.chisquare(50, (*shape, DIGITS.probes)) / 50
        losses = test_loss(arm, EPOCHS) + rng.normal(0, 1e-4, shape)
        steps = DIGITS.epochs * DIGITS.images // arm.batch
        other, fine = np.ones(shape), np.zeros(arm.replicas, int)
        return Curves(arm, DIGITS.checkpoints, steps, fine, other, other, losses, other, other, squares)

    return Run(DIGITS, "planted", 0, {arm: curves(arm) for arm in ARMS})


def of_time(arm: Arm, epochs: np.ndarray) -> np.ndarray:
    """Flatness by time alone, as gradient flow has it."""
    return 4 - np.log1p(epochs * float(arm.rate) / arm.batch * DIGITS.images)


def outcome(check: str, measured: Mapping) -> Outcome:
    return CHECKS[check].compare(measured, CHECKS[check].predict())


def test_flow_without_noise_gives_the_first_two_findings_and_the_confound():
    run = planted(of_time)
    late = norms_at_equal_epochs(run)
    assert outcome("equal_ratios_give_equal_norms", late) is Outcome.SUPPORTS
    assert outcome("larger_ratios_flatten_faster_per_epoch", late) is Outcome.SUPPORTS
    assert outcome("flatness_at_equal_epochs_needs_no_noise", norms_by_time(run)) is Outcome.SUPPORTS


def test_flatness_by_temperature_refutes_the_confound():
    hotter = {HOT: 1.0, TWIN: 1.0, GHOST: 1.0, COLD: 0.1, STILL: 0.0}
    run = planted(lambda arm, epochs: of_time(arm, epochs) - hotter[arm])
    assert outcome("flatness_at_equal_epochs_needs_no_noise", norms_by_time(run)) is Outcome.REFUTES


def test_a_twin_that_differs_by_a_third_is_told_apart():
    run = planted(lambda arm, epochs: of_time(arm, epochs) + (0.33 if arm == TWIN else 0))
    assert outcome("equal_ratios_give_equal_norms", norms_at_equal_epochs(run)) is Outcome.REFUTES
    corrected = "equal_ratios_give_equal_norms_under_equal_normalisation"
    assert outcome(corrected, norms_at_equal_epochs(run)) is Outcome.SUPPORTS


def test_much_noise_decides_nothing():
    run = planted(of_time, noise=1.0)
    assert outcome("equal_ratios_give_equal_norms", norms_at_equal_epochs(run)) is Outcome.INCONCLUSIVE


LOSSES = {
    Outcome.SUPPORTS: lambda arm, e: (
        0.1 + 1 / e / float(arm.rate) + (0.02 if arm == HOT else 0) * (e > 200) * 10
    ),
    Outcome.REFUTES: lambda arm, e: 0.1 + 1 / e + (0.01 if arm == COLD else 0),
    Outcome.INCONCLUSIVE: lambda arm, e: 0.1 + 1 / e / float(arm.rate),
}


@pytest.mark.parametrize("expected", LOSSES)
def test_a_loss_that_may_still_become_smaller_is_not_refuted(expected):
    measured = losses_on_test_images(planted(of_time, LOSSES[expected]))
    assert outcome("smaller_ratio_has_the_smaller_test_loss_late", measured) is expected


def test_the_open_end_excuses_only_what_is_said_of_the_end():
    measured = losses_on_test_images(planted(of_time, LOSSES[Outcome.INCONCLUSIVE]))
    check = CHECKS["smaller_ratio_has_the_smaller_test_loss_late"]
    (early,) = check.wrong.values()
    assert check.compare(measured, early()) is Outcome.REFUTES


def test_an_epoch_of_ten_times_the_ratio_takes_ten_times_the_time():
    assert epoch_times(planted(of_time)) == {
        arm.label: 10 if arm in {HOT, TWIN, GHOST} else 1 for arm in ARMS
    }


def test_every_formula_speaks_of_what_was_measured():
    run = planted(of_time)
    measured = {
        **norms_at_equal_epochs(run),
        **norms_by_time(run),
        **losses_on_test_images(run),
        **epoch_times(run),
    }
    for check in CHECKS.values():
        for formula in (check.predict, *check.wrong.values(), *check.right.values()):
            assert set(formula()) <= set(measured)


def test_figures_have_names_of_their_own_and_a_description():
    run = planted(of_time)
    drawn = [
        figures.norms(run),
        figures.norms_in_time(run),
        figures.training(run),
        figures.generalisation(run),
    ]
    assert len({figure.name for figure in drawn}) == len(drawn)
    assert all(figure.description.endswith(".") for figure in drawn)


def test_equal_times_lie_above_each_other_in_the_figure():
    _, timed = figures.norms_in_time(planted(of_time)).panels
    cold, hot, _ = timed.curves
    assert cold.x[EPOCHS.tolist().index(800)] == pytest.approx(hot.x[EPOCHS.tolist().index(80)])


def test_means_lie_within_their_bands_and_runs_are_faint():
    runs, means = figures.norms(planted(of_time)).panels
    assert all(
        low <= y <= high for c in means.curves for low, y, high in zip(c.low, c.y, c.high, strict=True)
    )
    assert all(curve.faint for curve in runs.curves)
    assert len(runs.curves) == 30
