"""The answer on the stationary law as a picture: the landscape, its basins, the density, the masses.

## Main definitions
* `picture_of_wells`: the picture in a file.
* `require_known_format`: refuses a file name before anything is computed.
"""

from pathlib import Path

import numpy as np
import sympy as sp
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scipy.integrate import cumulative_simpson

from numerics.answers.decimals import readable
from numerics.answers.stationary import StationaryAnswer, Well
from numerics.backends import compiled
from numerics.pictures.landscape import (
    FINE,
    GATE,
    Mark,
    ceiling,
    draw_ball,
    draw_cloud,
    draw_contours,
    draw_curve,
    draw_density,
    draw_marks,
    require_known_format,
    sheet,
    window,
    written,
)
from numerics.plane.gibbs_masses import gibbs_weight
from numerics.plane.ridges import ridges
from numerics.terrain.level_box import Box

__all__ = ["picture_of_wells", "require_known_format"]

Array = NDArray[np.float64]

DIGITS, SHARE = 4, 3
SPREAD = 4.0
"""Standard deviations of the Gaussian at a lone minimum that are shown."""

ALONG = 400
FORMULA = 110
"""Characters of a formula that is set as mathematics."""


def picture_of_wells(answer: StationaryAnswer, file: str | Path) -> Path:
    """The picture of `answer` in `file`, a .svg, .pdf or .png; another ending raises ValueError."""
    require_known_format(file)
    return written(_line(answer) if len(answer.potential.coords) == 1 else _plane(answer), file)


def _line(answer: StationaryAnswer) -> Figure:
    """The curve of the loss above its stationary density."""
    figure = sheet(2, 1, (7, 5.4), sharex=True)
    above, below = figure.axes
    (span,) = _window(answer)
    draw_curve(above, answer.potential, span)
    above.set(title=_title(answer), xlabel="")
    x = np.linspace(*span, FINE[1])
    density = _density_on_line(answer, x)
    draw_density(below, x, density)
    below.set(xlabel=str(answer.potential.coords[0]), ylim=(0, 1.3 * float(density.max())))
    for gate in answer.gates:
        below.axvline(gate.middle[0], color=GATE, linewidth=1, linestyle=":")
    for axes in (above, below):
        _balls(axes, answer)
    draw_marks(above, answer.potential, _marks(answer))
    for well in answer.wells:
        height = float(np.interp(well.minimum.middle[0], x, density))
        below.annotate(
            _masses(well),
            (well.minimum.middle[0], height),
            (0, 5),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=8.5,
        )
    return figure


def _plane(answer: StationaryAnswer) -> Figure:
    """The contours of the loss, the stationary density as a cloud, and the lines between the basins."""
    figure = sheet(1, 1, (6.8, 5.6))
    (axes,) = figure.axes
    box = _window(answer)
    draw_contours(axes, answer.potential, box, ceiling(answer.potential, _places(answer)))
    if answer.eta is not None:
        x, y = (np.linspace(*side, FINE[2]) for side in box)
        ground = min(float(well.minimum.value.middle) for well in answer.wells)
        weight = gibbs_weight(answer.potential, float(answer.eta), ground)
        draw_cloud(axes, x, y, weight(*np.meshgrid(x, y, indexing="ij")))
    for line in _lines(answer, box):
        axes.plot(*line.T, color=GATE, linewidth=1.2, linestyle=":")
    _balls(axes, answer)
    draw_marks(axes, answer.potential, _marks(answer, with_masses=True))
    axes.set(title=_title(answer), xlim=box[0], ylim=box[1])
    return figure


def _title(answer: StationaryAnswer) -> str:
    noise = f"ε₀ = {float(answer.eps0):.6g},  β = {answer.noise}"
    if answer.eta is not None:
        noise = f"η = {float(answer.eta):.6g}"
    formula = sp.latex(answer.potential.expr)
    return f"${formula}$,   {noise}" if len(formula) <= FORMULA else f"Stationary law,   {noise}"


def _places(answer: StationaryAnswer) -> list[tuple[float, ...]]:
    """What the picture has to hold: wells and gates, and some of the spread of a lone well."""
    spots = [well.minimum for well in answer.wells] + list(answer.gates)
    places = [spot.middle for spot in spots]
    if len(places) > 1:
        return places
    heat = float(answer.eps0) * float(compiled(answer.noise, answer.potential.coords, "numpy")(*places[0]))
    steepest = max((float(e.middle) for e in spots[0].hessian_eigenvalues), default=0.0)
    reach = SPREAD * np.sqrt(heat / steepest) if steepest > 0 else 1.0
    return [places[0], (places[0][0] + reach, *places[0][1:])]


def _window(answer: StationaryAnswer) -> Box:
    return window(answer.potential, _places(answer))


def _density_on_line(answer: StationaryAnswer, x: Array) -> Array:
    """The density p on an even mesh: e^{−φ}/β, φ' = L'/(ε₀β), normed on one that is five times as wide."""
    (name,), width = answer.potential.coords, x[-1] - x[0]
    wide = np.linspace(x[0] - 2 * width, x[-1] + 2 * width, 5 * len(x))
    with np.errstate(all="ignore"):
        force, noise = (
            np.broadcast_to(compiled(expr, (name,), "numpy")(wide), wide.shape)
            for expr in (answer.potential.gradient[0], answer.noise)
        )
        phi = cumulative_simpson(force / (float(answer.eps0) * noise), x=wide, initial=0)
        density = np.nan_to_num(np.exp(-(phi - np.nanmin(phi))) / noise)
    return np.asarray(np.interp(x, wide, density / np.trapezoid(density, wide)))


def _lines(answer: StationaryAnswer, box: Box) -> list[Array]:
    """The lines between the basins, shape (n, 2) each."""
    minima, saddles = [well.minimum.middle for well in answer.wells], [gate.middle for gate in answer.gates]
    if len(minima) < 2:
        return []
    found = ridges(answer.potential, minima, saddles, _maxima(answer), box)
    return [ridge.place(np.linspace(0, ridge.knots[-1], ALONG)) for ridge in found]


def _maxima(answer: StationaryAnswer) -> list[tuple[float, ...]]:
    from numerics.plane.wells import critical_spots

    return [spot.middle for spot in critical_spots(answer.potential)[0] if spot.kind == "maximum"]


def _balls(axes: Axes, answer: StationaryAnswer) -> None:
    if answer.radius is not None:
        for well in answer.wells:
            draw_ball(axes, well.minimum.middle, float(answer.radius))


def _marks(answer: StationaryAnswer, with_masses: bool = False) -> list[Mark]:
    """Wells and gates, with their places or their masses."""
    wells = [
        Mark(well.minimum.middle, "well", _masses(well) if with_masses else _named(well.minimum.middle))
        for well in answer.wells
    ]
    return wells + [Mark(gate.middle, "gate") for gate in answer.gates]


def _named(place: tuple[float, ...]) -> str:
    return ", ".join(f"{c:.{DIGITS}g}".replace("-", "−") for c in place)


def _masses(well: Well) -> str:
    basin = f"basin {readable(well.basin_mass, SHARE)}"
    return basin if well.ball_mass is None else f"{basin}\nball {readable(well.ball_mass, SHARE)}"
