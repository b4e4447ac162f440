"""The Frobenius norm of the Hessian of the loss, by random products (Figure 3).

For a Gaussian vector v with independent standard components E‖Hv‖² = tr H² = ‖H‖_F², so that the mean of
‖Hv‖² over k of them is unbiased (`Hutchinson1990`); its variance is 2 tr H⁴/k
(`nn_experiments.curves` makes ln ‖H‖_F and its standard error of them). This is most likely what the
paper calls "the method in Wu and Zhu [2017]".

## Main definitions
* `derivatives`: ∇L, and Hv for given vectors v.
* `squared_derivatives`: ‖∇L‖² of each replica, and ‖Hv‖² for k Gaussian v.

## Implementation notes
One set of images for all nets: the Hessian of a mini-batch of M images has a squared norm that is larger by
O(1/M), which would itself make a difference between batch sizes. All parameters count.

Hv is the derivative of ⟨∇L, v⟩; the graph of ∇L is built once for each block of images and used for all v.
In evaluation mode the loss is a sum over images, and blocks that fit the processor's cache are faster.
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from nn_experiments.model import Architecture, Moments, Parameters, cross_entropy, forward

BLOCK = 512  # images


def squared_derivatives(
    architecture: Architecture,
    parameters: Parameters,
    moments: Moments | None,
    images: Tensor,
    labels: Tensor,
    *,
    probes: int,
    generator: torch.Generator,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """‖∇L‖² of each of R replicas, shape (R,), and ‖Hv‖² for Gaussian vectors v, shape (R, probes).

    `generator` draws the vectors and is on the device of the parameters; the other arguments are those of
    `derivatives`.
    """
    vectors = [
        [
            torch.randn(t.shape, generator=generator, dtype=t.dtype, device=t.device)
            for t in parameters.tensors
        ]
        for _ in range(probes)
    ]
    slope, found = derivatives(architecture, parameters, moments, images, labels, vectors)
    return _squared_norms(slope), np.stack([_squared_norms(product) for product in found], axis=1)


def derivatives(
    architecture: Architecture,
    parameters: Parameters,
    moments: Moments | None,
    images: Tensor,
    labels: Tensor,
    vectors: Sequence[Sequence[Tensor]],
) -> tuple[list[Tensor], list[list[Tensor]]]:
    """∇L, and Hv for every v of `vectors`; all are in pieces like the `tensors` of the parameters.

    L is, for each replica, the mean cross-entropy over `images`, shape (N, pixels), H its Hessian by all
    parameters. `moments` are for batch normalisation in evaluation mode; None stands for training mode,
    where all the images are one batch.
    """
    leaves = [t.detach().clone().requires_grad_() for t in parameters.tensors]
    nets = parameters.with_tensors(leaves)
    slope, *sums = ([torch.zeros_like(t) for t in leaves] for _ in range(1 + len(vectors)))
    block = len(labels) if moments is None else BLOCK
    for part, theirs in zip(torch.split(images, block), torch.split(labels, block), strict=True):
        loss = cross_entropy(forward(architecture, nets, part.mT, moments), theirs).sum() / len(labels)
        gradient = torch.autograd.grad(loss, leaves, create_graph=True)
        _add(slope, [term.detach() for term in gradient])
        for v, total in zip(vectors, sums, strict=True):
            _add(total, torch.autograd.grad(gradient, leaves, v, retain_graph=True))
    return slope, sums


def _add(total: Sequence[Tensor], terms: Sequence[Tensor]) -> None:
    """Add `terms` to `total`, piece by piece."""
    for piece, term in zip(total, terms, strict=True):
        piece += term


def _squared_norms(tensors: Sequence[Tensor]) -> NDArray[np.float64]:
    """The squared norm of each replica's part, shape (R,)."""
    squares = torch.stack([t.double().square().sum((1, 2)) for t in tensors]).sum(0)
    norms: NDArray[np.float64] = squares.cpu().numpy()
    return norms
