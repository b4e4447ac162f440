"""A point where the gradient of the loss vanishes: its height, its curvatures, its determinant.

## Main definitions
* `StationaryPoint`: what is known of it.     * `stationary_point`: at the end of a search.

## Implementation notes
Height, curvatures and determinant are taken there and one Newton step later: what the error of the place
makes of them. Up to `DENSE` parameters all eigenvalues are computed; beyond, those at the ends of the
spectrum by Lanczos' method, and the determinant by quadrature.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from ledger.bound import Bound
from nn_experiments.escape.climb import FLAT
from nn_experiments.escape.flat_loss import FlatLoss, Hessian
from nn_experiments.escape.flow import Rest
from nn_experiments.escape.krylov import Ritz, dense, krylov
from nn_experiments.escape.log_determinant import LogDeterminant, log_determinant
from nn_experiments.escape.search import Search
from numerics.bounds import converged

DENSE, LANCZOS = 2000, 300
"""Parameters up to which the Hessian is computed as a whole; Krylov vectors for the ends beyond."""
SINGULAR = 1e-8
"""An eigenvalue below so many times the largest is 0 for all that double precision can tell."""


@dataclass(frozen=True, eq=False, slots=True)
class StationaryPoint:
    """A stationary point, if `rest.reached`.

    Attributes:
        rest: the place, the norm of the gradient there, and what counts as 0.
        value: L there.
        curvatures: the eigenvalues that are known, ascending; all of them if `whole`.
        residuals: an eigenvalue lies within so much of each.
        modes: their eigenvectors, as columns, shape (P, k).
        lowest: the lowest eigenvalue, known as well as the place is.
        determinant: ln |det ∇²L|.
        whole: whether all eigenvalues are known.
    """

    rest: Rest
    value: Bound
    curvatures: Tensor
    residuals: Tensor
    modes: Tensor
    lowest: Bound
    determinant: LogDeterminant
    whole: bool

    @property
    def at(self) -> Tensor:
        """The place, shape (P,)."""
        return self.rest.at

    @property
    def largest(self) -> float:
        """The largest |eigenvalue|."""
        return float(self.curvatures.abs().max())

    @property
    def index(self) -> int:
        """The number of eigenvalues known to be below 0."""
        return int((self.curvatures + self.residuals < -SINGULAR * self.largest).sum())

    @property
    def zeros(self) -> int:
        """The number of eigenvalues that are 0 for all that is known."""
        return int((self.curvatures.abs() <= SINGULAR * self.largest).sum())

    @property
    def softest(self) -> float:
        """The eigenvalue next to 0 of those that are known."""
        return float(self.curvatures[self.curvatures.abs().argmin()])


def stationary_point(
    loss: FlatLoss, found: Rest, search: Search, mode: Tensor | None = None
) -> StationaryPoint:
    """The point at the end of a search; `mode`: where a negative eigenvalue is to be looked for."""
    search.progress("Hessian")
    all_of_it = len(found.at) <= DENSE if search.whole is None else search.whole
    here = loss.hessian(found.at)
    ends = _ends(here, mode, search, all_of_it)
    later = loss.hessian(found.at + _newton(ends, here.gradient))
    again = _ends(later, ends.vectors[:, 0], search, all_of_it)
    if all_of_it:
        determinant = _of_all(later, ends.values)
    else:
        search.progress(f"determinant: {search.probes} random vectors")
        determinant = log_determinant(here, ends, search)
    return StationaryPoint(
        rest=found,
        value=converged(loss.value(later.at), loss.value(found.at), method="a Newton step later"),
        curvatures=ends.values,
        residuals=ends.residuals,
        modes=ends.vectors,
        lowest=converged(float(again.values[0]), float(ends.values[0]), method="a Newton step later"),
        determinant=determinant,
        whole=all_of_it,
    )


def _ends(hessian: Hessian, mode: Tensor | None, search: Search, whole: bool) -> Ritz:
    if whole:
        return dense(hessian.matrix)
    draws = torch.Generator().manual_seed(search.seed)
    start = torch.randn(2, len(hessian.at), generator=draws).to(hessian.at)  # two, for double eigenvalues
    if mode is not None:
        start = torch.cat([mode[None], start])
    return krylov(hessian.product, start, min(LANCZOS, len(hessian.at)))


def _newton(found: Ritz, slope: Tensor) -> Tensor:
    """The step, in the directions in which there is curvature."""
    floor = max(SINGULAR, FLAT) * float(found.values.abs().max())
    return found.function(lambda v: torch.where(v.abs() > floor, -1 / v, 0.0), slope)


def _of_all(later: Hessian, values: Tensor) -> LogDeterminant:
    """From all eigenvalues; beside them that from an LU decomposition, a Newton step later."""
    known = float(values.abs().clamp_min(1e-300).log().sum())
    other = torch.linalg.slogdet(later.matrix).logabsdet
    return LogDeterminant(known, values.new_zeros(0), other[None], smallest=float(values.abs().min()))
