"""Runs of which the truth is known: the curves are given functions of arm and epoch, with some noise."""

from collections.abc import Callable

import numpy as np

from nn_experiments.curves import Curves, Run
from nn_experiments.protocol import ARMS, DIGITS, Arm

Planted = Callable[[Arm, np.ndarray], np.ndarray]
EPOCHS = np.array(DIGITS.checkpoints, dtype=float)


def time_of(arm: Arm, epochs: np.ndarray) -> np.ndarray:
    """Time in steps of the rate, up to a factor."""
    return epochs * float(arm.rate) / arm.batch * DIGITS.images


def flat(arm: Arm, epochs: np.ndarray) -> np.ndarray:
    return np.zeros_like(epochs)


def run_of(
    log_norm: Planted = lambda arm, e: 4 - np.log1p(time_of(arm, e)),
    log_loss: Planted = lambda arm, e: -np.log1p(time_of(arm, e)),
    train_error: Planted = flat,
    test_error: Planted = flat,
    log_slope: Planted = flat,
    noise: float = 0.02,
) -> Run:
    """A run; `noise` is the standard deviation over the replicas of both logarithms, errors have none."""
    rng = np.random.default_rng(0)

    def curves(arm: Arm) -> Curves:
        shape = (arm.replicas, len(EPOCHS))
        norms, losses = (f(arm, EPOCHS) + rng.normal(0, noise, shape) for f in (log_norm, log_loss))
        right, found = (
            np.tile(1 - f(arm, EPOCHS) / 100, (arm.replicas, 1)) for f in (train_error, test_error)
        )
        squares = np.exp(2 * norms)[..., None] * rng.chisquare(500, (*shape, DIGITS.probes)) / 500
        slopes = np.tile(np.exp(log_slope(arm, EPOCHS)), (arm.replicas, 1))
        fine = np.zeros(arm.replicas, int)
        steps = DIGITS.epochs * DIGITS.images // arm.batch
        tests = np.exp(losses)
        return Curves(
            arm, DIGITS.checkpoints, steps, fine, np.exp(losses), right, tests, found, slopes, squares
        )

    return Run(DIGITS, "planted", 0, {arm: curves(arm) for arm in ARMS})
