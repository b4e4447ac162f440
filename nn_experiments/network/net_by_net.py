"""Small nets trained one after another, each through all its steps, or on several threads at a time.

## Main definitions
* `NetByNet`: the nets, and how they follow orders.
* `is_small`: for which nets this is the fastest way.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from torch import Tensor

from nn_experiments.network.model import Architecture, Moments, Parameters
from nn_experiments.network.one_net import Array, Arrays, follow, room

LARGEST = 64
"""Units of a hidden layer: with more of them the products of a library are faster than those made here."""


def is_small(architecture: Architecture) -> bool:
    """Whether no layer but the images is wider than `LARGEST`."""
    return max(architecture.widths[1:]) <= LARGEST


class NetByNet:
    """R nets whose parameters and moments are changed in place.

    `together` images are normalised together; `factor`, −γ/M, multiplies the error.
    """

    def __init__(
        self,
        architecture: Architecture,
        parameters: Parameters,
        moments: Moments,
        batch: int,
        together: int,
        factor: float,
        *,
        threads: int = 1,
    ) -> None:
        self.momentum, self.real = architecture.momentum, parameters.bias.numpy().dtype
        self.nets = [_of_one(net, parameters, moments) for net in range(len(parameters.bias))]
        self.normalised = architecture.normalised
        self.epsilon, self.factor = map(self.real.type, (architecture.epsilon, factor))
        blocks = batch // together if architecture.normalised else 1
        threads = min(threads, len(self.nets))
        self.rooms = [room(architecture.widths, batch, blocks, self.real) for _ in range(threads)]

    def follow(self, pixels: Tensor, labels: Tensor, chosen: Tensor, done: int) -> Tensor:
        """Take steps on the images with the numbers `chosen`, shape (R, steps, M).

        The losses before each step have the shape (R, steps). `done` steps were taken before.
        """
        steps = 1 + done + np.arange(chosen.shape[1])
        of_step = np.maximum(1 / steps, self.momentum).astype(self.real)
        losses = np.empty(chosen.shape[:2], self.real)
        images = pixels.contiguous().numpy(), labels.contiguous().numpy()
        orders = chosen.contiguous().numpy()

        def those_of(thread: int) -> None:
            for net in range(thread, len(self.nets), len(self.rooms)):
                numbers = self.normalised, self.epsilon, self.factor
                work = *images, orders[net], of_step, losses[net]
                follow(*self.nets[net], self.rooms[thread], *numbers, *work)

        if len(self.rooms) == 1:
            those_of(0)
        else:
            with ThreadPoolExecutor(len(self.rooms)) as pool:
                list(pool.map(those_of, range(len(self.rooms))))
        return torch.as_tensor(losses)


def _of_one(
    net: int, parameters: Parameters, moments: Moments
) -> tuple[Arrays, Arrays, Arrays, Arrays, Arrays, Array]:
    """What `follow` takes of one net; without normalisation shifts stand for what is not there."""

    def columns(tensors: tuple[Tensor, ...]) -> Arrays:
        return tuple(t[net, :, 0].numpy() for t in tensors or parameters.shifts)

    weights = tuple(w[net].numpy() for w in parameters.weights)
    scales, shifts = columns(parameters.scales), columns(parameters.shifts)
    bias = parameters.bias[net, :, 0].numpy()
    return weights, scales, shifts, columns(moments.means), columns(moments.variances), bias
