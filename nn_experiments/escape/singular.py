"""Why a Hessian is singular: directions along which the loss does not change.

## Main definitions
* `flat_causes`: what is known of them, one phrase each.
"""

from collections.abc import Iterator

import torch

from nn_experiments.escape.flat_loss import FlatLoss
from nn_experiments.escape.stationary_point import SINGULAR, StationaryPoint

CHANGED = 1e-6
"""A loss that changes by less than this, relative to itself, does not change."""
FACTORS = (0.5, 2.0)


def flat_causes(loss: FlatLoss, point: StationaryPoint, samples: int | None) -> Iterator[str]:
    """The causes that can be told from the loss itself.

    Yields:
        a phrase for parameters without effect, scales without effect, and more parameters than samples.
    """
    if dead := _without_effect(loss, point):
        yield f"{dead} parameters do not change the loss (dead or unused units)"
    yield from _scales(loss, point)
    if samples is not None and samples < len(point.at):
        yield f"there are more parameters ({len(point.at)}) than samples ({samples})"


def _without_effect(loss: FlatLoss, point: StationaryPoint) -> int:
    """The number of parameters whose rows of the Hessian are 0, if the Hessian is known."""
    if not point.whole:
        return 0
    rows = torch.linalg.vector_norm(loss.hessian(point.at).matrix, dim=1)
    return int((rows <= SINGULAR * point.largest).sum())


def _scales(loss: FlatLoss, point: StationaryPoint) -> Iterator[str]:
    """Tensors of which the length does not matter.

    Yields:
        a phrase for each.
    """
    layout, here = loss.layout, loss.value(point.at)
    cuts = torch.split(torch.arange(len(point.at)), layout.sizes)
    for name, cut in zip(layout.names, cuts, strict=True):
        changed = []
        for factor in FACTORS:
            other = point.at.clone()
            other[cut] *= factor
            changed.append(abs(loss.value(other) - here))
        if float(point.at[cut].norm()) > 0 and max(changed) <= CHANGED * (abs(here) + 1e-12):
            yield f"the length of {name or 'the parameters'} does not change the loss (a scale direction)"
