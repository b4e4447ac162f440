"""A hidden layer of many nets between its two products of matrices, forth and back.

## Main definitions
* `Normalised`, `Biased`: with and without batch normalisation, in PyTorch's operations, on any device.
* `FusedNormalised`, `FusedBiased`: the same on the CPU by the kernels of `nn_experiments.network.fused`.
* `hidden_layer`: the right one.

## Implementation notes
R nets with h units, batches of M images in B blocks of g that are normalised together. All tensors of
activations are allocated once, and each is overwritten with the next thing that has its shape.
"""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor

from nn_experiments.network import fused
from nn_experiments.network.model import Architecture, Moments, Parameters


@dataclass(eq=False)
class Biased:
    """A layer without batch normalisation.

    `product` is what the layer is given, weights times inputs, `output` what it makes of it, `error` −γ times
    the derivative of the loss by the output and then by the product; all have the shape (R, h, M). The
    biases, shape (R, h, 1), are those of the nets themselves.
    """

    bias: Tensor
    error: Tensor
    product: Tensor = field(init=False)
    output: Tensor = field(init=False)

    def __post_init__(self) -> None:
        self.output = self.product = torch.empty_like(self.error)

    def forth(self, weight: float) -> None:
        """From `product` to `output`; there are no moments that `weight` could weigh."""
        self.product.add_(self.bias).clamp_min_(0)

    def back(self) -> Tensor:
        """The error by the product, from that by the output, with a step of the bias."""
        self.error.mul_(self.output.sign_())  # the output itself has been used
        self.bias.add_(self.error.sum(-1, keepdim=True))
        return self.error


class FusedBiased(Biased):
    """The same, fused."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._arrays = _rows(self.output), _column(self.bias)
        self._errors = _rows(self.error)

    def forth(self, weight: float) -> None:
        """As in `Biased`."""
        fused.biased_forth(*self._arrays)

    def back(self) -> Tensor:
        """As in `Biased`."""
        fused.biased_back(*self._arrays, self._errors)
        return self.error


@dataclass(eq=False)
class Normalised:
    """A layer with batch normalisation; `forth` leaves the normalised product in the place of the product.

    `scale`, `shift` and the running `mean` and `variance`, shape (R, h, 1), are those of the nets
    themselves; `inverse`, 1/√(variance + ε) of each block, has the shape (R, h, B, 1). For the others see
    `Biased`.
    """

    scale: Tensor
    shift: Tensor
    mean: Tensor
    variance: Tensor
    epsilon: float
    together: int
    error: Tensor
    product: Tensor = field(init=False)
    output: Tensor = field(init=False)
    inverse: Tensor = field(init=False)

    def __post_init__(self) -> None:
        self.product, self.output = (torch.empty_like(self.error) for _ in range(2))
        self.inverse = torch.empty_like(self._blocks(self.error)[..., :1])

    def forth(self, weight: float) -> None:
        """From `product` to `output`; the running moments move by the share `weight` to the batch's."""
        z, output = self._blocks(self.product), self._blocks(self.output)
        mean = z.mean(-1, keepdim=True)
        # The norm is the fastest sum of squares there is; of the centred z, it does not cancel.
        squares = torch.linalg.vector_norm(z.sub_(mean), dim=-1, keepdim=True).square_()
        torch.rsqrt(squares / self.together + self.epsilon, out=self.inverse)
        torch.mul(z.mul_(self.inverse), self.scale.unsqueeze(-1), out=output)
        output.add_(self.shift.unsqueeze(-1)).clamp_min_(0)
        blocks, images = mean.shape[2], self.product.shape[2]
        self.mean.lerp_(mean.sum(2) / blocks, weight)
        self.variance.lerp_(squares.sum(2) / (images - blocks), weight)

    def back(self) -> Tensor:
        """The error by the product, from that by the output, with a step of scale and shift."""
        z, output, error = map(self._blocks, (self.product, self.output, self.error))
        error.mul_(output.sign_())  # the output itself has been used
        by_shift = error.sum(-1, keepdim=True)
        by_scale = torch.mul(error, z, out=output).sum(-1, keepdim=True)
        error.addcmul_(z, by_scale, value=-1 / self.together).sub_(by_shift / self.together)
        error.mul_(self.scale.unsqueeze(-1) * self.inverse)
        self.scale.add_(by_scale.sum(2))
        self.shift.add_(by_shift.sum(2))
        return self.error

    def _blocks(self, values: Tensor) -> Tensor:
        """(R, h, M) as (R, h, B, g)."""
        return values.view(*values.shape[:-1], -1, self.together)


class FusedNormalised(Normalised):
    """The same, fused."""

    def __post_init__(self) -> None:
        super().__post_init__()
        z, output, error = map(_rows, (self.product, self.output, self.error))
        inverse = _rows(self.inverse.squeeze(-1))
        scale, shift, mean, variance = map(_column, (self.scale, self.shift, self.mean, self.variance))
        self._real = scale.dtype.type
        epsilon = self._real(self.epsilon)
        self._forth = partial(
            fused.normalised_forth, z, output, inverse, scale, shift, mean, variance, epsilon
        )
        self._back = partial(fused.normalised_back, z, output, error, inverse, scale, shift)

    def forth(self, weight: float) -> None:
        """As in `Normalised`."""
        self._forth(self._real(weight))

    def back(self) -> Tensor:
        """As in `Normalised`."""
        self._back()
        return self.error


HiddenLayer = Biased | Normalised


def hidden_layer(
    architecture: Architecture,
    parameters: Parameters,
    moments: Moments,
    layer: int,
    error: Tensor,
    together: int,
    fused: bool,
) -> HiddenLayer:
    """Hidden layer number `layer` of nets; it changes their parameters and moments in place.

    `error` is where the error goes. `together` images are normalised together.
    """
    if not architecture.normalised:
        return (FusedBiased if fused else Biased)(parameters.shifts[layer], error)
    return (FusedNormalised if fused else Normalised)(
        parameters.scales[layer],
        parameters.shifts[layer],
        moments.means[layer],
        moments.variances[layer],
        architecture.epsilon,
        together,
        error,
    )


def _rows(values: Tensor) -> NDArray[Any]:
    """(R, h, n) as an array (R h, n) in the same memory."""
    return values.flatten(0, 1).numpy()


def _column(values: Tensor) -> NDArray[Any]:
    """(R, h, 1) as an array (R h,) in the same memory."""
    return values.view(-1).numpy()
