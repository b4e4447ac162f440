"""The covariance of vectors of which only the inner products are known.

With the Gram matrix G of n vectors in d dimensions, a random sample from a population with covariance Σ, tr Σ
and tr Σ² have unbiased estimates that need no d × d matrix, for any population (`Chen2010`, `Himeno2014`):

    tr Σ   ≈ tr S,
    tr Σ²  ≈ (n − 1)/(n(n − 2)(n − 3)) · ((n − 1)(n − 2) tr S² + (tr S)² − n Σ‖x_i − x̄‖⁴/(n − 1)),

S the sample covariance. tr S² itself is too large, by about (tr Σ)²/n: for isotropic Σ by the factor 1 + d/n.

## Main definitions
* `Spread`: what a Gram matrix tells of Σ.
* `spread`: from Gram matrices.

## Notation
U = d tr Σ²/(tr Σ)² − 1, which is 0 if Σ is a multiple of the identity and positive otherwise; d/(1 + U) is
the effective number of directions, (Σλ)²/Σλ² of the eigenvalues.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from nn_experiments.training.curves import Floats


@dataclass(frozen=True, eq=False, slots=True)
class Spread:
    """Of R populations in `size` dimensions; all of shape (R,), but `shares`.

    `trace` and `trace_of_square` estimate tr Σ and tr Σ² without bias; `shares`, shape (R, k), are the parts
    of tr S in the first k principal directions of the sample, which is more than they have of tr Σ.
    """

    size: int
    count: int
    trace: Floats
    trace_of_square: Floats
    shares: Floats

    @property
    def anisotropy(self) -> Floats:
        """U."""
        return self.size * self.trace_of_square / self.trace**2 - 1

    @property
    def directions(self) -> Floats:
        """The effective number of directions, at most d."""
        return self.trace**2 / self.trace_of_square


def spread(gram: Tensor, size: int, directions: int = 0) -> Spread:
    """What inner products, shape (R, n, n), of n ≥ 4 vectors in `size` dimensions tell of their covariance.

    `directions` is the number of principal directions of which the shares are wanted; they take the
    eigenvalues of a matrix n × n.

    Raises:
        ValueError: if there are fewer than four vectors, or fewer than `directions`.
    """
    n = gram.shape[-1]
    if n < 4 or not 0 <= directions <= n:
        raise ValueError(f"n={n}, directions={directions}: at least four vectors, and not fewer directions")
    g = centred(gram.double())
    lengths = g.diagonal(dim1=-2, dim2=-1)
    trace, square = lengths.sum(-1) / (n - 1), g.square().sum((-1, -2)) / (n - 1) ** 2
    fourth = lengths.square().sum(-1) / (n - 1)
    unbiased = (n - 1) * ((n - 1) * (n - 2) * square + trace**2 - n * fourth) / (n * (n - 2) * (n - 3))
    shares = torch.zeros(len(g), 0)
    if directions:
        values = torch.linalg.eigvalsh(g).flip(-1)
        shares = (values[:, :directions].cumsum(-1) / values.sum(-1, keepdim=True)).cpu()
    return Spread(size, n, trace.cpu().numpy(), unbiased.cpu().numpy(), shares.double().numpy())


def centred(gram: Tensor) -> Tensor:
    """The inner products of x_i − x̄ from those of x_i."""
    rows = gram.mean(-1, keepdim=True)
    return gram - rows - rows.mT + rows.mean(-2, keepdim=True)
