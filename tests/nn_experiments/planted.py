"""Runs of which the truth is known: the curves are given functions of arm and epoch, with some noise."""

from collections.abc import Callable

import numpy as np

from nn_experiments.training import full_protocol
from nn_experiments.training.curves import Curves, Run
from nn_experiments.training.protocol import DIGITS, Arm, Protocol

Planted = Callable[[Arm, np.ndarray], np.ndarray]
PAPER = full_protocol.paper(64)


def time_of(arm: Arm, epochs: np.ndarray, images: int = DIGITS.images) -> np.ndarray:
    """Time in steps of the rate."""
    return epochs * float(arm.rate) / arm.batch * images


def flat(arm: Arm, epochs: np.ndarray) -> np.ndarray:
    return np.zeros_like(epochs)


def run_of(
    log_norm: Planted = lambda arm, e: 4 - np.log1p(time_of(arm, e)),
    log_loss: Planted = lambda arm, e: -np.log1p(time_of(arm, e)),
    train_error: Planted = flat,
    test_error: Planted = flat,
    log_slope: Planted = flat,
    test_loss: Planted | None = None,
    noise: float = 0.02,
    protocol: Protocol = DIGITS,
    data: str = "planted",
) -> Run:
    """A run; `noise` is the standard deviation over the replicas of both logarithms, errors have none.

    The test loss is the training loss if it is not given.
    """
    rng = np.random.default_rng(0)
    epochs = np.array(protocol.checkpoints, dtype=float)

    def curves(arm: Arm) -> Curves:
        shape = (arm.replicas, len(epochs))
        norms, losses = (f(arm, epochs) + rng.normal(0, noise, shape) for f in (log_norm, log_loss))
        right, found = (
            np.tile(1 - f(arm, epochs) / 100, (arm.replicas, 1)) for f in (train_error, test_error)
        )
        squares = np.exp(2 * norms)[..., None] * rng.chisquare(500, (*shape, protocol.probes)) / 500
        slopes = np.tile(np.exp(log_slope(arm, epochs)), (arm.replicas, 1))
        fine = np.zeros(arm.replicas, int)
        steps = protocol.epochs * protocol.images // arm.batch
        tests = np.exp(losses)
        if test_loss is not None:
            tests = test_loss(arm, epochs) + rng.normal(0, noise * 0.01, shape)
        return Curves(
            arm, protocol.checkpoints, steps, fine, np.exp(losses), right, tests, found, slopes, squares
        )

    return Run(protocol, data, 0, {arm: curves(arm) for arm in protocol.arms})
