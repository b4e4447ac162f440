"""Does the noise go where the loss is curved? Tr(HΣ) against what isotropic noise of the same strength has.

With s = Σ_n ξ_n (g_n − ḡ)/√(N − 1), ξ_n independent, of mean 0 and variance 1, E ssᵀ is the sample covariance
S of the gradients, so that E s·Hs = Tr(HS): every s is a weighted sum of gradients, and one product with H
tells of all of them.

## Main definitions
* `noise_vectors`: independent s.
* `alignment`: A = d Tr(HΣ)/(tr H tr Σ), which is 1 if Σ is a multiple of the identity.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from nn_experiments.curvature.landscape import Products
from nn_experiments.curvature.random_products import Estimate
from nn_experiments.noise.per_image import ImageGradients
from nn_experiments.training.curves import Floats


def noise_vectors(gradients: ImageGradients, generator: torch.Generator, count: int) -> Tensor:
    """Gaussian vectors with the sample covariance of the gradients given them, shape (count, R, P)."""
    like = gradients.factors[0].error
    shape = (count, len(like), gradients.count)
    xi = torch.randn(shape, generator=generator, dtype=like.dtype, device=like.device)
    return gradients.sums((xi - xi.mean(-1, keepdim=True)) / np.sqrt(gradients.count - 1))


@dataclass(frozen=True, eq=False, slots=True)
class Alignment:
    """`forms`, s·Hs and `squares`, ‖s‖², of noise vectors, and `isotropic`, v·Hv of isotropic ones.

    Shapes (R, k); ‖v‖² is `size` in the mean.
    """

    size: int
    forms: Floats
    squares: Floats
    isotropic: Floats

    @property
    def estimate(self) -> Estimate:
        """A, by replica."""
        strength = self.squares.mean(1)
        value = self.size * self.forms.mean(1) / (self.isotropic.mean(1) * strength)
        error = np.hypot(_relative(self.forms - self._expected), _relative(self.isotropic))
        return Estimate(value, np.abs(value) * error)

    @property
    def _expected(self) -> Floats:
        """What s·Hs would be by ‖s‖² alone, less its mean: strength and curvature vary together."""
        slope = self.forms.mean(1, keepdims=True) / self.squares.mean(1, keepdims=True)
        return np.asarray(slope * (self.squares - self.squares.mean(1, keepdims=True)))


def _relative(values: Floats) -> Floats:
    """The relative standard error of the means along the last axis."""
    return np.asarray(values.std(1, ddof=1) / np.sqrt(values.shape[1]) / np.abs(values.mean(1)))


def alignment(products: Products, noise: Tensor, isotropic: Tensor) -> Alignment:
    """How noise vectors, shape (k, R, P), and standard Gaussian ones, (m, R, P), meet the matrices."""
    forms, plain = ((v.double() * products(v).double()).sum(-1).T.cpu().numpy() for v in (noise, isotropic))
    squares = noise.double().square().sum(-1).T.cpu().numpy()
    return Alignment(noise.shape[2], forms, squares, plain)
