"""Figures 1 and 2 of the paper, which are sketches, as landscapes of losses of this suite, to look at.

## Main definitions
* `flat_and_sharp`: Figure 1, a flat and a sharp minimum on the line and in the plane.
* `two_minimizers`: Figure 2, two minimizers, the saddle point between them and the height H.
* `contours`: of a loss in the plane.
"""

from collections.abc import Sequence

import numpy as np
import sympy as sp

from derivations.potential import Potential
from derivations.recovered_losses import TWO_VALLEYS
from derivations.zoo import THREE_MINIMA
from ledger.figure import Contours, Curve, Figure, Panel
from numerics.backends import compiled
from numerics.terrain.level_box import Box
from numerics.transition_law import LOPSIDED

FINE, COARSE, LEVELS, DIGITS = 121, 37, 7, 4


def line(label: str, loss: Potential, span: tuple[float, float]) -> Curve:
    """The loss over `span`."""
    x = np.linspace(*span, FINE)
    y = compiled(loss.expr, loss.coords, "numpy")(x)
    return Curve(label, _rounded(x), _rounded(y))


def point(label: str, *at: float) -> Curve:
    """A place to be marked."""
    return Curve(label, (at[0],), (at[1],))


def contours(loss: Potential, box: Box, top: float) -> Contours:
    """The contours of a loss up to `top`, closer near the ground."""
    x, y = (np.linspace(*side, COARSE) for side in box)
    heights = compiled(loss.expr, loss.coords, "numpy")(x[:, None], y[None, :])
    ground = float(heights.min())
    levels = ground + (top - ground) * (np.arange(1, LEVELS + 1) / LEVELS) ** 1.5
    return Contours(_rounded(x), _rounded(y), tuple(map(_rounded, heights)), _rounded(levels))


def _rounded(values: Sequence[float] | np.ndarray) -> tuple[float, ...]:
    return tuple(float(f"{value:.{DIGITS}g}") for value in values)


def flat_and_sharp() -> Figure:
    """Figure 1: on the line the loss of Example 1, in the plane the one of Example 3 with two minima."""
    return Figure(
        "figure-1",
        "Figure 1: flat and sharp minima, of losses that are computed",
        "The paper sketches flat and sharp minima without a scale. Left the loss of Example 1, three global"
        " minima of which 1 is the flattest and 5/2 the sharpest. Right the loss of Example 3: both"
        " minima have the same trace, 2.442; by the determinant (0, 0) is nine times as flat as (1, 1).",
        (
            Panel(
                "One dimension",
                "w",
                "L(w)",
                (
                    line(r"$w^2(w-1)^2(w-\frac52)^2$", THREE_MINIMA, (-0.25, 2.7)),
                    point(r"flat: $L''=4.5$", 1, 0),
                    point(r"sharp: $L''=28.125$", 2.5, 0),
                ),
            ),
            Panel(
                "Two dimensions, lines of equal loss",
                "x",
                "y",
                (
                    point(r"flat: $\det=0.053$", 0, 0),
                    point(r"sharp: $\det=0.493$", 1, 1),
                ),
                contours=contours(TWO_VALLEYS, ((-0.28, 1.3), (-2.6, 3.2)), 0.14),
            ),
        ),
    )


def two_minimizers() -> Figure:
    """Figure 2: the lopsided double well of the escape times."""
    low, gate = (float(LOPSIDED.at((at,))) for at in (-1, 0))
    return Figure(
        "figure-2",
        "Figure 2: two minimizers, the gate and the height H, of a loss that is computed",
        "The double well whose exact escape times are measured here. On the line the saddle point w* is a"
        " local maximum; H is its height over the minimizer that is left, 1/3, not over the other, 63/64.",
        (
            Panel(
                "",
                "w",
                "L(w)",
                (
                    line(r"$\frac{w^4}4-\frac{w^3}6-\frac{3w^2}4$", LOPSIDED, (-1.5, 2.15)),
                    point(r"$\check w_1=-1$", -1, low),
                    point(r"$w^*=0$", 0, gate),
                    point(r"$\check w_2=\frac32$", 1.5, float(LOPSIDED.at((sp.Rational(3, 2),)))),
                    Curve(r"$H=\frac13$", (-1.0,) * FINE, _rounded(np.linspace(low, gate, FINE))),
                    Curve("", (-1.0, 0.0), (gate, gate), faint=True),
                ),
            ),
        ),
    )
