"""The Frobenius norm of the Hessian of the loss, by random products (Figure 3).

For a Gaussian vector v with independent standard components E‖Hv‖² = tr H² = ‖H‖_F², so that the mean of
‖Hv‖² over k of them is unbiased (`Hutchinson1990`); its variance is 2 tr H⁴/k
(`nn_experiments.training.curves` makes ln ‖H‖_F and its standard error of them). This is most likely what the
paper calls "the method in Wu and Zhu [2017]".

## Main definitions
* `derivatives`: ∇L, and Hv for given vectors v, in either mode of batch normalisation.
* `products`: the same for many v of each replica in evaluation mode, the fast way.
* `squared_derivatives`: ‖∇L‖² of each replica, and ‖Hv‖² for k Gaussian v.

## Implementation notes
One set of images for all nets: the Hessian of a mini-batch of M images has a squared norm that is larger by
O(1/M), which would itself make a difference between batch sizes. All parameters count.

In evaluation mode batch normalisation is folded into the weights, and Hv found by the R-operator; the loss is
a sum over images, and blocks that fit the processor's cache are faster. In training mode Hv is the derivative
of ⟨∇L, v⟩; the graph of ∇L is built once and used for all v.
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from nn_experiments.network.folded import Folding
from nn_experiments.network.model import Architecture, Moments, Parameters, cross_entropy, forward
from nn_experiments.network.r_operator import Sums

BLOCK = 256  # images, so that what is done with them stays in the cache
CHUNK = 32  # vectors that are kept at a time


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
    squares: list[NDArray[np.float64]] = []
    for start in range(0, probes, CHUNK):
        vectors = [
            [
                torch.randn(t.shape, generator=generator, dtype=t.dtype, device=t.device)
                for t in parameters.tensors
            ]
            for _ in range(min(CHUNK, probes - start))
        ]
        slope, found = derivatives(architecture, parameters, moments, images, labels, vectors)
        squares += map(_squared_norms, found)
    return _squared_norms(slope), np.stack(squares, axis=1)


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
    where all the images are one batch. Nets without normalisation need none.
    """
    if moments is None and architecture.normalised:
        return differentiated_twice(architecture, parameters, moments, images, labels, vectors)
    stacked = [
        torch.stack([v[piece] for v in vectors], 1) if vectors else t.new_empty(len(t), 0, *t.shape[1:])
        for piece, t in enumerate(parameters.tensors)
    ]
    slope, found = products(architecture, parameters, moments, images, labels, stacked)
    return slope, [[piece[:, number] for piece in found] for number in range(len(vectors))]


@torch.no_grad()
def products(
    architecture: Architecture,
    parameters: Parameters,
    moments: Moments | None,
    images: Tensor,
    labels: Tensor,
    vectors: Sequence[Tensor],
) -> tuple[list[Tensor], list[Tensor]]:
    """∇L, and Hv for K vectors v of each replica, by the R-operator.

    `vectors`, and the products like them, are for every tensor of the parameters, shape (R, a, b), one of the
    shape (R, K, a, b). The other arguments are those of `derivatives`.

    Raises:
        ValueError: if `moments` is None although the nets are normalised.
    """
    if moments is None and architecture.normalised:
        raise ValueError("moments=None: the R-operator knows batch normalisation in evaluation mode only")
    folding = Folding(architecture, parameters, moments)
    v = parameters.with_tensors([t.contiguous() for t in vectors])
    nets, along = folding.folded(), folding.direction(v)
    by, r_by = nets.zeros(), along.zeros()
    for net in range(len(parameters.bias)):
        sums = Sums(nets.of(net, 0), along.of(net), by.of(net, 0), r_by.of(net))
        for part, theirs in zip(torch.split(images, BLOCK), torch.split(labels, BLOCK), strict=True):
            sums.add(part, theirs)
        sums.finish()
    by, r_by = by.divided(len(labels)), r_by.divided(len(labels))
    slope = [t.squeeze(1) for t in folding.gradient(by).tensors]
    return slope, list(folding.gradient_along(by, r_by, v).tensors)


def differentiated_twice(
    architecture: Architecture,
    parameters: Parameters,
    moments: Moments | None,
    images: Tensor,
    labels: Tensor,
    vectors: Sequence[Sequence[Tensor]],
) -> tuple[list[Tensor], list[list[Tensor]]]:
    """What `derivatives` returns, by automatic differentiation: for training mode, and as a slow twin."""
    leaves = [t.detach().clone().requires_grad_() for t in parameters.tensors]
    nets = parameters.with_tensors(leaves)
    slope, *sums = ([torch.zeros_like(t) for t in leaves] for _ in range(1 + len(vectors)))
    block = len(labels) if moments is None and architecture.normalised else BLOCK
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
