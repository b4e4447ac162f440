"""The gradient flow dw/dt = −∇L, down to the minimum in which it ends.

One step of the exponential Rosenbrock–Euler method (`Hochbruck2010`), s = −h φ(−hH) ∇L with
φ(z) = (e^z − 1)/z, solves the flow of the quadratic part of the loss exactly: however stiff the Hessian is,
the length h is bounded only by how far the quadratic part can be believed. Near a minimum h grows without
bound, and the step becomes Newton's.

## Main definitions
* `Rest`: where the flow ends.     * `rest`: of the flow from a place.
* `spectrum_at`: the eigenvalues that a step sees.

## Implementation notes
A step is taken if the gradient behind it differs from that of the quadratic part by at most `TRUSTED` of the
gradient before it. So the steps follow the flow itself, and stay in the basin they begin in, which Newton's
or quasi-Newton steps from afar would not.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from nn_experiments.escape.flat_loss import FlatLoss, Hessian
from nn_experiments.escape.krylov import Ritz, dense, krylov

SMALL, KRYLOV = 150, 60
"""Up to so many parameters a step sees all eigenvalues; beyond, those of a Krylov space of this dimension."""
STEPS, TRUSTED, LONGEST = 1000, 0.3, 3.0
ROUNDING = 1e-11
"""A gradient below so many times (1 + the largest eigenvalue) (1 + |w|) is taken for 0."""
SPARE = 1e-3
"""Steps go on to so many times the tolerance, as long as they are of use."""
INFINITE, AWAY = 1e30, 1e8
"""Lengths that are without bound; and how far, relative to the start, is too far."""


@dataclass(frozen=True, eq=False, slots=True)
class Rest:
    """Where the flow ended, shape (P,), the norm of ∇L there, what counts as 0, and the steps it took."""

    at: Tensor
    slope: float
    tolerance: float
    steps: int

    @property
    def reached(self) -> bool:
        """Is the gradient 0, up to rounding?"""
        return self.slope <= self.tolerance


def spectrum_at(hessian: Hessian, *also: Tensor) -> Ritz:
    """The eigenvalues that the gradient, and the vectors `also`, meet there."""
    if len(hessian.at) <= SMALL:
        return dense(hessian.matrix)
    first = torch.stack([hessian.gradient, *also])
    if not first.any():
        first = torch.ones_like(first)
    return krylov(hessian.product, first, min(KRYLOV, len(hessian.at)))


def tolerance_at(found: Ritz, at: Tensor) -> float:
    """The size of a gradient that is rounding."""
    return ROUNDING * (1 + float(found.values.abs().max())) * (1 + float(at.abs().max()))


def rest(loss: FlatLoss, start: Tensor, steps: int = STEPS) -> Rest:
    """The end of the flow that begins at `start`, shape (P,)."""
    at, length, stuck = start.detach().clone(), 1.0, 0
    hessian = loss.hessian(at)
    found = spectrum_at(hessian)
    length /= max(float(found.values.abs().max()), 1e-300)
    taken = 0
    while taken < steps:
        taken += 1
        slope = hessian.gradient
        size, tolerance = float(slope.norm()), tolerance_at(found, at)
        away = float(at.abs().max()) > AWAY * (1 + float(start.abs().max()))
        if away or size <= tolerance * SPARE or stuck > (2 if size <= tolerance else 60):
            break
        length = min(length, _longest(found), INFINITE)
        move, left = _step(found, slope, length)
        after = loss.hessian(at + move)
        error = float((after.gradient - left).norm())
        if not (error <= TRUSTED * size and loss.value(after.at) <= loss.value(at) + 1e-12):
            length, stuck = length / 4, stuck + 1
            continue
        length, stuck = length * (8 if error <= TRUSTED / 4 * size else 1), 0
        at, hessian = after.at, after
        found = spectrum_at(hessian)
    return Rest(at, float(hessian.gradient.norm()), tolerance_at(found, at), taken)


def _step(found: Ritz, slope: Tensor, length: float) -> tuple[Tensor, Tensor]:
    """The step, and the gradient that the quadratic part has behind it; both of shape (P,)."""

    def moved(values: Tensor) -> Tensor:
        powers = -length * values
        flat = powers.abs() < 1e-8
        return torch.where(flat, -length, torch.expm1(powers) / torch.where(flat, 1.0, values))

    inside = found.function(lambda values: torch.exp(-length * values) - 1, slope)
    return found.function(moved, slope), slope + inside


def _longest(found: Ritz) -> float:
    """So long that what grows, grows by at most e^LONGEST."""
    lowest = float(found.values[0])
    return LONGEST / -lowest if lowest < 0 else INFINITE
