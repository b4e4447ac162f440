"""What an answer costs: CPU time against digits, barrier, grid; `python -m numerics.costs` draws it.

Every picture is a row of axes, every axes holds curves, every curve is a piece of work of growing size. More
pictures are more entries of `PICTURES`.

## Main definitions
* `Curve`, `Axes`, `PICTURES`: what is measured.
* `milliseconds`, `measured`: the measurement.    * `machine`: where.

## Implementation notes
CPU seconds of this process, the least of some repetitions after one to warm up; the machine and the date
stand under the picture. Other work on the machine makes them larger by some ten percent.
"""

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

from derivations.zoo import DOUBLE_WELL
from numerics.line.escape import mean_escape_time
from numerics.line.gauss_passage import mean_escape_time_in_doubles
from numerics.line.mpmath_passage import escape_time_by_mpmath

PATIENCE = 0.3
MOST = 30
ETA = 10
DIGITS = (15, 30, 50, 100, 200, 300, 500, 1000)
ETAS = (4, 10, 20, 40, 100, 200, 400, 1000, 2000, 4000, 10_000)


@dataclass(frozen=True)
class Curve:
    """`work(size)` for each of the `sizes`."""

    label: str
    sizes: tuple[int, ...]
    work: Callable[[int], Any]
    at: Callable[[int], float] = float
    """Where on the axis a size lies."""


@dataclass(frozen=True)
class Axes:
    """Curves over one quantity; both scales are logarithmic."""

    quantity: str
    curves: tuple[Curve, ...]


def _by_mpmath(digits: int) -> Any:
    """One pass of mpmath, the panels and their order chosen by hand for these digits."""
    points, panels, order = {
        15: ((-2.3, -1, 1), (2, 4), 20),
        30: ((-2.65, -1, 1), (2, 4), 40),
        50: ((-2.9, -1, 1), (2, 4), 64),
        100: ((-3.4, -1, 1), (3, 4), 120),
    }[digits]
    return escape_time_by_mpmath(DOUBLE_WELL, ETA, points, digits, panels, order)


def _in_doubles(eta: int) -> float:
    return mean_escape_time_in_doubles(DOUBLE_WELL, eta, -1, 1)


def _certified(digits: int) -> Callable[[int], Any]:
    return lambda eta: mean_escape_time(DOUBLE_WELL, eta, -1, 1, digits)


PICTURES: dict[str, tuple[Axes, ...]] = {
    "cost_escape": (
        Axes(
            "certified digits, H/ε = 2.5",
            (
                Curve("Taylor panels", DIGITS, lambda d: mean_escape_time(DOUBLE_WELL, ETA, -1, 1, d)),
                Curve("one pass of mpmath, no proof", (15, 30, 50, 100), _by_mpmath),
            ),
        ),
        Axes(
            "barrier H/ε",
            (
                Curve("100 certified digits", ETAS, _certified(100), lambda eta: eta / 4),
                Curve("15 certified digits", ETAS, _certified(15), lambda eta: eta / 4),
                Curve("doubles", ETAS[:8], _in_doubles, lambda eta: eta / 4),
            ),
        ),
    ),
}


def milliseconds(work: Callable[[], Any]) -> float:
    """The least CPU time of a call, of as many as fit into some tenths of a second."""
    work()
    least = spent = 0.0
    for count in range(MOST):
        start = process_time()
        work()
        taken = process_time() - start
        least, spent = (taken if count == 0 else min(least, taken)), spent + taken
        if spent > PATIENCE:
            break
    return 1000 * least


def measured(curve: Curve) -> Iterator[tuple[float, float]]:
    """The points of a curve.

    Yields:
        the place on the axis and the milliseconds.
    """
    for size in curve.sizes:
        yield curve.at(size), milliseconds(partial(curve.work, size))


def machine() -> str:
    """The processor and the versions that were measured."""
    info = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line]
    return f"{names[0] if names else platform.machine()}, Python {platform.python_version()}"


if __name__ == "__main__":
    from numerics.pictures.costs import drawn

    for wanted in sys.argv[1:] or PICTURES:
        print(drawn(wanted))
