"""The loss, sampled for a picture.

## Main definitions
* `Curve`: abscissae and values.     * `curve`: of a way, denser where a cold density has its peaks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from numerics.backends import compiled
from numerics.explorer.way import Way

Loss = Callable[[NDArray[np.float64]], NDArray[np.float64]]

EVEN = 481
"""Points at equal distances."""
PEAK = np.linspace(-5, 5, 41)
"""Around a minimum, in standard deviations of the coldest density."""
HEADROOM = 0.55
"""What is shown above the highest gate, relative to the relief."""
MARGIN = 0.06
"""What is shown beyond start and target, relative to their distance."""
DIGITS = 9


@dataclass(frozen=True)
class Curve:
    """L at points of the line, ascending."""

    places: NDArray[np.float64]
    values: NDArray[np.float64]


def curve(way: Way, coldest: float) -> Curve:
    """The loss around all minima, dense enough for e^{−ηL} up to η = `coldest`."""
    loss = compiled(way.potential.expr, way.potential.coords, "numpy")
    left, right = _window(way, loss)
    peaks = [
        spot.middle[0] + PEAK / sqrt(coldest * float(spot.hessian_eigenvalues[0].middle))
        for spot in way.minima
        if not spot.degenerate
    ]
    every = np.concatenate([np.linspace(left, right, EVEN), *peaks])
    places = np.unique(np.round(every[(every >= left) & (every <= right)], DIGITS))
    return Curve(places, np.round(np.asarray(loss(places), dtype=float) + 0 * places, DIGITS + 3))


def _window(way: Way, loss: Loss) -> tuple[float, float]:
    """From the left wall to the right one, at a height somewhat above the highest gate."""
    turns = [turn.spot for turn in way.turns]
    top = max(float(spot.value.middle) for spot in turns) + HEADROOM * way.relief
    left, right = turns[0].middle[0], turns[-1].middle[0]
    ends = sorted(way.landscape.ends)
    spare = MARGIN * (ends[1] - ends[0])
    step = max(right - left, ends[1] - ends[0]) / 200
    return (
        min(_climbed(loss, left, -step, top), ends[0] - spare),
        max(_climbed(loss, right, step, top), ends[1] + spare),
    )


def _climbed(loss: Loss, place: float, step: float, top: float) -> float:
    """The first place, in steps, where the loss is above `top`, or four hundred steps away."""
    for _ in range(400):
        place += step
        if float(loss(np.array([place]))[0]) > top:
            break
    return place
