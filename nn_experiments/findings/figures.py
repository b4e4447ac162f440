"""Figures 3, 4 and 5 of the paper drawn anew from a run, in its layout, and two that it lacks.

## Main definitions
* `norms`: Figure 3. * `training`: Figure 4. * `generalisation`: Figure 5.
* `norms_in_time`: Figure 3 against the time of the diffusion.
* `ladder`: the same for more pairs of one ratio.

## Implementation notes
Bands are 95 % intervals of the mean over the replicas by Student's t (`nn_experiments.findings.drawing`).
Captions say what the paper reports, and what was measured here, the latter from the run that is drawn.
"""

from ledger.figure import Curve, Figure, Panel
from nn_experiments.findings.contrasts import Curve as Values
from nn_experiments.findings.contrasts import When, values_at
from nn_experiments.findings.drawing import BAND, half_width, later, mean, one_run, runs, times, told
from nn_experiments.findings.spans import FIGURE_3, LAST_QUARTER, LAST_SIXTH, Span, window
from nn_experiments.training.curves import Run
from nn_experiments.training.digits_ladder import GHOSTS, RUNGS
from nn_experiments.training.protocol import COLD, GHOST, HOT, STILL, TWIN

PAIRS = (COLD, HOT, TWIN)
NORM, LN_NORM = "ln of the Hessian's Frobenius norm", r"$\ln\,\|H\|_F$"
LOSS = "mean cross-entropy"
FROM = Span(25, 200, 200)  # where the paper's zoom begins


def norms(run: Run) -> Figure:
    """The log norm of the Hessian by epoch: all runs, and their means."""
    shown = window(run, FIGURE_3)
    every = [later(c, shown) for arm in PAIRS for c in runs(run.curves[arm], run.curves[arm].log_norm)]
    means = [later(mean(run.curves[arm], run.curves[arm].log_norm), shown) for arm in (*PAIRS, GHOST)]
    return Figure(
        _name("figure-3", run),
        f"Figure 3 on {_data(run)}: sharpness by epoch",
        f"{NORM}, all runs on the left and their means on the right. The paper reports: equal ratios,"
        " (0.1, 128) and (0.2, 256), give nearly one curve, (0.01, 128) falls slower, and all fall. Here,"
        f" means over the last sixth: {_late(run, LAST_SIXTH, 'log_norm')}. {BAND}",
        (
            Panel("all runs", "epoch", LN_NORM, tuple(every)),
            Panel("means over the runs", "epoch", LN_NORM, tuple(means)),
        ),
    )


def norms_in_time(run: Run) -> Figure:
    """The log norm of the Hessian by epoch and by t = Σ γ_k, with the control without noise."""
    arms = (COLD, HOT, STILL) if STILL in run.curves else PAIRS
    means = [mean(run.curves[arm], run.curves[arm].log_norm) for arm in arms]
    timed = [mean(run.curves[arm], run.curves[arm].log_norm, times(run, arm)) for arm in arms]
    still = f"; {STILL.label} takes all images at once" if STILL in run.curves else ""
    return Figure(
        _name("figure-3-in-time", run),
        f"Figure 3 on {_data(run)} against time",
        f"{NORM} against epochs on the left and against the time t = Σ γ_k on the right{still}. The paper"
        f" compares at equal epochs, where a larger ratio has had more time. {BAND}",
        (
            Panel("against epochs", "epoch", LN_NORM, tuple(means), log="x"),
            Panel("against time", r"$t = \sum_k \gamma_k$", LN_NORM, tuple(timed), log="x"),
        ),
    )


def training(run: Run) -> Figure:
    """Accuracy and loss on the training images by epoch, all runs."""
    every, shown = [run.curves[arm] for arm in PAIRS], window(run, FIGURE_3)
    accuracies = [later(c, shown) for curves in every for c in runs(curves, curves.train_accuracy)]
    losses = [later(c, shown) for curves in every for c in runs(curves, curves.train_loss)]
    return Figure(
        _name("figure-4", run),
        f"Figure 4 on {_data(run)}: training",
        "Accuracy and mean cross-entropy on the training images against epochs, all runs of three pairs. The"
        " paper reports: the ten runs of a pair are very close. Here, ln of the loss over the last sixth:"
        f" {_late(run, LAST_SIXTH, 'log_train_loss')}.",
        (
            Panel("training accuracy", "epoch", "accuracy", tuple(accuracies)),
            Panel("training loss", "epoch", LOSS, tuple(losses), log="y"),
        ),
    )


def generalisation(run: Run) -> Figure:
    """Accuracy and loss by epoch, as in the paper of one run, with zooms; and on test images of all runs."""
    zoom = window(run, FROM)
    accuracies = _test_and_training(run, "test_accuracy", "train_accuracy")
    losses = _test_and_training(run, "test_loss", "train_loss")
    means = {
        values: tuple(later(mean(c, getattr(c, values)), zoom) for c in map(run.curves.__getitem__, PAIRS))
        for values in ("test_accuracy", "test_loss")
    }
    return Figure(
        _name("figure-5", run),
        f"Figure 5 on {_data(run)}: generalisation",
        "Accuracy and mean cross-entropy on the test images, faint on the training images: the first run,"
        f" from epoch {zoom[0]} on once more, and the means of all runs on the test images. The paper reports"
        " of one run: equal ratios have nearly equal errors, larger ratios train better, and the smaller has"
        " the smaller test loss after 100 of 200 epochs. Here, over the last quarter, the test loss of"
        f" {_late(run, LAST_QUARTER, 'test_loss')}; the test error in percent of"
        f" {_late(run, LAST_QUARTER, 'test_error')}. {BAND}",
        (
            Panel("accuracy, one run; faint: training", "epoch", "accuracy", tuple(accuracies)),
            Panel("the same, later", "epoch", "accuracy", tuple(later(c, zoom) for c in accuracies)),
            Panel("loss, one run; faint: training", "epoch", LOSS, tuple(losses)),
            Panel("the same, later", "epoch", LOSS, tuple(later(c, zoom) for c in losses)),
            Panel("test accuracy, all runs", "epoch", "accuracy", means["test_accuracy"]),
            Panel("test loss, all runs", "epoch", LOSS, means["test_loss"]),
        ),
    )


def ladder(run: Run) -> Figure:
    """The log norm of the Hessian by epoch for pairs of one ratio, normalised by the batch and alike."""
    own = [mean(run.curves[arm], run.curves[arm].log_norm) for arm in RUNGS]
    ghosts = [mean(run.curves[arm], run.curves[arm].log_norm) for arm in (RUNGS[0], *GHOSTS)]
    return Figure(
        _name("ladder", run),
        f"Pairs of one ratio on {_data(run)}",
        f"{NORM} of pairs with γ/M = 0.1/128: on the left each batch is normalised by itself, on the right 64"
        f" images together. The paper reports that the ratio alone counts. {BAND}",
        (
            Panel("normalised by the batch", "epoch", LN_NORM, tuple(own), log="x"),
            Panel("normalised by 64", "epoch", LN_NORM, tuple(ghosts), log="x"),
        ),
    )


def _test_and_training(run: Run, test: str, train: str) -> list[Curve]:
    """The first run of each pair: on test images, and faint on training images."""
    curves = [run.curves[arm] for arm in PAIRS]
    return [
        *(one_run(c, getattr(c, test)) for c in curves),
        *(one_run(c, getattr(c, train), faint=True) for c in curves),
    ]


def _late(run: Run, span: Span, values: Values) -> str:
    """Means of the pairs over a span, in words."""
    epochs = window(run, span)
    found = [(arm.label, values_at(run, values, When(arm, epochs))) for arm in PAIRS]
    return "; ".join(f"{label} {told(float(m.mean()), float(half_width(m)))}" for label, m in found)


def _data(run: Run) -> str:
    return "the embedded digits" if run.data == "digits" else run.data


def _name(figure: str, run: Run) -> str:
    """A figure has a name of its own in the report; that of the paper's data needs no addition."""
    return figure if run.data == "MNIST" else f"{figure}-{'-'.join(run.data.split())}"
