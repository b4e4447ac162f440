"""Stochastic gradient descent on many nets at once, with the backward pass written by hand.

One step of w ← w − γ ∇L_B(w), the (2.1) of the paper, for R replicas in about forty batched operations on
buffers that are allocated once.

## Main definitions
* `Ensemble`: R nets, their moments, and the step.

## Implementation notes
Plain SGD is linear in the gradient: −γ/M multiplies the error at the output, and each product that would
be a gradient is added to the parameters at once (`baddbmm_`). `nn_experiments.model.forward` under
automatic differentiation is the slow twin; the tests compare them in double precision.

Batch normalisation uses each replica's own batch. With `ghost` = g every g consecutive images of the batch
are normalised by themselves (`Hoffer2017`), so that batches of different sizes meet the
same kind of normalisation.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from nn_experiments.model import Architecture, Moments, Parameters


@dataclass(frozen=True, slots=True)
class _Buffers:
    """What a hidden layer of width h keeps between the passes, for B blocks of g images each.

    Normalised input, output and error have the shape (R, h, B, g); `inverse`, 1/√(variance + ε), has
    (R, h, B, 1).
    """

    normalised: Tensor
    output: Tensor
    error: Tensor
    inverse: Tensor


class Ensemble:
    """R nets that take steps of SGD together.

    Args:
        architecture: of all of them.
        parameters: where they start; they are copied to `device`.
        rate: the learning rate γ.
        batch: the number M of images in a batch, at least 2.
        ghost: the number of images that are normalised together, a divisor of M and at least 2; M if None.
        device: where they live, as PyTorch names it.

    Raises:
        ValueError: if `batch` or `ghost` is not as said.
    """

    def __init__(
        self,
        architecture: Architecture,
        parameters: Parameters,
        *,
        rate: float,
        batch: int,
        ghost: int | None = None,
        device: str = "cpu",
    ) -> None:
        together = ghost or batch
        if together < 2 or batch % together:
            raise ValueError(
                f"batch={batch}, ghost={ghost}: ghost must divide batch, and one image has no variance"
            )
        self.architecture, self.rate, self.batch, self.together = architecture, rate, batch, together
        self.parameters = parameters.with_tensors([t.to(device, copy=True) for t in parameters.tensors])
        self.moments = Moments(*(tuple(map(torch.zeros_like, self.parameters.shifts)) for _ in range(2)))
        self.steps = 0
        self._buffers = [self._buffer(width) for width in architecture.hidden]
        self._minus_one = -torch.ones_like(self.parameters.bias[:, :1]).expand(-1, -1, batch)

    def _buffer(self, width: int) -> _Buffers:
        bias = self.parameters.bias
        shape = (len(bias), width, self.batch // self.together)
        return _Buffers(*(bias.new_empty(*shape, last) for last in (*[self.together] * 3, 1)))

    @torch.inference_mode()
    def step(self, images: Tensor, labels: Tensor) -> Tensor:
        """Take one step, each replica on its own batch; the loss of each before it, shape (R,).

        `images` has the shape (R, M, pixels), `labels` (R, M).
        """
        inputs = [images.mT]
        for layer in range(len(self._buffers)):
            inputs.append(self._activated(layer, inputs[layer]))
        logits = torch.baddbmm(self.parameters.bias, self.parameters.weights[-1], inputs[-1])
        log_p = torch.log_softmax(logits, 1)
        loss = -log_p.gather(1, labels.unsqueeze(1)).mean((1, 2))
        error = log_p.exp_().scatter_add_(1, labels.unsqueeze(1), self._minus_one)
        self._descend(inputs, error.mul_(-self.rate / self.batch))
        self.steps += 1
        return loss

    def _activated(self, layer: int, a: Tensor) -> Tensor:
        """Layer `layer` applied to `a`, shape (R, inputs, M), in training mode."""
        kept, w = self._buffers[layer], self.parameters
        z = kept.normalised
        torch.bmm(w.weights[layer], a, out=z.flatten(2))
        mean = z.mean(-1, keepdim=True)
        # The norm is the fastest sum of squares there is; of the centred z, it does not cancel.
        squares = torch.linalg.vector_norm(z.sub_(mean), dim=-1, keepdim=True).square_()
        torch.rsqrt(squares / self.together + self.architecture.epsilon, out=kept.inverse)
        torch.mul(z.mul_(kept.inverse), w.scales[layer].unsqueeze(-1), out=kept.output)
        kept.output.add_(w.shifts[layer].unsqueeze(-1)).clamp_min_(0)
        blocks = self.batch // self.together
        self._remember(layer, _block_sum(mean) / blocks, _block_sum(squares) / (self.batch - blocks))
        return kept.output.flatten(2)

    def _remember(self, layer: int, mean: Tensor, variance: Tensor) -> None:
        weight = max(1 / (self.steps + 1), self.architecture.momentum)
        self.moments.means[layer].lerp_(mean, weight)
        self.moments.variances[layer].lerp_(variance, weight)

    def _descend(self, inputs: Sequence[Tensor], error: Tensor) -> None:
        """Pass −γ times the derivative by the logits back, adding to the parameters on the way."""
        w, above = self.parameters, error
        for layer in reversed(range(len(w.weights))):
            if layer < len(self._buffers):
                above = self._through_normalisation(layer)
            if layer:  # before the weights change
                torch.bmm(w.weights[layer].mT, above, out=self._buffers[layer - 1].error.flatten(2))
            w.weights[layer].baddbmm_(above, inputs[layer].mT)
        w.bias.add_(error.sum(-1, keepdim=True))

    def _through_normalisation(self, layer: int) -> Tensor:
        """The error behind ReLU and batch normalisation of a layer, given the one before; shape (R, h, M)."""
        kept, w = self._buffers[layer], self.parameters
        error, z = kept.error, kept.normalised
        error.mul_(kept.output.sign_())  # the output itself has been used
        shift_step = error.sum(-1, keepdim=True)
        scale_step = torch.mul(error, z, out=kept.output).sum(-1, keepdim=True)
        error.addcmul_(z, scale_step, value=-1 / self.together).sub_(shift_step / self.together)
        error.mul_(w.scales[layer].unsqueeze(-1) * kept.inverse)
        w.scales[layer].add_(_block_sum(scale_step))
        w.shifts[layer].add_(_block_sum(shift_step))
        return error.flatten(2)


def _block_sum(blocks: Tensor) -> Tensor:
    """The sum over the blocks of a batch, from (R, h, B, 1) to (R, h, 1)."""
    return blocks.squeeze(2) if blocks.shape[2] == 1 else blocks.sum(2)
