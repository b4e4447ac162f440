"""The noise of mini-batch gradients at a place, from the gradients of single samples.

Σ = N⁻¹ Σ (g_n − ḡ)(g_n − ḡ)ᵀ is the covariance of one sample's gradient, Σ/M that of a batch of M drawn with
replacement. (2.4) says Σ = β·1: the same in all directions and, for the Eyring–Kramers formula, everywhere.

## Main definitions
* `SampleNoise`: β, and how far Σ is from β·1.       * `sample_noise`: at one place.
* `sample_gradients`: g_n.

## Notation
β = tr Σ/d, U = d tr Σ²/(tr Σ)² − 1, A = d tr(HΣ)/(tr H tr Σ), both as if isotropic at U = 0, A = 1; along a
direction u of length 1, u·Σu.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from ledger.bound import Bound
from nn_experiments.escape.flat_loss import Hessian
from nn_experiments.escape.log_determinant import LEVEL
from nn_experiments.noise.spread import spread
from numerics.bounds import converged, sampled

TOGETHER, PROBES, WHOLE = 64, 32, 2000
"""Samples at once; random vectors for A; parameters up to which it takes the whole Hessian."""


@dataclass(frozen=True, eq=False, slots=True)
class SampleNoise:
    """Σ at one place.

    Attributes:
        beta: tr Σ/d, over all samples (NUMERICAL), or from some of them (STATISTICAL).
        along: u·Σu for the direction that was asked for.
        anisotropy: U.
        alignment: A, where a Hessian was given.
        mean_loss: the mean of the samples' losses.
    """

    beta: Bound
    along: float
    anisotropy: float
    alignment: float | None
    mean_loss: float


def sample_gradients(losses: Callable[[Tensor], Tensor], at: Tensor, chosen: Tensor) -> Tensor:
    """∇L_n at a place, shape (P,), for the `chosen` numbers n; shape (n, P)."""
    leaf = at.detach().clone().requires_grad_()
    values = losses(leaf)
    rows = []
    for part in torch.split(chosen, TOGETHER):
        picks = torch.zeros(len(part), len(values), dtype=values.dtype)
        picks[torch.arange(len(part)), part] = 1
        try:
            found = torch.autograd.grad(values, leaf, picks, retain_graph=True, is_grads_batched=True)[0]
        except RuntimeError:  # no batching rule for an operation of the loss
            found = torch.stack([torch.autograd.grad(values, leaf, p, retain_graph=True)[0] for p in picks])
        rows.append(found)
    return torch.cat(rows)


def sample_noise(
    losses: Callable[[Tensor], Tensor],
    at: Tensor,
    chosen: Tensor,
    count: int,
    direction: Tensor,
    hessian: Hessian | None = None,
) -> SampleNoise:
    """The noise at a place, from the `chosen` of `count` samples; U and A with all of them are exact.

    Args:
        losses: w -> the losses of all samples, shape (count,).
        at: the place, shape (P,).
        chosen: numbers of samples.
        count: N.
        direction: of length 1, shape (P,).
        hessian: at the place, if A is wanted.
    """
    rows = sample_gradients(losses, at, chosen)
    centred = rows - rows.mean(0)
    squares, size = centred.square().sum(1) / rows.shape[1], rows.shape[1]
    everyone = len(chosen) == count
    beta = float(squares.mean())
    if everyone:
        bound = converged(beta, beta, method=f"all {count} samples")
    else:
        bound = sampled(squares * len(rows) / (len(rows) - 1), LEVEL, f"{len(rows)} of {count} samples")
    with torch.no_grad():
        mean_loss = float(losses(at).mean())
    return SampleNoise(
        beta=bound,
        along=float((centred @ direction).square().mean()),
        anisotropy=_anisotropy(centred, size, everyone),
        alignment=_alignment(centred, hessian) if hessian is not None else None,
        mean_loss=mean_loss,
    )


def _anisotropy(centred: Tensor, size: int, everyone: bool) -> float:
    """U: of the samples themselves, or without bias of those from which they are drawn."""
    gram = centred @ centred.mT
    trace = float(gram.diagonal().sum())
    if trace == 0:
        return 0.0
    if everyone:
        return size * float(gram.square().sum()) / trace**2 - 1
    return float(spread(gram[None], size).anisotropy[0])


def _alignment(centred: Tensor, hessian: Hessian) -> float:
    """A; of large Hessians by products with random vectors, which knows it to about a fifth."""
    count, size = centred.shape
    if size <= WHOLE:
        form, trace = (centred @ hessian.matrix * centred).sum() / count, hessian.matrix.trace()
    else:
        draws = torch.Generator().manual_seed(0)
        signs = [torch.randint(0, 2, (PROBES, n), generator=draws).to(centred) * 2 - 1 for n in (count, size)]
        noise = signs[0] @ centred / count**0.5
        form = (noise * hessian.products(noise)).sum(1).mean()
        trace = (signs[1] * hessian.products(signs[1])).sum(1).mean()
    return float(size * form / (trace * centred.square().sum() / count))
