"""A net small enough for its whole Hessian, in double precision.

## Main definitions
* `SmallNet`: the net, its images, its whole Hessian, and ‖Hv‖² for many v.
* `small_net`: 268 parameters after forty steps on the digits.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from ledger.model import DEFAULT_SEED
from nn_experiments.data.digits import digits
from nn_experiments.network.ensemble import Ensemble
from nn_experiments.network.hessian import squared_derivatives
from nn_experiments.network.model import (
    Architecture,
    Moments,
    Parameters,
    cross_entropy,
    forward,
    initial_parameters,
)
from nn_experiments.training.curves import Floats

WIDTHS = (64, 3, 3, 3, 10)
IMAGES, BATCH, STEPS, RATE = 128, 32, 40, 0.1
COPIES, VECTORS = 64, 128  # of the net, and for each copy
"""8192 vectors: ½ ln of their mean has the standard error 0.0064 and an interval of ± 0.025 at 99.99 %, so
that the margin of 0.05 leaves room for nearly four standard errors more."""


@dataclass(frozen=True, eq=False, slots=True)
class SmallNet:
    """One net in double precision, R = 1, with its images, shape (N, pixels), and labels."""

    architecture: Architecture
    parameters: Parameters
    moments: Moments
    images: Tensor
    labels: Tensor

    def hessian(self, start: int = 0, stop: int = IMAGES, *, single: bool = False) -> Floats:
        """The Hessian of the mean loss over some of the images, entry by entry, shape (P, P)."""
        kind = torch.float32 if single else torch.float64
        means, variances = (
            tuple(t.to(kind) for t in group) for group in (self.moments.means, self.moments.variances)
        )
        pixels, labels = self.images[start:stop].to(kind), self.labels[start:stop]
        sizes = [t.numel() for t in self.parameters.tensors]

        def loss(flat: Tensor) -> Tensor:
            pieces = zip(torch.split(flat, sizes), self.parameters.tensors, strict=True)
            nets = self.parameters.with_tensors([piece.view_as(t) for piece, t in pieces])
            logits = forward(self.architecture, nets, pixels.mT, Moments(means, variances))
            return cross_entropy(logits, labels)[0] / len(labels)

        flat = torch.cat([t.reshape(-1) for t in self.parameters.tensors]).to(kind)
        second = torch.autograd.functional.hessian(loss, flat)  # type: ignore[no-untyped-call]
        dense: Floats = second.double().numpy()
        return dense

    def squares(self, seed: int = DEFAULT_SEED) -> Floats:
        """‖Hv‖² for many Gaussian v, by the code of the experiment, shape (COPIES · VECTORS,)."""

        def copied(tensors: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
            return tuple(t.expand(COPIES, -1, -1) for t in tensors)

        _, squares = squared_derivatives(
            self.architecture,
            self.parameters.with_tensors(copied(self.parameters.tensors)),
            Moments(copied(self.moments.means), copied(self.moments.variances)),
            self.images,
            self.labels,
            probes=VECTORS,
            generator=torch.Generator().manual_seed(seed),
        )
        return squares.reshape(-1)


@lru_cache(maxsize=1)
def small_net() -> SmallNet:
    """The net after forty steps, each on the next 32 of its 128 images."""
    data = digits().first(IMAGES)
    images, labels = torch.as_tensor(data.train_images).double(), torch.as_tensor(data.train_labels)
    architecture = Architecture(WIDTHS)
    start = initial_parameters(architecture, [np.random.default_rng(DEFAULT_SEED)], torch.float64)
    net = Ensemble(architecture, start, rate=RATE, batch=BATCH)
    for step in range(STEPS):
        place = step * BATCH % IMAGES
        chosen = slice(place, place + BATCH)
        net.step(images[None, chosen], labels[None, chosen])
    return SmallNet(architecture, net.parameters, net.moments, images, labels)
