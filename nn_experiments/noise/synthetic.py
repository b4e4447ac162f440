"""Vectors of which the covariance is known, for the instruments that look at gradients.

## Main definitions
* `anisotropies`: U of Gaussian vectors in as many dimensions as the nets of the checks have weights.
* `isotropic_alignments`: ln A of isotropic vectors with the Hessians of given nets.
"""

import math

import numpy as np
import torch

from nn_experiments.curvature.landscape import Landscape
from nn_experiments.network.model import Architecture
from nn_experiments.noise.alignment import alignment
from nn_experiments.noise.spread import spread
from nn_experiments.training.curves import Floats
from nn_experiments.training.protocol import DIGITS
from nn_experiments.training.train import threads


@threads(1)
def anisotropies(count: int, draws: int, seed: int, *, spread_by: int) -> Floats:
    """U of `count` Gaussian vectors, drawn `draws` times, shape (draws,).

    Half of the coordinates have variance 1, the others `spread_by`; then 1 + U is
    2 (1 + spread_by²)/(1 + spread_by)².
    """
    size = Architecture(DIGITS.widths).size
    generator = torch.Generator().manual_seed(seed)
    deviations = torch.ones(size)
    deviations[: size // 2] = math.sqrt(spread_by)
    found = []
    for _ in range(draws):
        vectors = torch.randn(count, size, generator=generator) * deviations
        found.append(spread((vectors @ vectors.mT)[None], size).anisotropy)
    return np.concatenate(found)


@threads(1)
def isotropic_alignments(nets: Landscape, probes: int, seed: int) -> Floats:
    """Ln A of isotropic Gaussian vectors with the Hessian of each net, shape (R,)."""
    generator = torch.Generator().manual_seed(seed)
    first, second = torch.randn(2, probes, *nets.place.shape, generator=generator)
    return np.log(alignment(nets.products, first, second).estimate.value)
