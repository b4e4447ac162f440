"""Batch normalisation in evaluation mode as part of the matrices, and derivatives through it.

With given moments a normalised layer is affine: with n = 1/√(variance + ε) and the scale s its matrix is
s n W, and its bias, with the shift t, t − s n mean. Scales and shifts are parameters, too.

## Main definitions
* `Affine`: nets, or directions, by the matrices and biases that the images meet.
* `Folding`: there and back.

## Notation
W, s, t and their derivatives have the shapes (R, K, outputs, inputs) and (R, K, h, 1), for K directions; nets
and gradients have K = 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from nn_experiments.network.model import Architecture, Moments, Parameters

Pieces = Parameters  # tensors of the same kinds with an axis more


@dataclass(frozen=True, slots=True)
class Affine:
    """Matrices and biases of all layers."""

    matrices: Sequence[Tensor]
    biases: Sequence[Tensor]

    def of(self, *place: int) -> "Affine":
        """Those of one net, or of one direction of it."""
        return Affine([m[place] for m in self.matrices], [b[place] for b in self.biases])

    def divided(self, by: float) -> "Affine":
        """All of them divided by a number."""
        return Affine([m / by for m in self.matrices], [b / by for b in self.biases])

    def zeros(self) -> "Affine":
        """Zeros of the same shapes."""
        return Affine(*([t.new_zeros(t.shape) for t in group] for group in (self.matrices, self.biases)))


class Folding:
    """What is needed to fold: nets, W, s and t with K = 1, and for each hidden layer n and the mean."""

    def __init__(self, architecture: Architecture, parameters: Parameters, moments: Moments | None) -> None:
        self.nets = parameters.with_tensors([t.unsqueeze(1) for t in parameters.tensors])
        self.normalised = moments is not None and architecture.normalised
        if moments and self.normalised:
            self.inverses = [torch.rsqrt(v + architecture.epsilon).unsqueeze(1) for v in moments.variances]
            self.means = [m.unsqueeze(1) for m in moments.means]

    def folded(self) -> Affine:
        """The nets."""
        nets, matrices, biases = self.nets, list(self.nets.weights), [*self.nets.shifts, self.nets.bias]
        if self.normalised:
            for layer, (n, mean, s) in enumerate(zip(self.inverses, self.means, nets.scales, strict=True)):
                matrices[layer] = s * n * matrices[layer]
                biases[layer] = biases[layer] - s * n * mean
        return Affine(matrices, biases)

    def direction(self, v: Pieces) -> Affine:
        """The derivative of `folded` along v."""
        matrices, biases = list(v.weights), [*v.shifts, v.bias]
        if self.normalised:
            for layer, (n, mean, v_s) in enumerate(zip(self.inverses, self.means, v.scales, strict=True)):
                w, s = self.nets.weights[layer], self.nets.scales[layer]
                matrices[layer] = n * (s * v.weights[layer] + v_s * w)
                biases[layer] = biases[layer] - n * mean * v_s
        return Affine(matrices, biases)

    def gradient(self, by: Affine) -> Pieces:
        """The derivative by W, s and t, from that by the matrices and biases."""
        weights, scales = list(by.matrices), []
        if self.normalised:
            for layer, (n, mean) in enumerate(zip(self.inverses, self.means, strict=True)):
                w, s = self.nets.weights[layer], self.nets.scales[layer]
                scales.append(n * _scale_sum(by, layer, w, mean))
                weights[layer] = s * n * by.matrices[layer]
        return Pieces(tuple(weights), tuple(scales), tuple(by.biases[:-1]), by.biases[-1])

    def gradient_along(self, by: Affine, r_by: Affine, v: Pieces) -> Pieces:
        """The derivative of `gradient` along v, if that of `by` is `r_by`."""
        found = self.gradient(r_by)
        if not self.normalised:
            return found
        weights, scales = list(found.weights), list(found.scales)
        for layer, n in enumerate(self.inverses):
            weights[layer] += n * v.scales[layer] * by.matrices[layer]
            scales[layer] += n * (by.matrices[layer] * v.weights[layer]).sum(-1, keepdim=True)
        return Pieces(tuple(weights), tuple(scales), found.shifts, found.bias)


def _scale_sum(by: Affine, layer: int, w: Tensor, mean: Tensor) -> Tensor:
    return (by.matrices[layer] * w).sum(-1, keepdim=True) - mean * by.biases[layer]
