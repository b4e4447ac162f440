"""Figures 3, 4 and 5 of the paper drawn anew from the run, and one that it lacks.

## Main definitions
* `norms`: Figure 3. * `training`: Figure 4. * `generalisation`: Figure 5.
* `norms_in_time`: Figure 3 against the time of the diffusion.
"""

from collections.abc import Sequence

from ledger.figure import Curve, Figure, Panel
from nn_experiments.curves import Curves, Floats, Run
from nn_experiments.protocol import COLD, GHOST, HOT, STILL, TWIN, Arm

PAIRS = (COLD, HOT, TWIN)
NORM, LN_NORM = "ln of the Hessian's Frobenius norm", r"$\ln\,\|H\|_F$"
LOSS = "mean cross-entropy"
BAND = "Bands: all runs."


def norms(run: Run) -> Figure:
    """The log norm of the Hessian by epoch: all runs, and their means."""
    runs = [curve for arm in PAIRS for curve in _runs(run.curves[arm], run.curves[arm].log_norm)]
    means = [_mean(run.curves[arm], run.curves[arm].log_norm) for arm in (*PAIRS, GHOST)]
    return Figure(
        "figure-3",
        f"Figure 3 on {run.data}: sharpness by epoch",
        f"{NORM} against epochs for three pairs of learning rate and batch size. {BAND}",
        (
            Panel("all runs", "epoch", LN_NORM, tuple(runs), log="x"),
            Panel("means over the runs", "epoch", LN_NORM, tuple(means), log="x"),
        ),
    )


def norms_in_time(run: Run) -> Figure:
    """The log norm of the Hessian by epoch and by t = Σ γ_k, with the control that has little noise."""
    arms = (COLD, HOT, STILL)
    means = [_mean(run.curves[arm], run.curves[arm].log_norm) for arm in arms]
    timed = [_mean(run.curves[arm], run.curves[arm].log_norm, _times(run, arm)) for arm in arms]
    return Figure(
        "figure-3-in-time",
        f"Figure 3 on {run.data} against time",
        f"{NORM} against epochs on the left and against the time t = Σ γ_k on the right, for {COLD.label},"
        f" {HOT.label} and {STILL.label}; on the embedded digits the last takes all images at once. {BAND}",
        (
            Panel("against epochs", "epoch", LN_NORM, tuple(means), log="x"),
            Panel("against time", r"$t = \sum_k \gamma_k$", LN_NORM, tuple(timed), log="x"),
        ),
    )


def training(run: Run) -> Figure:
    """Accuracy and loss on the training images by epoch, all runs."""
    every = [run.curves[arm] for arm in PAIRS]
    accuracies = [curve for curves in every for curve in _runs(curves, curves.train_accuracy)]
    losses = [curve for curves in every for curve in _runs(curves, curves.train_loss)]
    return Figure(
        "figure-4",
        f"Figure 4 on {run.data}: training",
        "Accuracy and mean cross-entropy on the training images against epochs, all runs of three pairs.",
        (
            Panel("training accuracy", "epoch", "accuracy", tuple(accuracies), log="x"),
            Panel("training loss", "epoch", LOSS, tuple(losses), log="xy"),
        ),
    )


def generalisation(run: Run) -> Figure:
    """Accuracy and loss by epoch, means over the runs: on test images, and faint on training images."""
    every = [run.curves[arm] for arm in PAIRS]
    accuracies = [_mean(c, c.test_accuracy) for c in every] + [_faint(c, c.train_accuracy) for c in every]
    losses = [_mean(c, c.test_loss) for c in every] + [_faint(c, c.train_loss) for c in every]
    return Figure(
        "figure-5",
        f"Figure 5 on {run.data}: generalisation",
        f"Accuracy and mean cross-entropy on the test images, and faint on the training images. {BAND}",
        (
            Panel("test accuracy", "epoch", "accuracy", tuple(accuracies), log="x"),
            Panel("test loss", "epoch", LOSS, tuple(losses), log="xy"),
        ),
    )


def _times(run: Run, arm: Arm) -> tuple[float, ...]:
    return tuple(float(run.protocol.time(arm, epoch)) for epoch in run.protocol.checkpoints)


def _plain(values: Floats) -> tuple[float, ...]:
    """Five digits are enough to look at, and keep the evidence small."""
    return tuple(float(f"{value:.5g}") for value in values)


def _mean(curves: Curves, values: Floats, x: Sequence[float] = ()) -> Curve:
    """The mean over the replicas, with their range as a band."""
    x = tuple(x) or tuple(map(float, curves.epochs))
    return Curve(curves.arm.label, x, _plain(values.mean(0)), _plain(values.min(0)), _plain(values.max(0)))


def _faint(curves: Curves, values: Floats) -> Curve:
    return Curve(curves.arm.label, tuple(map(float, curves.epochs)), _plain(values.mean(0)), faint=True)


def _runs(curves: Curves, values: Floats) -> list[Curve]:
    x = tuple(map(float, curves.epochs))
    return [Curve(curves.arm.label, x, _plain(row), faint=True) for row in values]
