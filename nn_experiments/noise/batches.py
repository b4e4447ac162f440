"""Gradients of mini-batches, as SGD takes them, for many batches at once.

## Main definitions
* `copied`: one net many times, so that each copy has a batch of its own.
* `batch_gradients`: ĝ of each copy, batch normalisation as the landscape has it.
* `drawn`: batches with and without replacement.
* `noises_of_a_pass`: ĝ − ∇L along a pass of SGD through shuffled images.
"""

from dataclasses import replace

import torch
from torch import Tensor

from nn_experiments.curvature.landscape import Landscape, flattened, unflattened
from nn_experiments.network.model import Moments, cross_entropy, forward


def copied(landscape: Landscape, replica: int, count: int) -> Landscape:
    """One net of a landscape, `count` times."""

    def same(tensors: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        return tuple(t[replica : replica + 1].expand(count, -1, -1) for t in tensors)

    moments = landscape.moments and Moments(same(landscape.moments.means), same(landscape.moments.variances))
    nets = landscape.parameters.with_tensors(same(landscape.parameters.tensors))
    return replace(landscape, parameters=nets, moments=moments)


def batch_gradients(landscape: Landscape, chosen: Tensor) -> Tensor:
    """The gradient of each replica on its own batch of images, `chosen`, shape (R, M); shape (R, P).

    Without moments each batch is normalised by its own statistics, as in training.
    """
    leaves = [t.detach().clone().requires_grad_() for t in landscape.parameters.tensors]
    nets = landscape.parameters.with_tensors(leaves)
    images, labels = landscape.images[chosen].mT, landscape.labels[chosen]
    loss = cross_entropy(forward(landscape.architecture, nets, images, landscape.moments), labels)
    return flattened(torch.autograd.grad(loss.sum() / chosen.shape[1], leaves))


def drawn(generator: torch.Generator, count: int, images: int, size: int, *, repeated: bool) -> Tensor:
    """`count` batches of `size` out of `images` images, shape (count, size); `repeated`: with replacement.

    Raises:
        ValueError: if a batch without replacement would be larger than the data.
    """
    if repeated:
        return torch.randint(images, (count, size), generator=generator, device=generator.device)
    if size > images:
        raise ValueError(f"size={size}: there are {images} different images")
    keys = torch.rand(count, images, generator=generator, device=generator.device)
    return keys.argsort(dim=1)[:, :size]


def noises_of_a_pass(landscape: Landscape, orders: Tensor, size: int, rate: float) -> Tensor:
    """ĝ_k(w_k) − ∇L(w_k) of the steps of one pass, each replica in its order, shape (R, N).

    The nets take steps of SGD with learning rate `rate` on the way; L is the mean over all images of the
    landscape. Shape (steps, R, P).

    Raises:
        ValueError: if `size` does not divide the number of images.
    """
    if orders.shape[1] % size:
        raise ValueError(f"size={size}: it divides the {orders.shape[1]} images of a pass")
    noises = []
    for chosen in torch.split(orders, size, dim=1):
        slope = batch_gradients(landscape, chosen)
        noises.append(slope - landscape.gradient())
        like = landscape.parameters.tensors
        moved = unflattened(landscape.place - rate * slope, like)
        landscape = replace(landscape, parameters=landscape.parameters.with_tensors(moved))
    return torch.stack(noises)
