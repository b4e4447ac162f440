"""One step of many nets together, in batched products of PyTorch and what lies between them.

## Main definitions
* `Batched`: the nets, and their step.
* `nets_at_a_time`: how many a cache holds.

## Implementation notes
Plain SGD is linear in the gradient: −γ/M multiplies the error at the output, and each product that would
be a gradient is added to the parameters at once (`baddbmm_`). What lies between the products is the work of
`nn_experiments.network.hidden_layer`.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from nn_experiments.network.hidden_layer import HiddenLayer, hidden_layer
from nn_experiments.network.model import Architecture, Moments, Parameters
from nn_experiments.network.output_layer import FusedOutput, Output

NEAR = 6 * 2**20
"""Bytes of which most stay in the caches of one core, from one step to the next."""


def nets_at_a_time(architecture: Architecture, batch: int, bytes_each: int) -> int:
    """How many nets, with all that a step of them touches, lie in `NEAR`, at least one."""
    activations = batch * (architecture.widths[0] + 3 * sum(architecture.widths[1:]))
    return max(1, NEAR // (bytes_each * (architecture.size + activations)))


class Batched:
    """R nets whose parameters and moments are changed in place.

    `together` images are normalised together; `factor`, −γ/M, multiplies the error. `fused`: whether the
    kernels of `nn_experiments.network.fused` do what lies between the products; they are for the CPU only.
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
        fused: bool,
    ) -> None:
        self.parameters = parameters
        self._hidden: list[HiddenLayer] = []
        for layer, width in reversed(list(enumerate(architecture.hidden))):
            error = parameters.bias.new_empty(len(parameters.bias), width, batch)
            if self._hidden and self._hidden[0].product.shape == error.shape:
                error = self._hidden[0].product  # the layer above has done with it when this error comes
            new = hidden_layer(architecture, parameters, moments, layer, error, together, fused)
            self._hidden.insert(0, new)
        self._output = (FusedOutput if fused else Output)(parameters.bias, batch, factor)

    @torch.inference_mode()
    def step(self, images: Tensor, labels: Tensor, weight: float) -> Tensor:
        """Take one step, each net on its own batch; the loss of each before it, shape (R,).

        `images` has the shape (R, M, pixels), `labels` (R, M); the moments move by the share `weight`.
        """
        inputs = [images.mT]
        for layer, hidden in enumerate(self._hidden):
            torch.bmm(self.parameters.weights[layer], inputs[layer], out=hidden.product)
            hidden.forth(weight)
            inputs.append(hidden.output)
        torch.bmm(self.parameters.weights[-1], inputs[-1], out=self._output.product)
        loss, error = self._output.back(labels)
        self._descend(inputs, error)
        return loss

    def _descend(self, inputs: Sequence[Tensor], error: Tensor) -> None:
        """Pass −γ times the derivative by the logits back, adding to the parameters on the way."""
        weights = self.parameters.weights
        for layer in reversed(range(len(weights))):
            if layer:  # before the weights change
                torch.bmm(weights[layer].mT, error, out=self._hidden[layer - 1].error)
            weights[layer].baddbmm_(error, inputs[layer].mT)
            if layer:
                error = self._hidden[layer - 1].back()
