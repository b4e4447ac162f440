"""Runs of the splitting side by side, one in each lane.

A lane holds the one path that its run is following; two steps of all lanes are made in one loop that the
compiler turns into vectors, and only lanes with something to tell are looked at. Runs never wait for each
other, so that lanes are not idle before the last runs end. A run is a function of the seed and of its number.

## Main definitions
* `runs`: the compiled loop.      * `LANES`: how many lanes.
"""

from functools import lru_cache
from typing import Any

import numpy as np
import sympy as sp

from numerics.paths.bits import Place, kernel, lane_code, wide
from numerics.paths.kernel_cache import kept
from numerics.paths.model import Dynamics
from numerics.paths.pool import ARRIVED, DIVERGED, NO_NOISE, TOO_LONG, VECTOR
from numerics.paths.steps import advance
from numerics.paths.streams import streams
from numerics.splitting.replicas import AGE as AGE_OF_RECORD
from numerics.splitting.replicas import BEST, COUNT, LOOP, PHASE, RUN, SINCE, START, TIME
from numerics.splitting.replicas import FIRST as FIRST_TIME
from numerics.splitting.story import DONE, FORGOTTEN, MOVED, ON, WAIT, told
from numerics.splitting.watch import watch

SHARE, AGE, LOOPS, FIRST, STEPS, END = range(6)
"""Columns of what is found: log p, mean age in the target, time of the loops that led back, of the first way
out, steps in all, how the run has ended."""
COLUMNS = 6
LANES = 32
"""Enough for the compiler's vectors; what the runs have stored stays in the cache."""
LOOK = 1 << 14
"""After so many ticks lanes are looked through for paths that are too long."""


@lru_cache(maxsize=32)
def runs(dynamics: Dynamics, coordinate: sp.Expr | None, ball: bool) -> Any:
    """The compiled loop (arrays, extra, form, at, aim, weights, shelf, edges, floor, start, …).

    The rest is key, first, found, kill, most, dt, scale. Makes the runs first, first + 1, …, one
    for each row of `found`. `extra` are the arrays up, down, heights, margins, flags of the watch, and
    `homes`, which says which row of the shelf belongs to a lane. Paths longer than `most` steps
    end their run.
    """
    size, lanes = dynamics.dimension, LANES
    pair, watched = advance(dynamics, lanes, "").pair, watch(dynamics, coordinate, lanes, ball)
    seeded, tell = streams(dynamics.dtype).started, told(lanes, size)

    @lane_code
    def begun(shelf, home, lane, run, state, w, up, down, edges, start, key, now):  # type: ignore[no-untyped-def]
        """Puts a run into a lane and a home."""
        seeded(state, lane, key[0], key[1], Place(run))
        for i in range(size):
            w[i * lanes + lane] = start[i]
        shelf.paths[home], shelf.census[home], shelf.notes[home], shelf.shares[home] = 0, 0, 0, 0
        notes = shelf.notes[home]
        notes[RUN], notes[START], notes[SINCE] = run, now, now
        notes[PHASE], notes[LOOP] = WAIT, -FORGOTTEN
        up[lane], down[lane] = edges[0], -np.inf

    @lane_code
    def closed(shelf, home, row, end, now):  # type: ignore[no-untyped-def]
        """Writes what a run has found."""
        top, count, age, replicas = shelf.census.shape[1] - 1, 0, 0.0, shelf.paths.shape[1]
        if end == ARRIVED:
            for replica in range(replicas):
                if shelf.paths[home, replica, BEST] == top:
                    count += 1
                    age += shelf.records[home, replica, shelf.paths[home, replica, COUNT] - 1, AGE_OF_RECORD]
        notes = shelf.notes[home]
        row[SHARE] = shelf.shares[home] if end == ARRIVED else np.nan
        row[AGE], row[LOOPS] = age / max(count, 1), notes[TIME] / replicas
        row[FIRST], row[STEPS], row[END] = notes[FIRST_TIME], now - notes[START], end

    @lane_code
    def heard(shelf, home, lane, arrays, extra, edges, floor, start, key, kill, now):  # type: ignore[no-untyped-def]
        """What the two steps of a lane have brought: ON, MOVED, DONE, or minus how the run has ended."""
        _, w, v, _, _, widths, _ = arrays
        up, down, heights, margins, _, _ = extra
        for k in range(2):
            left, height = margins[k * lanes + lane], heights[k * lanes + lane]
            if np.isnan(left) or np.isnan(height):
                return -NO_NOISE if np.isnan(widths[k * lanes + lane]) else -DIVERGED
            rows = v if k == 0 else w
            outcome = tell(
                shelf, home, lane, now - 1 + k, left <= 0, height, rows, w,
                up, down, edges, floor, start, key, kill, now,
            )  # fmt: skip
            if outcome != ON:
                return outcome
        return ON

    @lane_code
    def moved(lane, source, arrays, extra):  # type: ignore[no-untyped-def]
        """Moves a run into another lane."""
        state, w, _, _, _, widths, _ = arrays
        up, down, _, _, _, homes = extra
        for i in range(size):
            w[i * lanes + lane] = w[i * lanes + source]
        for k in range(2):
            widths[k * lanes + lane] = widths[k * lanes + source]
        for k in range(state.shape[0]):
            state[k, lane] = state[k, source]
        up[lane], down[lane], homes[lane] = up[source], down[source], homes[source]

    @kernel
    def run(  # type: ignore[no-untyped-def]
        arrays, extra, form, at, aim, weights, shelf, edges, floor, start, key, first, found, kill, most,
        dt, scale,
    ):  # fmt: skip
        wide()
        state, w, v, pushes, carry, widths, _ = arrays
        up, down, heights, margins, flags, homes = extra
        total = found.shape[0]
        started = used = min(lanes, total)
        for lane in range(lanes):
            homes[lane] = min(lane, used - 1)
            begun(shelf, homes[lane], lane, first + homes[lane], state, w, up, down, edges, start, key, 0)
        ticks, made = 0, 0
        while used > 0:
            width = min(lanes, (used + VECTOR - 1) // VECTOR * VECTOR)
            pair(state, w, v, pushes, carry, widths, margins, form, at, aim, width, dt, scale)
            loud = watched(w, v, widths, at, aim, weights, up, down, heights, margins, flags, width)
            ticks += 1
            made += 2 * width
            looked = ticks % LOOK == 0
            if loud == 0 and not looked:
                continue
            ended = 0
            for lane in range(used):
                home = homes[lane]
                outcome = ON
                if flags[lane] != 0:
                    outcome = heard(
                        shelf, home, lane, arrays, extra, edges, floor, start, key, kill, 2 * ticks
                    )
                if looked and outcome == ON and 2 * ticks - shelf.notes[home, SINCE] > most:
                    outcome = -TOO_LONG
                if outcome in (ON, MOVED):
                    continue
                number = shelf.notes[home, RUN]
                closed(
                    shelf, home, found[number - first], ARRIVED if outcome == DONE else -outcome, 2 * ticks
                )
                if started < total:
                    begun(
                        shelf, home, lane, first + started, state, w, up, down, edges, start, key, 2 * ticks
                    )
                    started += 1
                else:
                    homes[lane] = -1
                    ended += 1
            lane = 0
            while ended > 0 and lane < used:
                if homes[lane] < 0:
                    used -= 1
                    if lane < used:
                        moved(lane, used, arrays, extra)
                else:
                    lane += 1
        return made

    return kept(run, dynamics, coordinate, ball)
