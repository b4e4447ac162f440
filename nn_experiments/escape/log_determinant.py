"""ln |det H| of a Hessian: from all eigenvalues, or from its products by stochastic Lanczos quadrature.

For a random vector z with E zzᵀ = 1, E z·ln|H| z = tr ln|H| = ln|det H|, and z·ln|H| z is a Gauss quadrature
over the Ritz values of the Krylov space of z (`Ubaru2017`). Eigenvectors at the ends of the spectrum that are
known well are taken out first, with their eigenvalues; so is the negative one of a saddle.

## Main definitions
* `LogDeterminant`: what is known of one.   * `log_determinant`: from a Hessian.
* `log_ratio`: ln(|det H₁|/|det H₂|) with an error bar.

## Implementation notes
The variance of z·ln|H| z grows with the number of parameters, and two Hessians of one loss are alike: the
same z are used for both, and the error bar is that of the differences. The error of the quadrature is taken
from half as many steps, for each Hessian by itself.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ledger.bound import Bound
from nn_experiments.escape.flat_loss import Hessian
from nn_experiments.escape.krylov import Ritz
from nn_experiments.escape.lanczos import tridiagonals
from nn_experiments.escape.search import Search
from numerics.bounds import converged, sampled

STEPS, LEVEL = 120, 0.99
ROUNDING = 1e-10
"""Of sums of logarithms."""
NUMBERS, WEIGHTY = 2 * 10**7, 1e-14
"""Numbers in the bases that are kept at once; the weight of an eigenvalue that is not rounding."""
KNOWN = 1e-7
"""Eigenvectors with a residual below so many times their eigenvalue are taken out."""


@dataclass(frozen=True, eq=False, slots=True)
class LogDeterminant:
    """`known` + the mean of `forms`, shape (n,), one for each random vector; none if all is known.

    `coarse` is found in another way: a decomposition of the matrix one Newton step later if all is known, the
    forms with half as many steps if not.
    `smallest` is the smallest |λ| that was met.
    """

    known: float
    forms: Tensor
    coarse: Tensor
    smallest: float

    @property
    def value(self) -> float:
        """Ln |det H|."""
        return self.known + (float(self.forms.mean()) if len(self.forms) else 0.0)


def log_determinant(hessian: Hessian, ends: Ritz, search: Search) -> LogDeterminant:
    """By products; `ends` are eigenvalues at the ends of the spectrum, those that are known well count."""
    kept = ends.residuals <= KNOWN * ends.values.abs()
    values, vectors = ends.values[kept], ends.vectors[:, kept]

    def outside(rows: Tensor) -> Tensor:
        return rows - (rows @ vectors) @ vectors.mT

    draws = torch.Generator().manual_seed(search.seed)
    signs = torch.randint(0, 2, (search.probes, len(hessian.at)), generator=draws).to(hessian.at) * 2 - 1
    steps = min(STEPS, len(hessian.at) - len(values))
    known, smallest = float(values.abs().log().sum()), [values.abs()]
    if not steps:
        return LogDeterminant(
            known, signs.new_zeros(len(signs)), signs.new_zeros(len(signs)), _least(smallest)
        )
    forms, coarse = [], []
    for rows in torch.split(outside(signs), max(1, NUMBERS // (steps * len(hessian.at)))):
        found = tridiagonals(lambda v: outside(hessian.products(v)), rows, steps)
        squares, half = rows.square().sum(1), steps // 2 + 1
        forms.append(squares * _quadrature(found, smallest))
        coarse.append(squares * _quadrature(found[:, :half, :half], []))
    return LogDeterminant(known, torch.cat(forms), torch.cat(coarse), _least(smallest))


def _least(sizes: list[Tensor]) -> float:
    return float(torch.cat(sizes).min())


def _quadrature(reduced: Tensor, met: list[Tensor]) -> Tensor:
    """(ln|T|)₁₁ for the first vectors of the bases, shape (n,); the |eigenvalues| with weight go to `met`."""
    values, turned = torch.linalg.eigh(reduced)
    weights, sizes = turned[:, 0].square(), values.abs()
    met.append(sizes[weights > WEIGHTY])
    forms: Tensor = (weights * sizes.clamp_min(1e-300).log()).sum(1)
    return forms


def log_ratio(upper: LogDeterminant, lower: LogDeterminant) -> Bound:
    """The difference: NUMERICAL if both are known, STATISTICAL from random vectors, the same for both."""
    if not len(upper.forms):
        before = float(upper.coarse.sum() - lower.coarse.sum())
        return converged(before, upper.known - lower.known, method="all eigenvalues, and LU a step later")
    fixed = upper.known - lower.known
    differences = np.asarray(upper.forms - lower.forms) + fixed
    rough = ROUNDING + sum(abs(float((one.coarse - one.forms).mean())) for one in (upper, lower))
    return sampled(differences, LEVEL, "Lanczos quadrature, same random vectors") + converged(rough, 0.0)
