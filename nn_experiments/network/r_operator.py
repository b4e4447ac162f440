"""Products of the Hessian with many vectors, by differentiating the gradient's own passes forward.

With R{·} the derivative along v, Hv = R{∇L}: each line of the forward and the backward pass has a derivative
that is as easy as itself (`Pearlmutter1994`). Written by hand, the passes themselves are done once for all v,
what is zero is left out (R{images} = 0), and the products of matrices of all v are joined.

## Main definitions
* `Sums`: ∇L and Hv of one net, added up over blocks of images.

## Notation
Layer l: z = A a + b, then max(0, z) unless it is the last; δ is the derivative of the loss by z. For K
vectors v at once R{A} has the shape (K, outputs, inputs), R{b} (K, outputs, 1), and R{a}, R{δ} for a block of
M images (K, features, M).
"""

from typing import NamedTuple

import torch
from torch import Tensor

from nn_experiments.network import fused
from nn_experiments.network.folded import Affine

TOGETHER = 8  # directions, so that what is done with them stays in the cache


class Passes(NamedTuple):
    """What the passes over a block of images leave behind: a and δ of all layers, and the probabilities."""

    inputs: list[Tensor]
    errors: list[Tensor]
    probabilities: Tensor


def passes(net: Affine, images: Tensor, labels: Tensor) -> Passes:
    """The forward and the backward pass over `images`, shape (M, pixels)."""
    inputs = [images.mT]
    for matrix, bias in zip(net.matrices[:-1], net.biases[:-1], strict=True):
        inputs.append(torch.addmm(bias, matrix, inputs[-1]).clamp_min_(0))
    probabilities = torch.addmm(net.biases[-1], net.matrices[-1], inputs[-1]).softmax(0)
    error = probabilities.clone()
    error[labels, torch.arange(len(labels), device=labels.device)] -= 1
    errors = [error]
    for matrix, below in zip(net.matrices[:0:-1], inputs[:0:-1], strict=True):
        errors.insert(0, (matrix.mT @ errors[0]).mul_(below > 0))
    return Passes(inputs, errors, probabilities)


class Sums:
    """∇L and R{∇L} of one net, for K directions, added up over blocks of images.

    Args:
        net: A and b.
        directions: R{A} and R{b}.
        gradient: where the derivatives by A and b are added, and
        r_gradient: where R of them is.
    """

    def __init__(self, net: Affine, directions: Affine, gradient: Affine, r_gradient: Affine) -> None:
        self.net, self.directions, self.gradient, self.r_gradient = net, directions, gradient, r_gradient
        self._transposed = [r.mT.contiguous() for r in directions.matrices]
        self._r_transposed = [torch.zeros_like(t) for t in self._transposed[1:]]

    def add(self, images: Tensor, labels: Tensor) -> None:
        """Add a block of images, shape (M, pixels)."""
        done = passes(self.net, images, labels)
        for layer, (below, error) in enumerate(zip(done.inputs, done.errors, strict=True)):
            self.gradient.matrices[layer].addmm_(error, below.mT)
            self.gradient.biases[layer].add_(error.sum(-1, keepdim=True))
        for start in range(0, len(self.directions.biases[0]), TOGETHER):
            self._add_directions(done, slice(start, start + TOGETHER))

    def finish(self) -> None:
        """Join what was summed apart; to be called once."""
        for total, transposed in zip(self.r_gradient.matrices[1:], self._r_transposed, strict=True):
            total.add_(transposed.mT)

    def _add_directions(self, done: Passes, chosen: slice) -> None:
        inputs = self._inputs(done, chosen)
        r_error = done.probabilities * inputs.pop()
        r_error -= done.probabilities * r_error.sum(1, keepdim=True)
        self.r_gradient.biases[-1][chosen].add_(r_error.sum(-1, keepdim=True))
        for layer in reversed(range(len(self.net.matrices))):
            below, error = done.inputs[layer], done.errors[layer]
            _rows(self.r_gradient.matrices[layer][chosen]).addmm_(_rows(r_error), below.mT)
            if layer:
                r_below = inputs.pop()
                _rows(self._r_transposed[layer - 1][chosen]).addmm_(_rows(r_below), error.mT)
                r_error = _product(
                    self._transposed[layer][chosen], error, self.net.matrices[layer].mT, r_error
                )
                _back(r_error, below, self.r_gradient.biases[layer - 1][chosen])

    def _inputs(self, done: Passes, chosen: slice) -> list[Tensor]:
        """R{a} of all layers but the first, where it is zero, and R{z} of the last."""
        found: list[Tensor] = []
        last = len(self.net.matrices) - 1
        for layer, matrix in enumerate(self.net.matrices):
            r_matrix, r_bias = (g[layer][chosen] for g in (self.directions.matrices, self.directions.biases))
            below = found[-1] if found else None
            r_z = _product(r_matrix, done.inputs[layer], matrix, below)
            if layer < last:
                _forth(r_z, r_bias, done.inputs[layer + 1])
            else:
                r_z += r_bias
            found.append(r_z)
        return found


def _product(r_matrix: Tensor, values: Tensor, matrix: Tensor, r_values: Tensor | None) -> Tensor:
    """R{matrix · values} for K directions."""
    found = (_rows(r_matrix) @ values).view(*r_matrix.shape[:2], -1)
    return found if r_values is None else found.baddbmm_(matrix.expand(len(found), -1, -1), r_values)


def _rows(values: Tensor) -> Tensor:
    """(K, h, n) as (K h, n) in the same memory."""
    return values.view(-1, values.shape[-1])


def _forth(r_z: Tensor, r_bias: Tensor, output: Tensor) -> None:
    """From R{A a}, in place, to R{max(0, z)}, where max(0, z) is `output`."""
    if not _fusible(r_z):
        r_z.add_(r_bias).mul_(output > 0)
    else:
        fused.chosen_forth(r_z.numpy(), r_bias.squeeze(-1).numpy(), output.numpy())


def _back(r_error: Tensor, output: Tensor, r_bias: Tensor) -> None:
    """From R{δ by max(0, z)}, in place, to R{δ by z}; its sum over the images is added to `r_bias`."""
    if not _fusible(r_error):
        r_bias += r_error.mul_(output > 0).sum(-1, keepdim=True)
    else:
        fused.chosen_back(r_error.numpy(), output.numpy(), r_bias.squeeze(-1).numpy())


def _fusible(values: Tensor) -> bool:
    """Whether the kernels can reach them."""
    return values.device.type == "cpu"
