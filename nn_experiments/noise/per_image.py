"""The gradient of every single image, in factors, for R nets at once.

The gradient of one image's loss by a matrix of weights is an outer product, of the error behind the layer
with the activations before it. Sums over images and inner products of gradients need only the factors: N
gradients of P numbers are never formed.

## Main definitions
* `Factor`: the gradients by one tensor of parameters.
* `ImageGradients`: all of them, in the order of the parameters.
* `image_gradients`: from nets and images.

## Implementation notes
Batch normalisation in evaluation mode. In training mode the loss of one image depends on the rest of the
batch, and there is no such thing as the gradient of one image.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from nn_experiments.curvature.landscape import Landscape, flattened


@dataclass(frozen=True, eq=False, slots=True)
class Factor:
    """The gradients of N images by one tensor: error_n ⊗ input_n.

    Shapes (R, a, N) and (R, b, N) for parameters of shape (R, a, b).
    """

    error: Tensor
    input: Tensor


@dataclass(frozen=True, eq=False, slots=True)
class ImageGradients:
    """∇L_n of N images for R nets."""

    factors: Sequence[Factor]

    @property
    def count(self) -> int:
        """The number N of images."""
        return self.factors[0].error.shape[2]

    @property
    def size(self) -> int:
        """The number P of parameters."""
        return sum(f.error.shape[1] * f.input.shape[1] for f in self.factors)

    def gram(self) -> Tensor:
        """∇L_n · ∇L_m, shape (R, N, N)."""
        return torch.stack([(f.error.mT @ f.error) * (f.input.mT @ f.input) for f in self.factors]).sum(0)

    def sums(self, weights: Tensor) -> Tensor:
        """Σ_n c_n ∇L_n for k rows of weights, shape (k, R, N); the sums have the shape (k, R, P)."""
        return torch.stack(
            [flattened([(f.error * c[:, None]) @ f.input.mT for f in self.factors]) for c in weights]
        )


def image_gradients(landscape: Landscape) -> ImageGradients:
    """The gradient of the loss of every image of a landscape.

    Raises:
        ValueError: if batch normalisation is in training mode.
    """
    if landscape.architecture.normalised and landscape.moments is None:
        raise ValueError("moments=None: in training mode a single image has no gradient; give the moments")
    layers, logits = _passed(landscape)
    chosen = landscape.labels.expand(len(logits), -1).unsqueeze(1)
    error = torch.softmax(logits, 1)
    error = error.scatter_add(1, chosen, -torch.ones_like(error[:, :1]))
    return ImageGradients(_passed_back(landscape, layers, error))


@dataclass(frozen=True, eq=False, slots=True)
class _Layer:
    """What a layer saw: `input`, (R, b, N), and, for hidden ones, `standard` and `output`, (R, a, N).

    `gain` is what a change of the product with the weights is multiplied by before the shift.
    """

    input: Tensor
    standard: Tensor | None = None
    output: Tensor | None = None
    gain: Tensor | float = 1.0


def _passed(landscape: Landscape) -> tuple[list[_Layer], Tensor]:
    """The layers, and the logits, shape (R, classes, N)."""
    nets, moments = landscape.parameters, landscape.moments
    a = landscape.images.mT.expand(landscape.replicas, -1, -1)
    layers = []
    for layer, shift in enumerate(nets.shifts):
        z = nets.weights[layer] @ a
        standard: Tensor | None = None
        gain: Tensor | float = 1.0
        if landscape.architecture.normalised and moments:
            inverse = torch.rsqrt(moments.variances[layer] + landscape.architecture.epsilon)
            standard, gain = (z - moments.means[layer]) * inverse, nets.scales[layer] * inverse
            z = nets.scales[layer] * standard
        output = torch.relu(z + shift)
        layers.append(_Layer(a, standard, output, gain))
        a = output
    return [*layers, _Layer(a)], torch.baddbmm(nets.bias, nets.weights[-1], a)


def _passed_back(landscape: Landscape, layers: Sequence[_Layer], error: Tensor) -> list[Factor]:
    """The factors, in the order of the parameters."""
    one = torch.ones_like(error[:, :1])
    weights = [Factor(error, layers[-1].input)]
    scales: list[Factor] = []
    shifts = [Factor(error, one)]
    for layer, weight in zip(layers[-2::-1], landscape.parameters.weights[:0:-1], strict=True):
        assert layer.output is not None
        error = (weight.mT @ error) * (layer.output > 0)
        shifts.insert(0, Factor(error, one))
        if layer.standard is not None:
            scales.insert(0, Factor(error * layer.standard, one))
        error = error * layer.gain
        weights.insert(0, Factor(error, layer.input))
    return [*weights, *scales, *shifts]
