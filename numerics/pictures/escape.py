"""The answer on an escape as a picture: the landscape, its wells and gates, the way, the times.

## Main definitions
* `picture_of_escape`: the picture in a file.      * `figure_of_escape`: the picture.
* `require_known_format`: refuses a file name before anything is computed.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scipy.integrate import cumulative_simpson, solve_ivp
from scipy.interpolate import RegularGridInterpolator

from numerics.answers.escape import EscapeAnswer
from numerics.answers.sgd_clock import SgdClock
from numerics.answers.simulation import SimulationAnswer
from numerics.backends import compiled
from numerics.pictures.escape_words import headline
from numerics.pictures.landscape import (
    FINE,
    MASS,
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
from numerics.pictures.simulation import draw_paths, draw_times, some_paths
from numerics.plane.stationary import stationary_in_plane
from numerics.terrain.spot import Spot
from numerics.terrain.terrain import terrain_of

__all__ = ["figure_of_escape", "picture_of_escape", "require_known_format"]

Floats = NDArray[np.float64]

FOOT = 0.12
"""Room below the curve for labels, as a part of its height."""

LEADING = 0.24
"""Inches for a line of text."""

ASIDE, LONG = 1e-3, 200.0
"""How far beside a gate the way down begins, and the time it is given."""


def picture_of_escape(
    answer: EscapeAnswer,
    file: str | Path,
    clock: SgdClock | None = None,
    seen: SimulationAnswer | None = None,
) -> Path:
    """The picture of `answer` in `file`, a .svg, .pdf or .png.

    With a clock the steps of SGD are told, too; of a simulation paths and times are drawn.

    ValueError is raised if the file's name ends in something else, or there are three or more coordinates.
    """
    require_known_format(file)
    return written(figure_of_escape(answer, clock, seen), file)


def figure_of_escape(
    answer: EscapeAnswer, clock: SgdClock | None = None, seen: SimulationAnswer | None = None
) -> Figure:
    """The same as a figure of matplotlib.

    Raises:
        ValueError: if there are three or more coordinates.
    """
    if (d := len(answer.question.potential.coords)) > 2:
        raise ValueError(f"plot: a landscape of {d} coordinates cannot be drawn, only one of 1 or 2")
    shown = seen if seen is not None and seen.times.size else None
    return _line(answer, clock, shown) if d == 1 else _plane(answer, clock, shown)


def _line(answer: EscapeAnswer, clock: SgdClock | None, seen: SimulationAnswer | None) -> Figure:
    """The curve of the loss above the density of the law in which W settles."""
    asked = answer.question
    words = headline(answer, clock, seen)
    heights = [_height(words), 3.7, 1.3, *([1.8, 1.6] if seen else [])]
    figure = sheet(len(heights), 1, (7, sum(heights)), height_ratios=heights)
    head, above, below, *more = figure.axes
    (span,) = window(asked.potential, _points(answer))
    draw_curve(above, asked.potential, span)
    _way_on_line(above, answer)
    draw_marks(above, asked.potential, _marks(answer))
    top = ceiling(asked.potential, _points(answer))
    ground = above.dataLim.ymin
    above.set(xlabel="", ylim=(ground - FOOT * (top - ground), top))
    above.tick_params(labelbottom=False)
    x = np.linspace(*span, FINE[1])
    draw_density(below, x.tolist(), _density(answer, x).tolist(), "stationary\ndensity")
    below.set(xlabel=str(asked.potential.coords[0]))
    if seen:
        draw_paths(more[0], some_paths(answer, seen))
        more[0].set(xlim=span, xlabel=str(asked.potential.coords[0]))
        draw_times(more[1], seen)
    _write(head, words)
    return figure


def _way_on_line(axes: Axes, answer: EscapeAnswer) -> None:
    """The part of the curve that has to be walked, drawn over it."""
    asked = answer.question
    x = np.linspace(float(asked.start[0]), float(asked.level), FINE[1])
    y = compiled(asked.potential.expr, asked.potential.coords, "numpy")(x) + 0 * x
    axes.plot(x, y, color=MASS, linewidth=2.6, zorder=3, solid_capstyle="round")


def _density(answer: EscapeAnswer, x: Floats) -> Floats:
    """∝ e^{−φ}/β with φ' = L'/(ε₀β), of integral 1 over x, shape (n,)."""
    asked = answer.question
    slope, noise = (
        compiled(f, asked.potential.coords, "numpy")(x) + 0 * x
        for f in (asked.potential.gradient[0], asked.noise)
    )
    climb = cumulative_simpson(slope / noise / float(asked.eps0), x=x, initial=0)
    weight = np.exp(climb.min() - climb) / noise
    return np.asarray(weight / np.trapezoid(weight, x))


def _plane(answer: EscapeAnswer, clock: SgdClock | None, seen: SimulationAnswer | None) -> Figure:
    """The contours of the loss and, as a cloud, the stationary density."""
    asked = answer.question
    words = headline(answer, clock, seen)
    heights = [_height(words), 6, *([1.6] if seen else [])]
    figure = sheet(len(heights), 1, (7, sum(heights)), height_ratios=heights)
    head, axes, *more = figure.axes
    box, top = window(asked.potential, _points(answer)), ceiling(asked.potential, _points(answer))
    x, y = (np.linspace(*side, FINE[2]) for side in box)
    draw_cloud(axes, x, y, _cloud(answer, np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1)))
    draw_contours(axes, asked.potential, box, top)
    for gate in answer.kramers.gates:
        for path in _ways_down(answer, gate):
            axes.plot(*path, color=MASS, linewidth=1.8, alpha=0.85, zorder=3)
    if seen:
        draw_paths(axes, some_paths(answer, seen))
        draw_times(more[0], seen)
    draw_ball(axes, tuple(map(float, asked.target)), float(asked.radius or 0))
    draw_marks(axes, asked.potential, _marks(answer))
    _write(head, words)
    return figure


def _cloud(answer: EscapeAnswer, places: Floats) -> Floats:
    """The stationary density but for a factor, shape (n, m, 2) -> (n, m); 0 if it is not known."""
    asked = answer.question
    if asked.eta is not None:
        heights = terrain_of(asked.potential).value(places.reshape(-1, 2)).reshape(places.shape[:2])
        return np.asarray(np.exp(float(asked.eta) * (np.min(heights) - heights)))
    try:
        law = stationary_in_plane(asked.potential, asked.noise, asked.eps0)
    except ValueError:
        return np.zeros(places.shape[:2])
    spline = RegularGridInterpolator((law.x, law.y), law.density, bounds_error=False, fill_value=0.0)
    return np.asarray(spline(places))


def _ways_down(answer: EscapeAnswer, gate: Spot) -> Iterator[Floats]:
    """Steepest descent on both sides of a gate.

    Yields:
        the paths, shape (2, n).
    """
    terrain = terrain_of(answer.question.potential)
    top = np.array(gate.middle)
    down = np.linalg.eigh(terrain.hessian(top[None])[0])[1][:, 0]
    for side in (-1, 1):
        first = top + side * ASIDE * down
        found = solve_ivp(lambda _, at: -terrain.gradient(at[None])[0], (0, LONG), first, "LSODA", rtol=1e-6)
        yield np.column_stack([top, found.y])


def _points(answer: EscapeAnswer) -> list[tuple[float, ...]]:
    kramers = answer.kramers
    places = (answer.start, answer.target, kramers.start, kramers.target, *kramers.gates)
    return [spot.middle for spot in places]


def _marks(answer: EscapeAnswer) -> list[Mark]:
    """Start, target, gates and, where they are other places, the minima of the wells."""
    kramers = answer.kramers
    return [
        *_labelled(kramers.start, answer.start, "start"),
        *_labelled(kramers.target, answer.target, "target"),
        *(Mark(gate.middle, "gate", "gate") for gate in kramers.gates),
    ]


def _labelled(well: Spot, end: Spot, name: str) -> Iterator[Mark]:
    """One end of the way and its minimum, the label of one above, of the other below.

    On the line there is room below a minimum, in the plane above the upper of the two.

    Yields:
        the marks.
    """
    is_under = end == well if len(end.at) == 1 else end.middle[1] < well.middle[1]
    if end != well:
        yield Mark(well.middle, "well", "minimum", not is_under)
    yield Mark(end.middle, name, name, is_under)


def _height(words: list[str]) -> float:
    """Inches for the head."""
    return LEADING * (len(words) + 0.6)


def _write(head: Axes, words: list[str]) -> None:
    """The loss and the noise, and below them the times."""
    head.axis("off")
    title = head.text(0, 1, words[0], va="top", fontsize=12)
    body = head.text(0, 0, "\n".join(words[1:]), va="bottom", fontsize=9.5, linespacing=1.5)
    for text in (title, body):
        text.set_in_layout(False)  # the axes below keep their width
