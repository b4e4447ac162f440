"""Eigenvalues and functions of a symmetric matrix from its products, by Rayleigh–Ritz in a Krylov space.

From the first vectors b₁, b₂, … a basis Q of their block Krylov space is built, T = QᵀHQ. With T = SΘSᵀ and
Y = QS, f(H)b ≈ Y f(Θ) Yᵀb, for b one of the first vectors; θ_i is within the residual ‖Hy_i − θ_i y_i‖ of an
eigenvalue (`Parlett1998`). If the space is everything, all of this is exact up to rounding.

## Main definitions
* `Ritz`: values, vectors, residuals.
* `krylov`: by products.       * `dense`: by the whole matrix.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

BREAKDOWN = 1e-10
"""What is left of a vector after it was made orthogonal, relative to it, that is rounding."""


@dataclass(frozen=True, eq=False, slots=True)
class Ritz:
    """`values` θ ascending, shape (k,); `vectors` Y, shape (P, k), as columns; `residuals`, shape (k,)."""

    values: Tensor
    vectors: Tensor
    residuals: Tensor

    def function(self, f: Callable[[Tensor], Tensor], vector: Tensor) -> Tensor:
        """f(H) `vector`, shape (P,), within the space."""
        return self.vectors @ (f(self.values) * (self.vectors.mT @ vector))


def dense(matrix: Tensor) -> Ritz:
    """All eigenvalues and eigenvectors of a symmetric matrix, shape (P, P)."""
    values, vectors = torch.linalg.eigh(matrix)
    rounding = torch.finfo(values.dtype).eps * len(values) * values.abs().max()
    return Ritz(values, vectors, rounding.expand_as(values))


def krylov(product: Callable[[Tensor], Tensor], first: Tensor, steps: int) -> Ritz:
    """From at most `steps` products, beginning with the rows of `first`, shape (b, P).

    Raises:
        ValueError: if all of `first` is 0.
    """
    most = min(steps, first.shape[1])
    basis, images = first.new_empty(2, most, first.shape[1])
    waiting, size = list(first), 0
    while waiting and size < most:
        vector = _orthogonal(waiting.pop(0), basis[:size])
        if vector is None:
            continue
        basis[size] = vector
        images[size] = product(vector)
        waiting.append(images[size])
        size += 1
    if not size:
        raise ValueError("first: all vectors are 0")
    q, image = basis[:size], images[:size]
    reduced = q @ image.mT
    reduced = (reduced + reduced.mT) / 2
    values, turned = torch.linalg.eigh(reduced)
    vectors = q.mT @ turned
    residuals = torch.linalg.vector_norm(image.mT @ turned - vectors * values, dim=0)
    return Ritz(values, vectors, residuals)


def _orthogonal(vector: Tensor, basis: Tensor) -> Tensor | None:
    """The part of `vector` orthogonal to rows, of length 1; None if nothing but rounding is left."""
    size = torch.linalg.vector_norm(vector)
    for _ in range(2):
        vector = vector - basis.mT @ (basis @ vector)
    rest = torch.linalg.vector_norm(vector)
    return None if rest <= BREAKDOWN * size else vector / rest
