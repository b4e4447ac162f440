"""A pool of lanes that are never idle: whenever a path has arrived, its lane starts the next one.

Paths are numbered, and a path is seeded with its number when it starts, so that no result depends on which
lane it ran in. When no path is left to start, the last lane in use moves into the place that became free.

## Main definitions
* `pool`: the compiled loop.
* `ARRIVED`, `TOO_LONG`, `DIVERGED`, `NO_NOISE`: how a path has ended.

## Implementation notes
Arrivals are counted, not looked for, in the inner loop: a sum over lanes becomes vectors, a branch or a
maximum does not. The lanes are looked through only if the count is not 0, or if the oldest path may be too
old. Paths too old are stopped after an even number of steps.
"""

from functools import lru_cache
from math import isnan
from typing import Any

from numerics.paths.bits import Function, Place, kernel, wide
from numerics.paths.kernel_cache import kept
from numerics.paths.lanes import LANES
from numerics.paths.model import Dynamics
from numerics.paths.steps import advance
from numerics.paths.streams import streams

ARRIVED, TOO_LONG, DIVERGED, NO_NOISE = 0, 1, 2, 3
VECTOR = 16
"""Lanes in use are rounded up to a multiple of it, so that the compiler's remainder loop never runs."""


def lane_start(dynamics: Dynamics, lanes: int = LANES) -> Function:
    """(state, w, carry, start, key, lane, path): puts the path number `path` into a lane."""
    seeded, size, zero = streams(dynamics.dtype).started, dynamics.dimension, dynamics.dtype(0)

    @kernel
    def started(state, w, carry, start, key, lane, path):  # type: ignore[no-untyped-def]
        seeded(state, lane, key[0], key[1], path)
        for i in range(size):
            w[i * lanes + lane] = start[i]
            carry[i * lanes + lane] = zero

    return started


@kernel
def _moved(table, source, lane):  # type: ignore[no-untyped-def]
    """Copies a column of a flat table."""
    for row in range(table.size // LANES):
        table[row * LANES + lane] = table[row * LANES + source]


@kernel
def _copied(table, source, lane):  # type: ignore[no-untyped-def]
    """Copies a column of a table."""
    for row in range(table.shape[0]):
        table[row, lane] = table[row, source]


@kernel
def how_it_ended(margins, widths, lanes, lane):  # type: ignore[no-untyped-def]
    """How the path in a lane has ended, −1 if it has not."""
    left, width = margins[lane], widths[lane]
    if left > 0:
        left, width = margins[lanes + lane], widths[lanes + lane]
    if left > 0:
        return -1
    if isnan(width):
        return NO_NOISE
    return DIVERGED if isnan(left) else ARRIVED


@lru_cache(maxsize=64)
def pool(dynamics: Dynamics, watch: str) -> Any:
    """(arrays, form, at, aim, notes, start, key, first, steps, ends, most, dt, scale) → steps of all lanes.

    Simulates the paths numbered first, first + 1, …, one for each entry of `steps` and `ends`, which receive
    the number of steps (at most 2 `most`) and how the path ended. `notes` (2, lanes) holds which path is in a
    lane and when it started; `start` (d,) is of the type of the model, `key` (2,) are the words of the seed.
    """
    moves, started = advance(dynamics, LANES, watch), lane_start(dynamics)
    pair, mark = moves.pair, moves.mark

    @kernel
    def swept(arrays, notes, start, key, first, steps, ends, most, begun, used, ticks):  # type: ignore[no-untyped-def]
        """Ends paths, starts others in their lanes: (paths begun, lanes used, start of the oldest)."""
        state, w, _, _, carry, widths, margins = arrays
        lane, oldest = 0, ticks
        while lane < used:
            ended = how_it_ended(margins, widths, LANES, lane)
            if ended < 0 and ticks - notes[1, lane] < most:
                oldest = min(oldest, notes[1, lane])
                lane += 1
                continue
            path = notes[0, lane]
            steps[path] = 2 * (ticks - notes[1, lane]) - (not margins[lane] > 0)
            ends[path] = ended if ended >= 0 else TOO_LONG
            if begun < steps.size:
                started(state, w, carry, start, key, lane, Place(first + begun))
                notes[0, lane], notes[1, lane] = begun, ticks
                begun += 1
                lane += 1
            else:
                used -= 1
                _moved(w, used, lane)
                _moved(carry, used, lane)
                _moved(widths, used, lane)
                _moved(margins, used, lane)
                _copied(state, used, lane)
                _copied(notes, used, lane)
        for lane in range(used, LANES):  # idle lanes are kept away from the target
            started(state, w, carry, start, key, lane, Place(first))
        return begun, used, oldest

    @kernel
    def run(arrays, form, at, aim, notes, start, key, first, steps, ends, most, dt, scale):  # type: ignore[no-untyped-def]
        wide()
        state, w, v, pushes, carry, widths, margins = arrays
        begun = used = min(LANES, steps.size)
        for lane in range(LANES):
            path = min(lane, used - 1)
            started(state, w, carry, start, key, lane, Place(first + path))
            notes[0, lane], notes[1, lane] = path, 0
        ticks, made, deadline = 0, 0, most
        while used > 0:
            width = min(LANES, (used + VECTOR - 1) // VECTOR * VECTOR)
            over = pair(state, w, v, pushes, carry, widths, margins, form, at, aim, width, dt, scale)
            ticks += 1
            made += 2 * width
            if over > 0 or ticks >= deadline:
                mark(w, v, widths, margins, aim)
                begun, used, oldest = swept(
                    arrays, notes, start, key, first, steps, ends, most, begun, used, ticks
                )
                deadline = oldest + most
        return made

    return kept(run, dynamics, watch)
