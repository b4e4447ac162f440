"""The nets whose gradient noise and curvature the checks look at.

Five nets of 13 322 parameters, 64-64-64-64-10 with batch normalisation, on the first 1280 training digits,
trained by SGD with γ = 1/10, M = 128, batches without replacement: the pair (0.1, 128) of the protocol.

## Main definitions
* `digits_nets`: after so many epochs.
"""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from ledger.model import DEFAULT_SEED
from nn_experiments.curvature.landscape import Landscape
from nn_experiments.data.digits import digits
from nn_experiments.network.ensemble import Ensemble
from nn_experiments.network.model import Architecture, Moments, initial_parameters
from nn_experiments.training.draws import initial_generators, order
from nn_experiments.training.protocol import DIGITS, HOT
from nn_experiments.training.train import threads

NETS = 5
EPOCHS = (0, 10, 40)


def digits_nets(
    epoch: int, *, training: bool = False, images: int | None = None, seed: int = DEFAULT_SEED
) -> Landscape:
    """The nets after one of `EPOCHS`, on the first `images` of their training images, all if None.

    At the start the moments are those of one epoch's batches. `training` stands for the mode of batch
    normalisation; `seed` draws the nets and the order of the images.

    Raises:
        ValueError: if they are not kept at that epoch.
    """
    if epoch not in EPOCHS:
        raise ValueError(f"epoch={epoch}: one of {EPOCHS}")
    found = _trained(seed)[epoch]
    found = replace(found, images=found.images[:images], labels=found.labels[:images])
    return replace(found, moments=None) if training else found


@lru_cache(maxsize=2)
def _trained(seed: int) -> dict[int, Landscape]:
    with threads(1):
        data = digits().first(DIGITS.images)
        images, labels = torch.as_tensor(data.train_images), torch.as_tensor(data.train_labels)
        architecture = Architecture(DIGITS.widths)
        start = initial_parameters(architecture, initial_generators(seed, NETS))
        # Steps of length 0 gather the moments of the nets as they were drawn.
        still = Ensemble(architecture, start, rate=0.0, batch=HOT.batch)
        moving = Ensemble(architecture, start, rate=float(HOT.rate), batch=HOT.batch)
        kept = {}
        for epoch in range(max(EPOCHS) + 1):
            nets = moving if epoch else still
            orders = torch.as_tensor(np.stack([order(seed, r, epoch, len(labels)) for r in range(NETS)]))
            for chosen in torch.split(orders, HOT.batch, dim=1):
                nets.step(images[chosen], labels[chosen])
            if epoch in EPOCHS:
                copy = nets.parameters.with_tensors([t.clone() for t in nets.parameters.tensors])
                means, variances = map(_copied, (nets.moments.means, nets.moments.variances))
                kept[epoch] = Landscape(architecture, copy, Moments(means, variances), images, labels)
        return kept


def _copied(tensors: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    return tuple(t.clone() for t in tensors)
