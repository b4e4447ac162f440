"""From the top of a string to the saddle: uphill in the lowest mode, downhill in all others.

The steps are Newton's with absolute values of the eigenvalues, the sign of the lowest reversed
(`Cerjan1981`): far from a saddle they climb, at one of index 1 they are Newton's own.

## Main definitions
* `climbed`: where the steps stop.
"""

import torch
from torch import Tensor

from nn_experiments.escape.flat_loss import FlatLoss
from nn_experiments.escape.flow import SPARE, Rest, spectrum_at, tolerance_at
from nn_experiments.escape.krylov import Ritz

CLIMBS = 300
FLAT = 1e-12
"""Eigenvalues below so many times the largest are taken for this."""


def climbed(loss: FlatLoss, start: Tensor, tangent: Tensor, longest: float, steps: int = CLIMBS) -> Rest:
    """The saddle above `start`, shape (P,), with steps at most `longest`; `tangent`: the way across there."""
    at, mode = start.detach().clone(), tangent
    best: tuple[float, Tensor, float] | None = None
    number, last = 0, 0
    for number in range(steps):
        hessian = loss.hessian(at)
        found = spectrum_at(hessian, mode)
        slope, tolerance = float(hessian.gradient.norm()), tolerance_at(found, at)
        if best is None or slope < best[0]:
            best, last = (slope, at, tolerance), number
        if slope <= SPARE * tolerance or (best[0] <= best[2] and number > last + 3) or slope != slope:
            break
        mode = found.vectors[:, 0]
        move = _step(found, hessian.gradient)
        at = at + move * min(1.0, longest / max(float(move.norm()), 1e-300))
    assert best is not None
    return Rest(best[1], best[0], best[2], number)


def _step(found: Ritz, slope: Tensor) -> Tensor:
    def inverse(values: Tensor) -> Tensor:
        sizes = values.abs().clamp_min(FLAT * float(values.abs().max()) + 1e-300)
        signs = torch.ones_like(values)
        signs[0] = -1
        return -signs / sizes

    return found.function(inverse, slope)
