"""Is the loss quadratic as far as the noise carries?

The formula replaces the loss by its quadratic part around minimum and gate, as far as √(ε/|λ|) in a direction
of curvature λ. There the quadratic part is ε/2, and the rest has to be small beside it.

## Main definitions
* `anharmonicity`: the rest over ε/2, at worst.
"""

import math

from nn_experiments.escape.flat_loss import FlatLoss
from nn_experiments.escape.stationary_point import StationaryPoint

MODES = 3
"""The softest of them, where the noise carries farthest."""


def anharmonicity(loss: FlatLoss, point: StationaryPoint, eps: float) -> float:
    """|L − its quadratic part|/(ε/2) at ±√(ε/|λ|), the largest over the softest modes and the lowest one."""
    order = point.curvatures.abs().argsort()[:MODES].tolist()
    here, worst = loss.value(point.at), 0.0
    for number in {0, *order}:
        curvature = float(point.curvatures[number])
        far = math.sqrt(eps / abs(curvature))
        for sign in (-1, 1):
            there = loss.value(point.at + sign * far * point.modes[:, number])
            worst = max(worst, abs(there - here - curvature * far**2 / 2) / (eps / 2))
    return worst if worst == worst else math.inf
