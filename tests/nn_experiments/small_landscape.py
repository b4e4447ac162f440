"""Two small nets in double precision with the whole Hessian, taken entry by entry."""

from dataclasses import replace

import numpy as np
import torch

from nn_experiments.curvature.landscape import Landscape, flattened, unflattened
from nn_experiments.network.model import Architecture, Moments, cross_entropy, forward, initial_parameters

ARCHITECTURE = Architecture((4, 3, 3, 3), epsilon=0.0)
COUNT, REPLICAS = 40, 2
DRAWS = torch.Generator().manual_seed(3)
IMAGES = torch.rand(COUNT, 4, dtype=torch.float64, generator=DRAWS)
LABELS = torch.randint(3, (COUNT,), generator=DRAWS)


def landscape(training: bool = False, architecture: Architecture = ARCHITECTURE) -> Landscape:
    """Nets whose scales and shifts are not at their start."""
    draws = torch.Generator().manual_seed(4)
    nets = initial_parameters(architecture, [np.random.default_rng(s) for s in range(REPLICAS)])
    nets = nets.with_tensors(
        [t.double() + 0.2 * torch.randn(t.shape, dtype=torch.float64, generator=draws) for t in nets.tensors]
    )
    shapes = [nets.shifts] * 2 if architecture.normalised else [(), ()]
    means, variances = (
        tuple(torch.rand(s.shape, dtype=s.dtype, generator=draws) + least for s in shape)
        for shape, least in zip(shapes, (-0.7, 0.1), strict=True)
    )
    return Landscape(architecture, nets, None if training else Moments(means, variances), IMAGES, LABELS)


def own(place: Landscape, replica: int) -> Landscape:
    """One of the nets."""

    def chosen(tensors: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
        return tuple(t[replica : replica + 1] for t in tensors)

    moments = place.moments and Moments(chosen(place.moments.means), chosen(place.moments.variances))
    nets = place.parameters.with_tensors(chosen(place.parameters.tensors))
    return replace(place, parameters=nets, moments=moments)


def whole_hessian(place: Landscape, replica: int) -> np.ndarray:
    """By its definition, shape (P, P)."""
    net = own(place, replica)

    def loss(flat: torch.Tensor) -> torch.Tensor:
        nets = net.parameters.with_tensors(unflattened(flat[None], net.parameters.tensors))
        logits = forward(net.architecture, nets, net.images.mT, net.moments)
        return cross_entropy(logits, net.labels).sum() / len(net.labels)

    return torch.autograd.functional.hessian(loss, flattened(net.parameters.tensors)[0]).numpy()
