"""What a run does: first loops of one path, then the splitting of many.

A run waits in A for the path to enter Σ, sees it off until A or the target, and so on, loop by loop; if the
target is reached, the path starts again at the start. After a few loops that are forgotten, the entrances
into Σ are kept, one for each replica. Then every replica runs from its entrance until A or the target, and
sweep by sweep the lowest are killed and branch off from others.

## Main definitions
* `told`: the compiled function that a run is told with where its path is.
* `WAIT`, `AWAY`, `SPLIT`: what a run may be doing.      * `ON`, `MOVED`, `DONE`, `LOST`: what comes of it.

## Implementation notes
The replicas' paths are drawn anew from the entrances: the loops' own paths would depend on each other, since
the end of one leads to the next entrance. Restarting in the target makes the formula for the mean time exact:
entrances have the stationary law of the process that is renewed there.
"""

from functools import lru_cache

import numpy as np

from numerics.paths.bits import Function, kernel, lane_code
from numerics.splitting.replicas import (
    BACK,
    CURSOR,
    FIRST,
    LEVEL,
    LOOP,
    PHASE,
    REPLICA,
    SINCE,
    SWEEP,
    TIME,
    branched,
    level_at,
    next_level,
    recorded,
)

WAIT, AWAY, SPLIT = 0, 1, 2
ON, MOVED, DONE, LOST = 0, 1, 2, 3
FORGOTTEN = 16
"""Loops before the first that counts."""


@lru_cache(maxsize=16)
def told(lanes: int, dimension: int) -> Function:
    """(shelf, home, lane, step, arrived, height, rows, w, up, down, edges, floor, start, key, kill, now) → outcome.

    `step` is when the path was in column `lane` of `rows`; if it ends, the next one is put into `w` and begins
    at the step `now`.
    """

    @lane_code
    def put(w, lane, place):  # type: ignore[no-untyped-def]
        for i in range(dimension):
            w[i * lanes + lane] = place[i]

    @lane_code
    def watched_from(level, lane, up, down, edges, floor):  # type: ignore[no-untyped-def]
        up[lane] = edges[level] if level < edges.size else np.inf
        down[lane] = floor

    @kernel
    def finished(shelf, home):  # type: ignore[no-untyped-def]
        """Are all but few in the target? Then their share is counted. Else the next sweep is prepared."""
        top, size = shelf.census.shape[1] - 1, shelf.tops.shape[1]
        return shelf.census[home, top], top, size

    @kernel
    def next_path(shelf, home, lane, w, up, down, edges, floor, key, kill, now):  # type: ignore[no-untyped-def]
        """Puts the next replica to be run into the lane, or closes the run."""
        notes, size, top = shelf.notes, shelf.tops.shape[1], edges.size + 1
        while True:
            replica, first = notes[CURSOR, home], notes[SWEEP, home] == 0
            if replica < size:
                notes[CURSOR, home] += 1
                if not first:
                    if shelf.tops[home, replica] > notes[LEVEL, home]:
                        continue
                    branched(shelf, home, replica, key)
                level = shelf.tops[home, replica]
                if level == top:
                    shelf.census[home, top] += 1
                    continue
                put(w, lane, shelf.places[home, replica, 0])
                notes[REPLICA, home] = replica
                notes[SINCE, home] = now - shelf.ages[home, replica, 0]
                watched_from(level, lane, up, down, edges, floor)
                return MOVED
            level, count = next_level(shelf, home, kill)
            if level == top:
                shelf.shares[home] += np.log(shelf.census[home, top] / size)
                return DONE
            if count == size:
                shelf.shares[home] = -np.inf
                return DONE
            shelf.shares[home] += np.log1p(-count / size)
            for k in range(level + 1):
                shelf.census[home, k] = 0
            notes[SWEEP, home] += 1
            notes[LEVEL, home], notes[CURSOR, home] = level, 0

    @kernel
    def tell(shelf, home, lane, step, arrived, height, rows, w, up, down, edges, floor, start, key, kill, now):  # type: ignore[no-untyped-def]
        notes, size, top = shelf.notes, shelf.tops.shape[1], edges.size + 1
        if notes[PHASE, home] == SPLIT:
            replica, back = notes[REPLICA, home], height <= floor
            if arrived or not back:
                level = top if arrived else level_at(height, edges)
                if level > shelf.tops[home, replica]:
                    recorded(shelf, home, replica, rows, lane, lanes, level, step - notes[SINCE, home])
                    watched_from(level, lane, up, down, edges, floor)
                if not arrived:
                    return ON
            shelf.census[home, shelf.tops[home, replica]] += 1
            return next_path(shelf, home, lane, w, up, down, edges, floor, key, kill, now)
        if notes[PHASE, home] == WAIT:
            level = top if arrived else level_at(height, edges)
            if level == 0:
                return ON
            lasted, loop = step - notes[SINCE, home], notes[LOOP, home]
            if loop == -FORGOTTEN:
                notes[FIRST, home] = lasted
            if loop >= 0:
                notes[TIME, home] += lasted * notes[BACK, home]
                shelf.counts[home, loop] = 0
                recorded(shelf, home, loop, rows, lane, lanes, level, 0)
            notes[PHASE, home], notes[SINCE, home] = AWAY, step
            up[lane], down[lane] = np.inf, floor
            if not arrived:
                return ON
        elif not arrived and height > floor:
            return ON
        notes[BACK, home] = not arrived
        if notes[LOOP, home] >= 0 and not arrived:
            notes[TIME, home] += step - notes[SINCE, home]
        notes[LOOP, home] += 1
        if notes[LOOP, home] == size:
            notes[PHASE, home] = SPLIT
            return next_path(shelf, home, lane, w, up, down, edges, floor, key, kill, now)
        notes[PHASE, home], notes[SINCE, home] = WAIT, step
        up[lane], down[lane] = edges[0], -np.inf
        if not arrived:
            return ON
        put(w, lane, start)
        notes[SINCE, home] = now
        return MOVED

    return tell
