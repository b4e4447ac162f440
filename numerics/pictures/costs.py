"""The pictures of `numerics.costs`.

## Main definitions
* `drawn`: one of them as a file.
"""

from datetime import UTC, datetime
from pathlib import Path

from matplotlib.figure import Figure

from numerics.costs.measure import machine, measured
from numerics.costs.pictures import PICTURES

DECADE = 10.0
"""The vertical axis shows at least so much."""
FOLDER = Path(__file__).parents[2] / "docs" / "img"


def drawn(name: str, folder: Path = FOLDER) -> Path:
    """The picture `name` as an SVG file in `folder`; everything is measured now.

    Raises:
        ValueError: if there is no such picture.
    """
    if name not in PICTURES:
        raise ValueError(f"name={name!r}: known pictures are {', '.join(PICTURES)}")
    row = PICTURES[name]
    figure = Figure(figsize=(5 * len(row), 4.2), layout="constrained")
    for part, axes in zip(row, figure.subplots(1, len(row), squeeze=False)[0], strict=True):
        for curve in part.curves:
            places, values = zip(*measured(curve, part.value), strict=True)
            axes.plot(places, values, "o-", markersize=3.5, linewidth=1.2, label=curve.label)
        axes.set(
            xlabel=part.quantity, ylabel=part.unit, yscale="log", xscale="linear" if part.linear else "log"
        )
        low, high = axes.get_ylim()
        if high < DECADE * low:
            axes.set_ylim((low * high / DECADE) ** 0.5, (low * high * DECADE) ** 0.5)
        axes.grid(which="major", linewidth=0.3)
        axes.legend(frameon=False)
    day = datetime.now(UTC).date().isoformat()
    figure.supxlabel(f"{machine()}, {day}", fontsize=7, color="0.4")
    folder.mkdir(parents=True, exist_ok=True)
    figure.savefig(path := folder / f"{name}.svg", metadata={"Date": None})
    return path
