"""When one curve crosses another for good.

## Main definitions
* `crossings`: by replica, the epoch after which a difference stays below 0.
* `in_figure_5`: an epoch of a run as one of Figure 5.
"""

import numpy as np

from nn_experiments.findings.contrasts import Curve
from nn_experiments.findings.spans import LAST_QUARTER, stretch
from nn_experiments.training.curves import Floats, Run
from nn_experiments.training.protocol import Arm

NEIGHBOURS = 3  # checkpoints in a running mean


def crossings(run: Run, curve: Curve, falling: Arm, other: Arm) -> Floats:
    """The epoch after which `curve` of `falling` stays below that of `other`, by replica, shape (R,).

    It is that of the running mean over three checkpoints, between two of them on the straight line. The first
    checkpoint stands for a curve that is always below, the last epoch for one that does not end below.
    """
    gap = getattr(run.curves[falling], curve) - getattr(run.curves[other], curve)
    weights = np.ones(NEIGHBOURS) / NEIGHBOURS
    epochs = np.convolve(run.protocol.checkpoints, weights, "valid")
    smooth = np.stack([np.convolve(row, weights, "valid") for row in gap])
    return np.array([_last_change(row, epochs, run) for row in smooth])


def _last_change(gap: Floats, epochs: Floats, run: Run) -> float:
    above = np.flatnonzero(gap >= 0)
    if not len(above):
        return float(run.protocol.checkpoints[0])
    last = int(above[-1])
    if last == len(gap) - 1:
        return float(run.protocol.epochs)
    share = gap[last] / (gap[last] - gap[last + 1])
    return float(epochs[last] + share * (epochs[last + 1] - epochs[last]))


def in_figure_5(run: Run, epochs: Floats) -> Floats:
    """Epochs of a run in those of Figure 5: the same on MNIST, the same share of the run on other data."""
    return epochs / float(stretch(run, LAST_QUARTER))
