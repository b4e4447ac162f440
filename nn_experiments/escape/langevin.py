"""The process itself, simulated with noise that is isotropic because it is injected: a test of an estimate.

W ← W − γ∇L(W) + √(2εγ) ξ, ξ standard Gaussian. From one minimum, for a time that is shorter than the stay:
then each run descends the gradient, and the wells in which the runs end are counted.

## Main definitions
* `langevin_ends`: many runs.    * `wells`: in which of given minima each descends.
"""

import math
from collections.abc import Callable

import torch
from torch import Tensor

from nn_experiments.escape.flat_loss import FlatLoss

NEAR = 0.1
"""A run is at the minimum that is nearer than this part of the least distance between two."""

Draw = Callable[[Tensor, torch.Generator], Tensor]


def langevin_ends(
    gradients: Draw, start: Tensor, eps: float, step: float, time: float, runs: int, seed: int
) -> Tensor:
    """Where `runs` runs are after the `time`, shape (runs, P).

    Args:
        gradients: rows of shape (runs, P) and random numbers -> gradients at the rows; those of `FlatLoss`,
            or of batches drawn at random, with `eps` = 0, for SGD itself.
        start: of all runs, shape (P,).
        eps: ε of the noise that is injected.
        step: γ.
        time: t; it takes t/γ steps.
        runs: how many.
        seed: of the noise.
    """
    draws = torch.Generator().manual_seed(seed)
    rows = start.repeat(runs, 1)
    for _ in range(round(time / step)):
        rows = rows - step * gradients(rows, draws)
        if eps:
            noise = torch.randn(rows.shape, generator=draws, dtype=rows.dtype)
            rows += math.sqrt(2 * eps * step) * noise
    return rows


def wells(loss: FlatLoss, rows: Tensor, minima: Tensor, step: float, most: int = 4000) -> Tensor:
    """The number of the minimum, shape (k, P), below each row, shape (n, P); −1 for another place."""
    distances = torch.cdist(minima, minima)
    near = NEAR * float(distances[distances > 0].min())
    for number in range(most):
        rows = rows - step * loss.gradients(rows)
        if number % 100 == 99 and bool((torch.cdist(rows, minima).min(1).values < near).all()):
            break
    found = torch.cdist(rows, minima).min(1)
    return torch.where(found.values < near, found.indices, -1)
