"""What a run measured: numbers by replica and epoch.

## Main definitions
* `Curves`: one arm.
* `Run`: all arms.
* `log_norm`: squared products with the Hessian -> ln ‖H‖_F and its standard error.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nn_experiments.training.protocol import Arm, Protocol

Floats = NDArray[np.float64]
COLUMNS = ("train_loss", "train_accuracy", "test_loss", "test_accuracy", "slopes", "squares")
"""The arrays of `Curves`, in their order."""


@dataclass(frozen=True, eq=False, slots=True)
class Curves:
    """One arm, R replicas, measured after C epochs, batch normalisation in evaluation mode.

    Losses (mean cross-entropy, natural logarithm), accuracies (shares) and `slopes`, the values of ‖∇L‖² on
    the images of the Hessian, have the shape (R, C), `squares`, the values of ‖Hv‖², (R, C, probes). `steps`
    is the number of steps of SGD that were taken in all, `diverged` the epoch in which the loss of a replica
    ceased to be finite, 0 if it never did, shape (R,).
    """

    arm: Arm
    epochs: tuple[int, ...]
    steps: int
    diverged: NDArray[np.int64]
    train_loss: Floats
    train_accuracy: Floats
    test_loss: Floats
    test_accuracy: Floats
    slopes: Floats
    squares: Floats

    @property
    def log_norm(self) -> Floats:
        """Natural logarithm of the Hessian's Frobenius norm, shape (R, C)."""
        return log_norm(self.squares)[0]

    @property
    def log_train_loss(self) -> Floats:
        """Natural logarithm of the loss on the training images, shape (R, C)."""
        return np.log(self.train_loss)

    @property
    def log_decrement(self) -> Floats:
        """Natural logarithm of ‖∇L‖²/(2 ‖H‖_F L) on the training images, shape (R, C).

        The step −∇L/‖H‖_F lowers a quadratic loss by at least this share of itself; it is 0 at a minimum.
        """
        return np.log(self.slopes) - self.log_norm - math.log(2) - self.log_train_loss

    @property
    def train_error(self) -> Floats:
        """Training images that are classified wrongly, in percent, shape (R, C)."""
        return 100 * (1 - self.train_accuracy)

    @property
    def test_error(self) -> Floats:
        """Test images that are classified wrongly, in percent, shape (R, C)."""
        return 100 * (1 - self.test_accuracy)


@dataclass(frozen=True, eq=False, slots=True)
class Run:
    """An experiment, run with one seed.

    Replica s starts from the same net, and sees the data in the same order, in all arms.
    """

    protocol: Protocol
    data: str
    seed: int
    curves: Mapping[Arm, Curves]

    @property
    def diverged(self) -> list[str]:
        """The replicas that diverged, in words."""
        return [
            f"{arm.label}, replica {replica}, epoch {epoch}"
            for arm, curves in self.curves.items()
            for replica, epoch in enumerate(curves.diverged)
            if epoch
        ]


def log_norm(squares: Floats) -> tuple[Floats, Floats]:
    """Natural logarithm of ‖H‖_F, and its standard error, from values of ‖Hv‖² along the last axis.

    The standard error is that of the mean of the squares, carried through ½ ln; with one value it is NaN.
    """
    mean, count = squares.mean(-1), squares.shape[-1]
    spread = squares.std(-1, ddof=1) / math.sqrt(count) if count > 1 else np.full_like(mean, np.nan)
    return np.log(mean) / 2, spread / (2 * mean)
