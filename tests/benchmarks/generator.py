"""The generator alone: the limit of what a simulation can reach."""

import numba
import numpy as np

from numerics.paths.bits import wide
from numerics.paths.laws import Gaussian
from numerics.paths.streams import seeds, streams

LANES = 128


def generator(dtype, state_of_lane=None):
    """Normal numbers that nobody uses: a function to call, and how many it makes."""
    kind, pair, ticks = streams(dtype), Gaussian().pair(dtype), 8000
    started, drawn = kind.started, state_of_lane or kind.drawn

    @numba.njit
    def run(state, total, one, two):
        wide()
        for lane in range(total.size):
            started(state, lane, one, two, np.uint64(lane))
        for _ in range(ticks):
            for lane in range(total.size):
                a, b = drawn(state, lane)
                z, y = pair(a, b)
                total[lane] += z + y

    def call():
        total = np.zeros(LANES, dtype)
        run(np.zeros((kind.words, LANES), kind.word), total, *seeds(1))
        return total

    return call, 2 * ticks * LANES
