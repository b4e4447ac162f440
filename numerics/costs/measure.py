"""How cost is measured.

## Main definitions
* `Curve`, `Axes`: what is measured.
* `milliseconds`, `measured`: the measurement.    * `machine`: where.

## Implementation notes
CPU seconds of this process, the median of some repetitions after one to warm up; the machine and the date
stand under the picture. Other work on the machine makes them larger by some ten percent.
"""

import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

PATIENCE = 0.3
MOST = 30
UNIT = "CPU milliseconds"


@dataclass(frozen=True)
class Curve:
    """`work(size)` for each of the `sizes`."""

    label: str
    sizes: tuple[int, ...]
    work: Callable[[int], Any]
    at: Callable[[int], float] = float
    """Where on the axis a size lies."""


def milliseconds(work: Callable[[], Any]) -> float:
    """The median CPU time of a call, of as many as fit into some tenths of a second."""
    work()
    times: list[float] = []
    while len(times) < MOST and sum(times) < PATIENCE:
        start = process_time()
        work()
        times.append(process_time() - start)
    return 1000 * median(times)


@dataclass(frozen=True)
class Axes:
    """Curves over one quantity; both scales are logarithmic unless `linear`: then the lower one is not.

    `value` is what is shown of a piece of work, in `unit`.
    """

    quantity: str
    curves: tuple[Curve, ...]
    unit: str = UNIT
    value: Callable[[Callable[[], Any]], float] = milliseconds
    linear: bool = False


def measured(
    curve: Curve, value: Callable[[Callable[[], Any]], float] = milliseconds
) -> Iterator[tuple[float, float]]:
    """The points of a curve.

    Yields:
        the place on the axis and the value.
    """
    for size in curve.sizes:
        yield curve.at(size), value(partial(curve.work, size))


def result(work: Callable[[], Any]) -> float:
    """What the work returns, instead of how long it takes."""
    return float(work())


def machine() -> str:
    """The processor and the versions that were measured."""
    info = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line]
    return f"{names[0] if names else platform.machine()}, Python {platform.python_version()}"
