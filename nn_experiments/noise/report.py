"""All that is said of the gradient noise of SGD, in one call.

## Main definitions
* `GradientNoise`: of R nets.
* `gradient_noise`: its measurement.

## Implementation notes
The cost is that of two passes over the images for their gradients in factors, N² Σ(widths) multiplications
for their inner products, N³ for the principal directions if they are wanted, and 2 · `probes` products with
the Hessian. Memory is N² numbers a net: take a few thousand images.
"""

from dataclasses import dataclass

import torch

from nn_experiments.curvature.landscape import Landscape
from nn_experiments.curvature.random_products import Estimate
from nn_experiments.noise.alignment import alignment, noise_vectors
from nn_experiments.noise.per_image import image_gradients
from nn_experiments.noise.spread import Spread, spread


@dataclass(frozen=True, eq=False, slots=True)
class GradientNoise:
    """Noise of R nets: the covariance of the gradients of single images, and how it meets the Hessian.

    Batch normalisation is in evaluation mode; in training mode single images have no gradients.
    """

    spread: Spread
    alignment: Estimate

    @staticmethod
    def variance(trace: float, batch: int, images: int | None = None) -> float:
        """E‖ĝ − ∇L‖² of a batch: tr Σ/M, or (N − M)/(N − 1) of it, drawn from N images without replacement.

        `trace` is tr Σ: over the population in the first case, over the N images, with 1/N, in the second.

        Raises:
            ValueError: if not 1 ≤ batch ≤ images.
        """
        if batch < 1 or (images is not None and (batch > images or images < 2)):
            raise ValueError(f"batch={batch}, images={images}: at least one image, at most all")
        return trace / batch * (1 if images is None else (images - batch) / (images - 1))


def gradient_noise(
    landscape: Landscape, seed: int, *, probes: int = 100, directions: int = 10
) -> GradientNoise:
    """Strength, shape and alignment of the gradient noise of R nets.

    Args:
        landscape: nets and images, batch normalisation in evaluation mode.
        seed: of the random vectors.
        probes: vectors for Tr(HΣ) and as many for tr H; at least 2.
        directions: principal directions of which the shares are wanted.
    """
    gradients = image_gradients(landscape)
    draws = torch.Generator(landscape.place.device).manual_seed(seed)
    noise = noise_vectors(gradients, draws, probes)
    isotropic = torch.randn(noise.shape, generator=draws, dtype=noise.dtype, device=noise.device)
    found = alignment(landscape.products, noise, isotropic)
    return GradientNoise(spread(gradients.gram(), gradients.size, directions), found.estimate)
