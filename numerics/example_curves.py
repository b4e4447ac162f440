"""The curves of Figures 6 and 7, recomputed: masses of balls against η, to look at.

The paper plots against M/γ without giving β; here the axis is η = 2M/(γβ), or β is stated.

## Main definitions
* `ball_curve`: P(|W(∞) − centre| ≤ radius) at many η, in double precision.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from derivations.potential import Potential
from ledger.figure import Curve
from numerics.backends import compiled

POINTS = 8001
WIDE = tuple(float(value) for value in np.geomspace(1, 1000, 61))


def ball_curve(
    loss: Potential, centre: float, radius: float, etas: Sequence[float], span: tuple[float, float]
) -> NDArray[np.float64]:
    """The probability of a ball at each of `etas`, shape (n,), by Simpson's rule on `span`.

    Raises:
        ValueError: if the ball does not lie in the span.
    """
    if not span[0] <= centre - radius < centre + radius <= span[1]:
        raise ValueError(f"span={span}: it has to hold the ball of radius {radius} around {centre}")
    height = compiled(loss.expr, loss.coords, "numpy")
    steps = np.ones(POINTS)
    steps[1:-1:2], steps[2:-1:2] = 4, 2

    def mass(low: float, high: float, eta: float) -> float:
        place = np.linspace(low, high, POINTS)
        return float((steps * np.exp(-eta * height(place))).sum() * (high - low))

    return np.array([mass(centre - radius, centre + radius, eta) / mass(*span, eta) for eta in etas])


def curve(label: str, x: Sequence[float], y: NDArray[np.float64]) -> Curve:
    """Plain data for the report."""
    return Curve(label, tuple(x), tuple(float(value) for value in y))
