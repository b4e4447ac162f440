"""Loss and accuracy of many nets on the same images, batch normalisation in evaluation mode.

## Main definitions
* `losses_and_accuracies`: of each net of an ensemble.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from nn_experiments.network.ensemble import Ensemble
from nn_experiments.network.model import cross_entropy, forward

BLOCK = 512  # images evaluated at a time


@torch.inference_mode()
def losses_and_accuracies(
    nets: Ensemble, pixels: Tensor, labels: Tensor
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean cross-entropy and share of right answers, shape (R,) each, on `pixels`, shape (N, inputs).

    A net whose loss is no number gives no answers: its share is NaN.
    """
    loss, right = torch.zeros(2, len(nets.parameters.bias), dtype=torch.float64, device=pixels.device)
    for part, theirs in zip(torch.split(pixels, BLOCK), torch.split(labels, BLOCK), strict=True):
        logits = forward(nets.architecture, nets.parameters, part.mT, nets.moments)
        loss += cross_entropy(logits, theirs)
        right += (logits.argmax(1) == theirs).sum(1)
    right[~loss.isfinite()] = torch.nan
    return (loss / len(labels)).cpu().numpy(), (right / len(labels)).cpu().numpy()
