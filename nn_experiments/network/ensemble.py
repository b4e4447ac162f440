"""Stochastic gradient descent on many nets at once, with the backward pass written by hand.

One step of w ← w − γ ∇L_B(w), the (2.1) of the paper, for R replicas in about thirty batched operations on
buffers that are allocated once.

## Main definitions
* `Ensemble`: R nets, their moments, and the step.

## Implementation notes
Plain SGD is linear in the gradient: −γ/M multiplies the error at the output, and each product that would
be a gradient is added to the parameters at once (`baddbmm_`). What lies between the products is the work of
`nn_experiments.network.hidden_layer`. `nn_experiments.network.model.forward` under automatic differentiation
is the slow twin; the tests compare them in double precision.

Batch normalisation uses each replica's own batch. With `ghost` = g every g consecutive images of the batch
are normalised by themselves (`Hoffer2017`), so that batches of different sizes meet the
same kind of normalisation.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from nn_experiments.network.hidden_layer import HiddenLayer, hidden_layer
from nn_experiments.network.model import Architecture, Moments, Parameters
from nn_experiments.network.output_layer import FusedOutput, Output


class Ensemble:
    """R nets that take steps of SGD together.

    Args:
        architecture: of all of them.
        parameters: where they start; they are copied to `device`.
        rate: the learning rate γ.
        batch: the number M of images in a batch, at least 2 if they are normalised.
        ghost: the number of images that are normalised together, a divisor of M and at least 2; M if None.
            None if the architecture has no normalisation.
        device: where they live, as PyTorch names it.
        fused: whether what lies between the products is done by the kernels of
        `nn_experiments.network.fused`; they
            are for the CPU only, and nothing changes on other devices.

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
        fused: bool = True,
    ) -> None:
        if ghost is not None and not architecture.normalised:
            raise ValueError(f"ghost={ghost}: nothing is normalised, it must be None")
        together = ghost or batch
        if architecture.normalised and (together < 2 or batch % together):
            raise ValueError(
                f"batch={batch}, ghost={ghost}: ghost must divide batch, and one image has no variance"
            )
        self.architecture, self.rate, self.batch = architecture, rate, batch
        copies = [t.to(device, copy=True).contiguous() for t in parameters.tensors]
        self._parameters = parameters.with_tensors(copies)
        self._moments = Moments(*(tuple(map(torch.zeros_like, self.parameters.scales)) for _ in range(2)))
        self.steps = 0
        fused = fused and copies[-1].device.type == "cpu"
        self._hidden = self._hidden_layers(together, fused)
        self._output = (FusedOutput if fused else Output)(self.parameters.bias, batch, -rate / batch)

    def _hidden_layers(self, together: int, fused: bool) -> list[HiddenLayer]:
        layers: list[HiddenLayer] = []
        for layer, width in reversed(list(enumerate(self.architecture.hidden))):
            error = self.parameters.bias.new_empty(len(self.parameters.bias), width, self.batch)
            if layers and layers[0].product.shape == error.shape:
                error = layers[0].product  # when this error comes, the layer above has done with its product
            new = hidden_layer(
                self.architecture, self.parameters, self.moments, layer, error, together, fused
            )
            layers.insert(0, new)
        return layers

    @property
    def parameters(self) -> Parameters:
        """Where the nets are; their memory stays in its place, to be written to and not to be replaced."""
        return self._parameters

    @property
    def moments(self) -> Moments:
        """The moments for evaluation; their memory stays in its place, too."""
        return self._moments

    @torch.inference_mode()
    def step(self, images: Tensor, labels: Tensor) -> Tensor:
        """Take one step, each replica on its own batch; the loss of each before it, shape (R,).

        `images` has the shape (R, M, pixels), `labels` (R, M).
        """
        weight = max(1 / (self.steps + 1), self.architecture.momentum)
        inputs = [images.mT]
        for layer, hidden in enumerate(self._hidden):
            torch.bmm(self.parameters.weights[layer], inputs[layer], out=hidden.product)
            hidden.forth(weight)
            inputs.append(hidden.output)
        torch.bmm(self.parameters.weights[-1], inputs[-1], out=self._output.product)
        loss, error = self._output.back(labels)
        self._descend(inputs, error)
        self.steps += 1
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
