"""Curves to look at: plain data that a check hands to the report.

A figure is not evidence; it shows the measurement that the evidence is about.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Curve:
    """One line y(x), with a band [low, high] if both are given; `faint` curves stay in the background.

    All of x, y, low, high have the same length.

    Raises:
        ValueError: if the lengths differ.
    """

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    faint: bool = False

    def __post_init__(self) -> None:
        lengths = {len(self.x), len(self.y)} | {len(band) for band in (self.low, self.high) if band}
        if len(lengths) != 1:
            raise ValueError(f"curve {self.label!r}: x, y, low, high have lengths {sorted(lengths)}")


@dataclass(frozen=True, slots=True)
class Contours:
    """Lines of equal height: `heights[i][j]` at (x_i, y_j), drawn at the `levels`.

    Raises:
        ValueError: if the heights have another shape than x and y give.
    """

    x: tuple[float, ...]
    y: tuple[float, ...]
    heights: tuple[tuple[float, ...], ...]
    levels: tuple[float, ...]

    def __post_init__(self) -> None:
        shape = [len(row) for row in self.heights]
        if shape != [len(self.y)] * len(self.x):
            raise ValueError(f"contours: {len(self.x)} rows of {len(self.y)} heights are wanted, not {shape}")


@dataclass(frozen=True, slots=True)
class Panel:
    """One pair of axes; `log` names the logarithmic ones: "", "x", "y" or "xy".

    `contours`, if there are any, lie behind the curves.
    """

    title: str
    xlabel: str
    ylabel: str
    curves: tuple[Curve, ...]
    log: str = ""
    contours: Contours | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """Panels side by side; `name` is unique in a report, `description` is read to those who cannot see it."""

    name: str
    title: str
    description: str
    panels: tuple[Panel, ...]
