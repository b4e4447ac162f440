"""The curves of Figures 6 and 7, recomputed: masses of balls against η, to look at.

The paper plots against M/γ without giving β; here the axis is η = 2M/(γβ), or β is stated.

## Main definitions
* `ball_curve`: P(|W(∞) − centre| ≤ radius) at many η, in double precision.
* `line_masses`: 1/κ at many η.    * `printed_curve`: Theorem 2.5 as printed.
"""

from collections.abc import Sequence

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from derivations.ball_mass import printed_mass
from derivations.ball_mass import radius as radius_symbol
from derivations.potential import Potential
from derivations.symbols import eta as eta_symbol
from derivations.symbols import kappa
from ledger.figure import Curve
from numerics.backends import compiled

POINTS = 8001
WIDE = tuple(float(value) for value in np.geomspace(1, 1000, 43))
NARROW = tuple(float(value) for value in np.geomspace(1, 1000, 41))


def ball_curve(
    loss: Potential, centre: float, radius: float, etas: Sequence[float], span: tuple[float, float]
) -> NDArray[np.float64]:
    """The probability of a ball at each of `etas`, shape (n,), by Simpson's rule on `span`.

    Raises:
        ValueError: if the ball does not lie in the span.
    """
    if not span[0] <= centre - radius < centre + radius <= span[1]:
        raise ValueError(f"span={span}: it has to hold the ball of radius {radius} around {centre}")
    ball = (centre - radius, centre + radius)
    return line_masses(loss, etas, ball) / line_masses(loss, etas, span)


def line_masses(loss: Potential, etas: Sequence[float], span: tuple[float, float]) -> NDArray[np.float64]:
    """∫ e^{−ηL} over `span` at each of `etas`, shape (n,), by Simpson's rule."""
    place = np.linspace(*span, POINTS)
    height = compiled(loss.expr, loss.coords, "numpy")(place)
    steps = np.ones(POINTS)
    steps[1:-1:2], steps[2:-1:2] = 4, 2
    return np.array([(steps * np.exp(-eta * height)).sum() * (place[1] - place[0]) / 3 for eta in etas])


def printed_curve(
    eigenvalues: Sequence[float], radius: float, etas: Sequence[float], masses: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Theorem 2.5 as printed at a minimum of height 0, at each of `etas`, with κ = 1/`masses`: shape (n,)."""
    letters = sp.symbols(f"lambda_1:{len(eigenvalues) + 1}", positive=True)
    formula = printed_mass(sp.Integer(0), letters)
    function = compiled(formula, (*letters, eta_symbol, radius_symbol, kappa), "numpy")
    return np.array(
        [float(function(*eigenvalues, eta, radius, 1 / mass)) for eta, mass in zip(etas, masses, strict=True)]
    )


def curve(label: str, x: Sequence[float], y: NDArray[np.float64]) -> Curve:
    """Plain data for the report."""
    return Curve(label, tuple(x), tuple(float(value) for value in y))
