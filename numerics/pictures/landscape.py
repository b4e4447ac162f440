"""A landscape to look at: the curve of a loss on the line, the contours of one in the plane, wells and gates.

The axes are matplotlib's; what stands on them is given in plain numbers, so any answer can be drawn.

## Main definitions
* `sheet`: an empty figure with rows and columns of axes.    * `written`: the figure in a file.
* `require_known_format`: refuses a file name early.
* `window`: how much of a landscape is worth showing.
* `draw_curve`, `draw_density`: on the line.    * `draw_contours`, `draw_cloud`: in the plane.
* `Mark`, `draw_marks`: wells, gates and other places.   * `draw_ball`: a neighbourhood.

## Implementation notes
Nothing here touches pyplot or the settings of the session, so it works without a screen and in any thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.patheffects import withStroke

from derivations.potential import Potential
from ledger.files import write_atomically
from numerics.backends import compiled
from numerics.terrain.level_box import Box, level_box

INK, PAPER, QUIET = "#24272d", "#ffffff", "#868b94"
LOSS, MASS, GATE = "#1c4f8f", "#b8500f", "#7b4a9e"
HEIGHTS = LinearSegmentedColormap.from_list("heights", ["#c5d8ef", "#e4edf7", "#fbfcfe"])
CLOUD = LinearSegmentedColormap.from_list("cloud", ["#d9722600", "#d97226c0"])
LEVELS = 14
MOST_OBLONG = 2.5  # beyond that the axes have scales of their own
FINE = {1: 1201, 2: 241}
FINEST, SMOOTH = 1201, 5
"""Most lines of a grid in the plane; lines for the half width of a valley at the first level."""
FORMATS = ("pdf", "png", "svg")
UNDATED: dict[str, dict[str, Any]] = {"pdf": {"CreationDate": None}, "png": {}, "svg": {"Date": None}}
STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10.5,
    "axes.titlelocation": "left",
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "svg.hashsalt": "sgd-theorems",
}
SIZES = {"*": 14, "X": 9}
LOOKS = {"well": ("o", LOSS), "gate": ("X", GATE), "start": ("o", INK), "target": ("*", MASS)}
"""Marker and colour of each kind of place."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place: its coordinates, shape (d,), what it is ("well", "gate", "start", "target"), and its label.

    The label stands above the place, or `below` it.
    """

    at: tuple[float, ...]
    kind: str
    label: str = ""
    below: bool = False


def sheet(rows: int = 1, columns: int = 1, size: tuple[float, float] = (7, 4.6), **grid: Any) -> Figure:
    """A figure of `size` inches with `rows` × `columns` axes; `grid` goes to matplotlib's `subplots`."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)
        figure = Figure(figsize=size, layout="constrained", facecolor=PAPER)
        FigureCanvasAgg(figure)
        figure.subplots(rows, columns, **grid)
        return figure


def require_known_format(file: str | Path) -> str:
    """The kind of picture that a file name asks for: png, svg or pdf.

    Raises:
        ValueError: if it ends in something else.
    """
    suffix = Path(file).suffix[1:].lower()
    if suffix not in FORMATS:
        allowed = ", ".join(f".{known}" for known in FORMATS)
        raise ValueError(f"plot={file}: the name of a picture ends in one of {allowed}")
    return suffix


def written(figure: Figure, file: str | Path) -> Path:
    """`figure` in `file`, whole or not at all; equal figures give equal bytes.

    ValueError is raised if the name does not end in .png, .svg or .pdf.
    """
    kind, content = require_known_format(file), BytesIO()
    with mpl.rc_context({"svg.hashsalt": STYLE["svg.hashsalt"]}):
        figure.savefig(content, format=kind, dpi=160, metadata=UNDATED[kind])
    write_atomically(Path(file), content.getvalue())
    return Path(file)


def window(potential: Potential, points: Sequence[Sequence[float]], margin: float = 0.5) -> Box:
    """The box of all that lies below the `ceiling` over `points`, shape (n, d)."""
    return level_box(potential, points, ceiling(potential, points, margin))


def ceiling(potential: Potential, points: Sequence[Sequence[float]], margin: float = 0.5) -> float:
    """The highest of `points` and `margin` of their spread more: the height up to which a landscape is shown.

    If all points are equally high, the spread is that of L one unit away.
    """
    height = compiled(potential.expr, potential.coords, "numpy")
    values = [float(height(*point)) for point in points]
    spread = max(values) - min(values)
    if spread <= 0:
        first = np.asarray(points[0], dtype=float)
        spread = max(
            float(height(*(first + step))) for step in np.vstack([np.eye(len(first)), -np.eye(len(first))])
        )
        spread = abs(spread - values[0]) or 1.0
    return max(values) + margin * spread


def draw_curve(axes: Axes, potential: Potential, span: tuple[float, float]) -> None:
    """L over `span`."""
    (name,), x = potential.coords, np.linspace(*span, FINE[1])
    axes.plot(
        x, np.broadcast_to(compiled(potential.expr, (name,), "numpy")(x), x.shape), color=LOSS, linewidth=1.8
    )
    axes.set(xlabel=str(name), ylabel=f"L({name})", xlim=span)


def draw_density(axes: Axes, x: Any, density: Any, label: str = "density") -> None:
    """A density on the line, as an area; x and density have shape (n,)."""
    axes.fill_between(x, density, color=MASS, alpha=0.22, linewidth=0)
    axes.plot(x, density, color=MASS, linewidth=1.5)
    axes.set(ylabel=label, ylim=(0, None), xlim=(min(x), max(x)))


def draw_contours(axes: Axes, potential: Potential, box: Box, top: float) -> None:
    """L over a box of the plane: shades and lines of equal height, up to `top`, denser near the ground."""
    X, Y, values = _heights(potential, box, FINE[2])
    if (wanted := _wanted(values, box, top)) > FINE[2]:
        X, Y, values = _heights(potential, box, wanted)
    ground = float(values.min())
    levels = ground + (top - ground) * (np.arange(LEVELS + 1) / LEVELS) ** 1.5
    axes.contourf(X, Y, values, levels=levels, cmap=HEIGHTS)
    axes.contour(X, Y, values, levels=levels[1:], colors=LOSS, linewidths=0.6, alpha=0.55)
    axes.set(xlabel=str(potential.coords[0]), ylabel=str(potential.coords[1]), xlim=box[0], ylim=box[1])
    wide, tall = (side[1] - side[0] for side in box)
    axes.set_aspect("equal" if max(wide, tall) < MOST_OBLONG * min(wide, tall) else "auto")


def _heights(potential: Potential, box: Box, samples: int) -> tuple[Any, Any, Any]:
    """Places and L on so many lines in each direction, shape (n, n) each."""
    X, Y = np.meshgrid(*(np.linspace(*side, samples) for side in box))
    return X, Y, np.broadcast_to(compiled(potential.expr, potential.coords, "numpy")(X, Y), X.shape)


def _wanted(values: Any, box: Box, top: float) -> int:
    """How many lines the narrowest valley below `top` needs, so that its contours are smooth."""
    counts, found = values < top, FINE[2]
    for axis, (low, high) in zip((1, 0), box, strict=True):
        cell = (high - low) / (values.shape[axis] - 1)
        bend = np.gradient(np.gradient(values, cell, axis=axis), cell, axis=axis)[counts].max(initial=0.0)
        width = np.sqrt(2 * (top - values.min()) / LEVELS / max(bend, 1e-300))
        found = max(found, int(min(FINEST, SMOOTH * (high - low) / width)))
    return found


def draw_cloud(axes: Axes, x: Any, y: Any, density: Any) -> None:
    """A density in the plane as a cloud; x, shape (n,), and y, shape (m,), evenly spaced; density (n, m)."""
    extent = (float(x[0]), float(x[-1]), float(y[0]), float(y[-1]))
    axes.imshow(
        np.asarray(density).T,
        cmap=CLOUD,
        origin="lower",
        extent=extent,
        aspect=axes.get_aspect(),
        interpolation="bilinear",
        zorder=1.5,
    )


def draw_marks(axes: Axes, potential: Potential, marks: Sequence[Mark]) -> None:
    """Places on the curve or among the contours, with their labels beside them."""
    height = compiled(potential.expr, potential.coords, "numpy")
    for mark in marks:
        x, y = (*mark.at, float(height(*mark.at))) if len(mark.at) == 1 else mark.at
        shape, colour = LOOKS[mark.kind]
        axes.plot(
            x,
            y,
            shape,
            color=colour,
            markersize=SIZES.get(shape, 8),
            markeredgecolor=PAPER,
            zorder=5,
            clip_on=False,
        )
        if mark.label:
            text = axes.annotate(
                mark.label,
                (x, y),
                (0, -9 if mark.below else 9),
                textcoords="offset points",
                ha="center",
                va="top" if mark.below else "bottom",
                fontsize=9,
                color=INK,
                zorder=6,
            )
            text.set_path_effects([withStroke(linewidth=2.5, foreground=PAPER)])


def draw_ball(axes: Axes, centre: tuple[float, ...], radius: float) -> None:
    """A ball: a band on the line, a circle in the plane."""
    if len(centre) == 1:
        axes.axvspan(centre[0] - radius, centre[0] + radius, color=QUIET, alpha=0.16, linewidth=0, zorder=0)
    else:
        axes.add_patch(
            Circle((centre[0], centre[1]), radius, fill=False, color=INK, linewidth=1, linestyle="--")
        )
