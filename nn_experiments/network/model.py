"""The network of Section 3: a batch-normalised ReLU perceptron, many replicas at once.

Every tensor of parameters has the replica as its first axis, so that R nets are trained by one batched
program; replicas never meet. Activations have the shape (R, features, images): the statistics of batch
normalisation are then sums along the last, contiguous axis.

## Main definitions
* `Architecture`: the choices that the paper leaves open.
* `Parameters`, `Moments`: what is trained, and what batch normalisation keeps for evaluation.
* `initial_parameters`: R independent draws.
* `forward`: images -> logits, the readable twin of `nn_experiments.network.ensemble`.
* `cross_entropy`: logits -> loss of each replica.

## Implementation notes
With given moments batch normalisation is affine and is folded into the weights; the product of small
matrices that this costs is nothing beside the pass over all activations that it saves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Architecture:
    """A perceptron; the paper says "4-layer batch-normalized ReLU MLPs" and no more.

    Chosen: four layers of weights, so three hidden ones; batch normalisation, with a trained scale and
    shift, before the ReLU of every hidden layer and not on the output; no bias where batch normalisation
    would cancel it; PyTorch's uniform initialisation ±1/√(inputs) of weights and bias; variances for
    evaluation unbiased, and averaged with weight 1/k at step k until that reaches `momentum`, so that
    their arbitrary start is forgotten.

    Args:
        widths: pixels, hidden widths, classes.
        epsilon: added to the variances in batch normalisation.
        momentum: the last batch's least weight in the moments kept for evaluation.
        normalised: whether there is batch normalisation; without it every layer has a bias, drawn like its
            weights.
    """

    widths: tuple[int, ...]
    epsilon: float = 1e-5
    momentum: float = 0.1
    normalised: bool = True

    @property
    def hidden(self) -> tuple[int, ...]:
        """The hidden widths."""
        return self.widths[1:-1]

    @property
    def size(self) -> int:
        """The number of parameters of one net."""
        of_hidden = (1 + self.normalised) * sum(self.hidden)
        return sum(a * b for a, b in pairwise(self.widths)) + of_hidden + self.widths[-1]


@dataclass(frozen=True, slots=True)
class Parameters:
    """R nets: weights (R, outputs, inputs) of all layers, scales and shifts (R, h, 1) of the hidden ones.

    The last layer has a `bias`, shape (R, classes, 1). Without batch normalisation there are no scales, and
    the shifts are the biases of the hidden layers.
    """

    weights: tuple[Tensor, ...]
    scales: tuple[Tensor, ...]
    shifts: tuple[Tensor, ...]
    bias: Tensor

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        """All of them in one row."""
        return (*self.weights, *self.scales, *self.shifts, self.bias)

    def with_tensors(self, tensors: Sequence[Tensor]) -> "Parameters":
        """The same with other tensors, in the order of `tensors`."""
        first = len(self.weights)
        second = first + len(self.scales)
        return Parameters(
            tuple(tensors[:first]), tuple(tensors[first:second]), tuple(tensors[second:-1]), tensors[-1]
        )


@dataclass(frozen=True, slots=True)
class Moments:
    """Means and variances, (R, h, 1) for each hidden layer, that batch normalisation uses in evaluation.

    There are none without it.
    """

    means: tuple[Tensor, ...]
    variances: tuple[Tensor, ...]


def initial_parameters(
    architecture: Architecture, generators: Sequence[np.random.Generator], dtype: torch.dtype = torch.float32
) -> Parameters:
    """One net drawn from each generator, so that a replica does not depend on how many others there are.

    The weights and the bias of the last layer are the same with and without batch normalisation.
    """

    def uniform(*shape: int, inputs: int) -> Tensor:
        draws = np.stack([g.uniform(-1, 1, shape) for g in generators])
        return torch.as_tensor(draws / np.sqrt(inputs), dtype=dtype)

    def constant(value: float) -> tuple[Tensor, ...]:
        return tuple(torch.full((len(generators), h, 1), value, dtype=dtype) for h in architecture.hidden)

    weights = tuple(
        uniform(outputs, inputs, inputs=inputs) for inputs, outputs in pairwise(architecture.widths)
    )
    last, classes = architecture.widths[-2:]
    bias = uniform(classes, 1, inputs=last)
    if architecture.normalised:
        return Parameters(weights, constant(1.0), constant(0.0), bias)
    biases = tuple(uniform(h, 1, inputs=inputs) for inputs, h in pairwise(architecture.widths[:-1]))
    return Parameters(weights, (), biases, bias)


def forward(
    architecture: Architecture,
    parameters: Parameters,
    images: Tensor,
    moments: Moments | None = None,
    ghost: int | None = None,
) -> Tensor:
    """Logits, shape (R, classes, M), of `images`, shape (R, pixels, M), or (1, pixels, M) if they are shared.

    With `moments` batch normalisation is in evaluation mode. Without, it uses the statistics of the batch,
    or of every `ghost` consecutive images of it (a divisor of M). Nets without it heed neither.
    """
    a = images.expand(len(parameters.bias), -1, -1)
    for layer, shift in enumerate(parameters.shifts):
        weight = parameters.weights[layer]
        if not architecture.normalised:
            a = torch.relu(torch.baddbmm(shift, weight, a))
        elif moments is None:
            standardised = _standardised(weight @ a, ghost, architecture.epsilon)
            a = torch.relu(shift + parameters.scales[layer] * standardised)
        else:
            gain = parameters.scales[layer] * torch.rsqrt(moments.variances[layer] + architecture.epsilon)
            a = torch.relu(torch.baddbmm(shift - moments.means[layer] * gain, gain * weight, a))
    return torch.baddbmm(parameters.bias, parameters.weights[-1], a)


def _standardised(z: Tensor, ghost: int | None, epsilon: float) -> Tensor:
    blocks = z.reshape(*z.shape[:-1], -1, ghost or z.shape[-1])
    centred = blocks - blocks.mean(-1, keepdim=True)
    return (centred * torch.rsqrt(centred.square().mean(-1, keepdim=True) + epsilon)).reshape(z.shape)


def cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    """The sum over the images of −log p(label), shape (R,); labels have the shape (M,) or (R, M)."""
    chosen = labels.expand(len(logits), -1).unsqueeze(1)
    return -torch.log_softmax(logits, 1).gather(1, chosen).sum((1, 2))
