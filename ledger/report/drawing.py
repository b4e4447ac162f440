"""Figures of the evidence file as inline SVG, one per panel.

matplotlib draws the axes and the curves; title, labels and legend belong to the page, which can set their
mathematics and wrap them.
Ink is `currentColor` and curves are `var(--curve-0)` and so on: the style sheet decides, light or dark.

## Main definitions
* `svg`: a panel as SVG.      * `legend`: the curves to be named, each with its look.
"""

import io
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from ledger.report.numbers import decimal
from ledger.report.slim import slim

Data = Mapping[str, Any]

COLOURS = 6  # --curve-0 … --curve-5 in the style sheet
DASHES = ("", "6 2.4", "1.6 2", "7 2 1.6 2")
INK = "#010101"
SPARSE = 40  # up to so many points are marked
CROWD = 12  # of more curves the faint ones are paler
STYLE: dict[Any, Any] = {
    "svg.hashsalt": "sgd-theorems",
    "svg.fonttype": "none",  # words stay words, in the font of the page
    "font.family": "DejaVu Sans",  # comes with matplotlib, and is wide: the page's font will fit
    "font.size": 10,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.minor.width": 0.4,
    "ytick.minor.width": 0.4,
    **{f"{part}.color": INK for part in ("text", "xtick", "ytick")},
    **{f"axes.{part}": INK for part in ("edgecolor", "labelcolor")},
}


@dataclass(frozen=True, slots=True)
class Look:
    """A curve in the legend: its label, the number of its colour and its dashes; or a single point."""

    label: str
    colour: int
    dashes: str
    faint: bool
    point: bool = False


def legend(panel: Data) -> list[Look]:
    """The curves of a panel that have a label, once each."""
    looks: list[Look] = []
    for curve, colour in zip(panel["curves"], _colours(panel["curves"]), strict=True):
        if curve["label"] and all(look.label != curve["label"] for look in looks):
            dashes = DASHES[colour % len(DASHES)]
            looks.append(Look(curve["label"], colour % COLOURS, dashes, curve["faint"], len(curve["x"]) == 1))
    return looks


def _colours(curves: Sequence[Data]) -> list[int]:
    """A number for each curve; curves of one label share it.

    If there are as many faint curves without a label as others with one, they are the same things told in
    another way, in the same order, and have their colours.
    """
    clear = [curve["label"] for curve in curves if curve["label"] and not curve["faint"]]
    nameless = [curve for curve in curves if curve["faint"] and not curve["label"]]
    twins = dict(zip(map(id, nameless), clear, strict=True)) if len(clear) == len(nameless) else {}
    names = [twins.get(id(curve)) or curve["label"] or str(id(curve)) for curve in curves]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return [numbers[name] for name in names]


def svg(panel: Data, key: str, title: str, description: str) -> str:
    """A panel as one `<svg>` element; `key` makes its ids unique on the page.

    `title` and `description` are for those who cannot see it.
    """
    file = io.StringIO()
    # matplotlib warns of an axis without positive values; the page is no place for warnings.
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)
        figure = Figure(figsize=(4.6, 3.1), layout="constrained")
        FigureCanvasSVG(figure)
        _draw(figure.add_subplot(), panel)
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    return _inline(file.getvalue(), key, title, description)


def _draw(axes: Axes, panel: Data) -> None:
    if panel.get("contours"):
        _contours(axes, panel["contours"])
    for curve, colour in zip(panel["curves"], _colours(panel["curves"]), strict=True):
        _curve(axes, curve, colour, crowded=len(panel["curves"]) > CROWD)
    for name, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
        if name in panel["log"]:
            axes.set(**{f"{name}scale": "log"})
            _logarithmic(axis)
        axis.set_major_formatter(FuncFormatter(lambda value, _: decimal(Decimal(f"{value:.10g}"))))
    axes.grid(visible=True, color=INK, alpha=0.12, linewidth=0.5)


def _contours(axes: Axes, contours: Data) -> None:
    """Thin lines of equal height, in the ink of the axes."""
    heights = [list(row) for row in zip(*contours["heights"], strict=True)]
    axes.contour(
        contours["x"],
        contours["y"],
        heights,
        levels=contours["levels"],
        colors=INK,
        linewidths=0.6,
        alpha=0.45,
    )


def _curve(axes: Axes, curve: Data, colour: int, *, crowded: bool) -> None:
    ink = f"#0000f{colour % COLOURS}"
    dashes = [float(n) for n in DASHES[colour % len(DASHES)].split()]
    sparse = len(curve["x"]) <= SPARSE and not curve["faint"]
    axes.plot(
        curve["x"],
        curve["y"],
        color=ink,
        linewidth=(0.8 if crowded else 1.1) if curve["faint"] else 1.5,
        alpha=(0.35 if crowded else 0.6) if curve["faint"] else 1,
        linestyle=(0, dashes) if dashes else "solid",
        marker="o" if sparse else None,
        markersize=3.2 if len(curve["x"]) > 1 else 6,
    )
    if curve["low"] and curve["high"]:
        axes.fill_between(curve["x"], curve["low"], curve["high"], color=ink, alpha=0.16, linewidth=0)


def _logarithmic(axis: Axis) -> None:
    """Ticks at 1, 2, 5 if the axis is short; at powers of ten alone if it is long."""
    low, high = axis.get_view_interval()
    axis.set_minor_formatter(NullFormatter())
    if high < 150 * low:
        axis.set_major_locator(LogLocator(subs=(1, 2, 5)))


def _inline(document: str, key: str, title: str, description: str) -> str:
    """The `<svg>` element of matplotlib's `document`, for a page with a style of its own."""
    body = document[document.index("<svg") :]
    body = re.sub(r"<(metadata|style)\b.*?</\1>|<!--.*?-->", "", body, flags=re.DOTALL)
    body = re.sub(r" font-family: [^;\"]*;| transform=\"rotate\(-0 [^)]*\)\"", "", body)
    body = re.sub(r'<g id="[^"]*"', "<g", body)
    body = re.sub(r"#0000f(\d)", r"var(--curve-\1)", body.replace(INK, "currentColor"))
    slender = slim(body, key)
    box = re.search(r'viewBox="[^"]*"', slender)
    assert box is not None, "matplotlib writes a viewBox"
    names = f'aria-labelledby="{key}-title" aria-describedby="{key}-desc"'
    told = (
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(description)}</desc>'
    )
    head = f'<svg {box.group()} role="img" {names} xmlns="http://www.w3.org/2000/svg">'
    return head + told + slender[slender.index(">") + 1 :]
