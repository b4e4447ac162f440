"""Norm and trace of a symmetric matrix from its products with random vectors, as many as are needed.

For Gaussian v, E‖Hv‖² = ‖H‖_F² and E v·Hv = tr H (`Hutchinson1990`), with the variances 2 tr H⁴ and 2‖H‖_F²:
one set of products gives both.

## Main definitions
* `Estimate`: values and standard errors, by replica.
* `RandomProducts`: ‖Hv‖² and v·Hv of many v.
* `random_products`: drawn until the norm is known well enough.

## Implementation notes
Vectors are drawn in blocks until every replica's relative standard error of ‖H‖_F is at most `wanted`. To
stop at a time that depends on the draws biases the mean by less than the error itself; `least` of them are
drawn in any case, so that the error is an estimate to be relied on.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from nn_experiments.curvature.landscape import Products
from nn_experiments.training.curves import Floats, log_norm

PROBES = 16  # vectors at a time


@dataclass(frozen=True, eq=False, slots=True)
class Estimate:
    """Values with their standard errors, by replica, shape (R,)."""

    value: Floats
    error: Floats


@dataclass(frozen=True, eq=False, slots=True)
class RandomProducts:
    """`squares`, ‖Hv‖², and `forms`, v·Hv, for independent Gaussian v, both of shape (R, probes)."""

    squares: Floats
    forms: Floats

    @property
    def log_norm(self) -> Estimate:
        """Ln ‖H‖_F; its standard error is the relative one of ‖H‖_F."""
        return Estimate(*log_norm(self.squares))

    @property
    def trace(self) -> Estimate:
        """Tr H."""
        count = self.forms.shape[1]
        return Estimate(self.forms.mean(1), self.forms.std(1, ddof=1) / np.sqrt(count))


def random_products(
    products: Products,
    like: Tensor,
    generator: torch.Generator,
    *,
    wanted: float,
    least: int = 100,
    most: int = 1000,
) -> RandomProducts:
    """Products with Gaussian vectors until the norm is known to the relative standard error `wanted`.

    Args:
        products: with the matrix of each replica.
        like: shape (R, P), gives precision and device.
        generator: on the device of `like`.
        wanted: for every replica; `most` vectors are drawn at most.
        least: vectors that are drawn in any case.
        most: vectors at most.

    Raises:
        ValueError: if `wanted` is not positive, or not 2 ≤ least ≤ most.
    """
    if not wanted > 0:
        raise ValueError(f"wanted={wanted}: a positive relative error")
    if not 2 <= least <= most:
        raise ValueError(f"least={least}, most={most}: at least two vectors, and least not above most")
    found = RandomProducts(np.empty((len(like), 0)), np.empty((len(like), 0)))
    while (count := found.squares.shape[1]) < most:
        if count >= least and not (found.log_norm.error > wanted).any():
            break
        end = least if count < least else most
        found = _joined(found, _drawn(products, like, generator, min(PROBES, end - count)))
    return found


def _drawn(products: Products, like: Tensor, generator: torch.Generator, count: int) -> RandomProducts:
    v = torch.randn((count, *like.shape), generator=generator, dtype=like.dtype, device=like.device)
    image = products(v).double()
    squares, forms = image.square().sum(-1), (v.double() * image).sum(-1)
    return RandomProducts(squares.T.cpu().numpy(), forms.T.cpu().numpy())


def _joined(first: RandomProducts, second: RandomProducts) -> RandomProducts:
    return RandomProducts(
        np.concatenate([first.squares, second.squares], 1), np.concatenate([first.forms, second.forms], 1)
    )
