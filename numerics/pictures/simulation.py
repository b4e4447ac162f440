"""What a simulation adds to the picture of an escape: some of its paths, and the histogram of its times.

## Main definitions
* `draw_times`: the histogram against the exponential law.
* `some_paths`: the ends of some paths, up to the target.
* `draw_paths`: on the line against time, in the plane on the landscape.

## Implementation notes
A path is a function of the seed and its number: the paths that are drawn are made anew, and are those that
were counted. Times of splitting are not times of paths, so that nothing is drawn for it.
"""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from numerics.answers.escape import EscapeAnswer
from numerics.answers.simulation import SimulationAnswer
from numerics.paths.model import Model
from numerics.paths.positions import positions
from numerics.pictures.landscape import INK, MASS

Floats = NDArray[np.float64]

DRAWN, AMONG = 3, 16
LONGEST = 2**19
"""Pairs of steps of a path that is drawn, at most."""

SHOWN = 1500
"""Pairs of steps that are drawn, the last ones."""

BINS = 40
TONES = (MASS, "#2f7d5b", "#7b4a9e")


def draw_times(axes: Axes, seen: SimulationAnswer) -> None:
    """The share of paths by their time, on a logarithmic scale, where the exponential law is a line."""
    mean = float(seen.time.middle)
    heights, edges, _ = axes.hist(seen.times, BINS, density=True, color=MASS, alpha=0.35)
    t = np.array([0, edges[-1]])
    axes.plot(t, np.exp(-t / mean) / mean, color=INK, linewidth=1.2, label="exponential law of this mean")
    lowest = float(np.min(np.asarray(heights)[np.asarray(heights) > 0]))
    axes.set(yscale="log", ylim=(lowest / 2, None), xlim=(0, edges[-1]))
    axes.set(xlabel="escape time", ylabel=f"density of\n{seen.paths} times")
    axes.legend(frameon=False, fontsize=8.5)


def some_paths(answer: EscapeAnswer, seen: SimulationAnswer) -> list[tuple[Floats, Floats]]:
    """Times before the arrival, shape (n,), and places, shape (n, d): the ends of the first few paths.

    None, if all are too long, or one diverges after it has arrived.
    """
    asked, step = answer.question, float(seen.plan.dt)
    pairs = np.rint(seen.times[:AMONG] / step / 2).astype(int)
    chosen = [k for k, length in enumerate(pairs) if 0 < length <= LONGEST][:DRAWN]
    if not chosen:
        return []
    model = Model(asked.potential, asked.noise, asked.eps0, seen.plan.dt)
    longest, count = int(max(pairs[chosen])), max(chosen) + 1
    try:
        places = positions(model, asked.start, steps=2, snapshots=longest, paths=count, seed=seen.plan.seed)
    except ValueError:
        return []
    ways = [places[max(0, pairs[k] - SHOWN) : pairs[k], k, :].astype(float) for k in chosen]
    return [(2 * step * np.arange(len(way) - 1, -1, -1.0), way) for way in ways]


def draw_paths(axes: Axes, paths: list[tuple[Floats, Floats]]) -> None:
    """Against the time before the arrival on the line; in the plane as they are."""
    for (times, places), tone in zip(paths, TONES, strict=False):
        across, along = (places[:, 0], times) if places.shape[1] == 1 else places.T
        axes.plot(across, along, color=tone, linewidth=0.6, alpha=0.8, zorder=2.5)
    if paths and paths[0][1].shape[1] == 1:
        longest = max(times[0] for times, _ in paths)
        axes.set(ylabel=f"time before\narrival, {len(paths)} paths", ylim=(longest, 0))
