"""The ends of a spectrum by Lanczos' method, for many matrices at once, each eigenvalue with a bound.

For a unit vector y and θ = y·Hy there is an eigenvalue of H within ‖Hy − θy‖ of θ (`Parlett1998`),
whatever led to y: the residual is taken from a product of its own, so that the bound is a fact up to
the rounding of that product. That no eigenvalue lies further out is likely, not proved: the start is random.

## Main definitions
* `Eigenvalues`: values and bounds, by replica.
* `extreme_eigenvalues`: the largest and the smallest ones.

## Implementation notes
Every new vector is made orthogonal to all before, twice ("twice is enough"), in the precision of `like`; the
basis takes `steps` times the memory of the parameters. Where the vectors span an invariant subspace a random
one starts the next, so that multiple eigenvalues are found as well.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from nn_experiments.curvature.landscape import Products
from nn_experiments.training.curves import Floats

BREAKDOWN = 1e3  # roundings of the length of a product: what is left of it is noise


@dataclass(frozen=True, eq=False, slots=True)
class Eigenvalues:
    """Largest ones first in `largest`, shape (R, k); smallest first in `smallest`, shape (R, m).

    An eigenvalue lies within `largest_bounds`, `smallest_bounds` of each.
    """

    largest: Floats
    largest_bounds: Floats
    smallest: Floats
    smallest_bounds: Floats


def extreme_eigenvalues(
    products: Products,
    like: Tensor,
    generator: torch.Generator,
    *,
    largest: int = 5,
    smallest: int = 1,
    steps: int = 60,
) -> Eigenvalues:
    """Eigenvalues at both ends of the spectrum of each replica's matrix.

    Args:
        products: with the matrices.
        like: shape (R, P), gives precision and device.
        generator: of the first vectors, on the device of `like`.
        largest: how many at the upper end.
        smallest: how many at the lower end.
        steps: products for each replica, at most P; one more batch of products gives the bounds.

    Raises:
        ValueError: if fewer than largest + smallest steps can be taken, or a number is negative.
    """
    count = min(steps, like.shape[1])
    if largest < 0 or smallest < 0 or not 1 <= largest + smallest <= count:
        raise ValueError(
            f"largest={largest}, smallest={smallest}, steps={steps}: {count} steps give 1 to {count} values"
        )
    basis, tridiagonal = _krylov(products, like, generator, count)
    vectors = torch.linalg.eigh(tridiagonal)[1]
    order = [*range(count - 1, count - 1 - largest, -1), *range(smallest)]
    ritz = torch.einsum("srp,rsk->krp", basis, vectors[:, :, order])
    ritz /= torch.linalg.vector_norm(ritz, dim=-1, keepdim=True)
    image = products(ritz)
    theta = (ritz * image).sum(-1, keepdim=True)
    bounds = torch.linalg.vector_norm(image - theta * ritz, dim=-1)
    found, errors = (t.double().T.cpu().numpy() for t in (theta[..., 0], bounds))
    return Eigenvalues(found[:, :largest], errors[:, :largest], found[:, largest:], errors[:, largest:])


def _krylov(
    products: Products, like: Tensor, generator: torch.Generator, steps: int
) -> tuple[Tensor, Tensor]:
    """An orthonormal basis, shape (steps, R, P), and the matrix in it, shape (R, steps, steps)."""
    basis = like.new_zeros((steps, *like.shape))
    tridiagonal = like.new_zeros((len(like), steps, steps))
    basis[0] = _next(_random(like, generator), basis[:0])[0]
    for step in range(steps):
        image = products(basis[step : step + 1])[0]
        tridiagonal[:, step, step] = (basis[step] * image).sum(-1)
        if step + 1 == steps:
            break
        following, length = _next(image, basis[: step + 1])
        broken = length <= BREAKDOWN * torch.finfo(like.dtype).eps * torch.linalg.vector_norm(image, dim=-1)
        fresh, _ = _next(_random(like, generator), basis[: step + 1])
        basis[step + 1] = torch.where(broken[:, None], fresh, following)
        coupling = length.masked_fill(broken, 0)
        tridiagonal[:, step, step + 1] = tridiagonal[:, step + 1, step] = coupling
    return basis, tridiagonal


def _random(like: Tensor, generator: torch.Generator) -> Tensor:
    return torch.randn(like.shape, generator=generator, dtype=like.dtype, device=like.device)


def _next(vector: Tensor, basis: Tensor) -> tuple[Tensor, Tensor]:
    """The part of `vector`, shape (R, P), orthogonal to `basis`, as a unit vector, and its length."""
    rest = vector
    for _ in range(2):
        rest = rest - torch.einsum("srp,sr->rp", basis, torch.einsum("srp,rp->sr", basis, rest))
    length = torch.linalg.vector_norm(rest, dim=-1)
    return rest / length.clamp_min(torch.finfo(rest.dtype).tiny)[:, None], length
