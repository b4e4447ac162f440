"""The gradient noise of the nets of the checks, on one thread.

## Main definitions
* `noise_of_the_nets`: its covariance and alignment.
* `squared_noises`: ‖ĝ − ∇L‖² of many batches.
* `trace_over_the_images`: tr Σ_N, from the gradients of single images.
* `relative_distances`: how far the mean of ĝ is from ∇L.
* `correlations`: of the noises of two steps of SGD.
"""

import numpy as np
import torch
from torch import Tensor

from nn_experiments.curvature.landscape import Landscape
from nn_experiments.noise.batches import batch_gradients, copied, drawn, noises_of_a_pass
from nn_experiments.noise.digits_nets import digits_nets
from nn_experiments.noise.per_image import image_gradients
from nn_experiments.noise.report import GradientNoise, gradient_noise
from nn_experiments.noise.spread import spread
from nn_experiments.training.curves import Floats
from nn_experiments.training.train import threads

COPIES = 80  # batches at a time
NET = 0
GROUPS = 32
"""Of 80 batches in training mode: the mean distance, 2.6, has a standard error of 0.26, and Student's
interval for 32 groups takes 4.5 of them; five more are left down to the margin of 0.1, as tails are heavy."""


@threads(1)
def noise_of_the_nets(epoch: int, images: int, probes: int, seed: int) -> GradientNoise:
    """All five nets that `seed` draws, on the first `images` images."""
    return gradient_noise(digits_nets(epoch, images=images, seed=seed), seed, probes=probes, directions=0)


def _noises(nets: Landscape, batches: Tensor) -> Tensor:
    """ĝ − ∇L for each batch, shape (batches, P)."""
    slope = copied(nets, NET, 1).gradient()
    found = [batch_gradients(copied(nets, NET, len(part)), part) for part in torch.split(batches, COPIES)]
    return torch.cat(found) - slope


@threads(1)
def squared_noises(epoch: int, images: int, count: int, size: int, seed: int, *, repeated: bool) -> Floats:
    """‖ĝ − ∇L‖² of `count` batches of `size` of the first `images` images, shape (count,)."""
    generator = torch.Generator().manual_seed(seed + size)
    batches = drawn(generator, count, images, size, repeated=repeated)
    noises = _noises(digits_nets(epoch, images=images), batches)
    return np.asarray(noises.double().square().sum(1))


@threads(1)
def trace_over_the_images(epoch: int, images: int, *, double: bool) -> float:
    """Tr Σ_N = N⁻¹ Σ‖∇L_n − ∇L‖²."""
    nets = copied(digits_nets(epoch, images=images), NET, 1)
    gradients = image_gradients(nets.in_double_precision() if double else nets)
    return float(spread(gradients.gram(), gradients.size).trace[0]) * (images - 1) / images


@threads(1)
def relative_distances(epoch: int, size: int, members: int, seed: int, *, training: bool) -> Floats:
    """‖E ĝ − ∇L‖²/‖∇L‖² without bias, from the products of the noises of different batches.

    Batches without replacement; one value for each of `GROUPS` groups of `members` batches.
    """
    nets = digits_nets(epoch, training=training)
    generator = torch.Generator().manual_seed(seed + size)
    batches = drawn(generator, GROUPS * members, len(nets.labels), size, repeated=False)
    slope = copied(nets, NET, 1).gradient().double().square().sum()
    return np.array(
        [_mean_product(_noises(nets, part)) / float(slope) for part in torch.split(batches, members)]
    )


def _mean_product(noises: Tensor) -> float:
    """The mean of e_i · e_j, i ≠ j."""
    count, noises = len(noises), noises.double()
    return float(noises.sum(0).square().sum() - noises.square().sum()) / (count * (count - 1))


@threads(1)
def correlations(
    epoch: int, images: int, size: int, rate: float, passes: int, seed: int
) -> dict[tuple[int, int], Floats]:
    """Of the noises of steps i < j on the way through two shuffled passes, by (i, j), from 1.

    Values of which the mean is E⟨e_i, e_j⟩ over the mean of E‖e_i‖² and E‖e_j‖², one for each of `passes`
    independent pairs of passes; the quotient is linearised, so that their scatter is that of the quotient.
    """
    nets = copied(digits_nets(epoch, images=images), NET, passes)
    generator = torch.Generator().manual_seed(seed)
    orders = torch.cat([drawn(generator, passes, images, images, repeated=False) for _ in range(2)], dim=1)
    noises = noises_of_a_pass(nets, orders, size, rate).double()
    steps = range(len(noises))
    return {(i + 1, j + 1): _correlated(noises[i], noises[j]) for i in steps for j in steps if i < j}


def _correlated(first: Tensor, second: Tensor) -> Floats:
    products = np.asarray((first * second).sum(1))
    strength = np.asarray((first.square() + second.square()).sum(1) / 2)
    quotient = products.mean() / strength.mean()
    return np.asarray(quotient + (products - quotient * strength) / strength.mean())
