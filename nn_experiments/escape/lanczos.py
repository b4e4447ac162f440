"""Lanczos' method for one matrix and several first vectors at once.

## Main definitions
* `tridiagonals`: the matrix in the Krylov space of each.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from nn_experiments.escape.krylov import BREAKDOWN


def tridiagonals(products: Callable[[Tensor], Tensor], first: Tensor, steps: int) -> Tensor:
    """T of each row of `first`, shape (n, P), in an orthonormal basis that begins with it; (n, steps, steps).

    Where a space is invariant earlier, the rest of T is 0, apart from what came before.
    """
    found = first.new_zeros(len(first), steps, steps)
    basis = first.new_zeros(steps, *first.shape)
    basis[0] = first / torch.linalg.vector_norm(first, dim=1, keepdim=True)
    for step in range(steps):
        image = products(basis[step])
        found[:, step, step] = (basis[step] * image).sum(1)
        if step + 1 == steps:
            break
        size = torch.linalg.vector_norm(image, dim=1)
        for _ in range(2):  # twice is enough
            before = basis[: step + 1]
            image = image - torch.einsum("snp,sn->np", before, torch.einsum("snp,np->sn", before, image))
        rest = torch.linalg.vector_norm(image, dim=1)
        rest = torch.where(rest > BREAKDOWN * size, rest, 0.0)
        found[:, step, step + 1] = found[:, step + 1, step] = rest
        basis[step + 1] = torch.where(rest[:, None] > 0, image / rest.clamp_min(1e-300)[:, None], 0.0)
    return found
