"""How the loss of the nets of the checks changes with the lengths of their weights, on one thread.

## Main definitions
* `along_the_lengths`: slope, curvature and Hessian along each layer's weights.
* `lowest_eigenvalues`: of nets, and of a softmax regression at rest.
"""

from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from nn_experiments.curvature.lanczos import Eigenvalues, extreme_eigenvalues
from nn_experiments.curvature.landscape import Landscape, flattened
from nn_experiments.data.digits import digits
from nn_experiments.findings.at_rest import NO_MOMENTS, QUADRANTS, REGRESSION, SAMPLES, resting_place
from nn_experiments.network.model import Parameters
from nn_experiments.noise.digits_nets import digits_nets
from nn_experiments.training.curves import Floats
from nn_experiments.training.train import threads

STEPS = 40


def _along(nets: Landscape, layer: int) -> Tensor:
    """The weights of one layer, 0 elsewhere, shape (R, P)."""
    tensors = nets.parameters.tensors
    return flattened([t if place == layer else torch.zeros_like(t) for place, t in enumerate(tensors)])


def _length(rows: Tensor) -> Tensor:
    length: Tensor = torch.linalg.vector_norm(rows, dim=1)
    return length


@threads(1)
def along_the_lengths(epoch: int, images: int, layer: int) -> dict[str, Floats]:
    """What the loss does along u, the weights of one layer, by net, shape (R,); training mode.

    "slope" is the cosine of ∇L by these weights and u, "curvature" that of Hu and u, "image" ‖Hu + ∇L‖/‖Hu‖
    with ∇L by these weights, "twice" ln ‖H(αw)v‖/‖H(w)v‖ + 2 ln α by these weights for α = 2 and a random v.
    """
    nets = digits_nets(epoch, training=True, images=images).in_double_precision()
    u = _along(nets, layer)
    slope = nets.gradient() * (u != 0)
    image = nets.products(u[None])[0]
    found = {
        "slope": (slope * u).sum(1) / (_length(slope) * _length(u)),
        "curvature": (image * u).sum(1) / (_length(image) * _length(u)),
        "image": _length(image + slope) / _length(image),
        "twice": _own_block(_longer(nets, layer), u) - _own_block(nets, u) + 2 * np.log(2),
    }
    return {name: np.asarray(values) for name, values in found.items()}


def _own_block(nets: Landscape, u: Tensor) -> Tensor:
    """Ln ‖Hv‖ in the block of the weights where u is not 0, v random there."""
    v = torch.randn(u.shape, dtype=u.dtype, generator=torch.Generator().manual_seed(0)) * (u != 0)
    return torch.log(_length(nets.products(v[None])[0] * (u != 0)))


def _longer(nets: Landscape, layer: int) -> Landscape:
    tensors = [2 * t if place == layer else t for place, t in enumerate(nets.parameters.tensors)]
    return replace(nets, parameters=nets.parameters.with_tensors(tensors))


@threads(1)
def lowest_eigenvalues(epoch: int, images: int, seed: int, *, training: bool) -> Eigenvalues:
    """The smallest and the largest eigenvalue of the Hessian of each net that `seed` draws."""
    nets = digits_nets(epoch, training=training, images=images, seed=seed)
    return _ends(nets, seed)


@threads(1)
def lowest_eigenvalues_at_rest(seed: int) -> Eigenvalues:
    """The same for softmax regressions on tenths of the digits, where the loss is at its minimum."""
    data = digits()
    features = data.train_images.astype(float).reshape(-1, 2, 4, 2, 4).mean((2, 4)).reshape(-1, QUADRANTS)
    found = []
    for start in range(SAMPLES // 2):
        part, labels = features[start::SAMPLES], data.train_labels[start::SAMPLES]
        place = torch.as_tensor(resting_place(part, labels))[None]
        net = Parameters((place[..., :-1].contiguous(),), (), (), place[..., -1:].contiguous())
        here = Landscape(REGRESSION, net, NO_MOMENTS, torch.as_tensor(part), torch.as_tensor(labels))
        found.append(_ends(here, seed))
    return Eigenvalues(*(np.concatenate(column) for column in zip(*map(_columns, found), strict=True)))


def _columns(found: Eigenvalues) -> tuple[Floats, ...]:
    return found.largest, found.largest_bounds, found.smallest, found.smallest_bounds


def _ends(nets: Landscape, seed: int) -> Eigenvalues:
    draws = torch.Generator().manual_seed(seed)
    return extreme_eigenvalues(nets.products, nets.place, draws, largest=1, smallest=1, steps=STEPS)
