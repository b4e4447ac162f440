"""What a run does: first loops of one path, then the splitting of many.

A run waits in A for the path to enter Σ, sees it off until A or the target, and so on, loop by loop; if the
target is reached, the path starts again at the start. After a few loops that are forgotten, the entrances
into Σ are kept, one for each replica. Then every replica runs from its entrance until A or the target, and
sweep by sweep the lowest are killed and branch off from others.

## Main definitions
* `told`: the compiled function that a run is told with where its path is.
* `WAIT`, `AWAY`, `SPLIT`: what a run may be doing.      * `ON`, `MOVED`, `DONE`: what comes of it.

## Implementation notes
The replicas' paths are drawn anew from the entrances: the loops' own paths would depend on each other, since
the end of one leads to the next entrance. Restarting in the target makes the formula for the mean time exact:
entrances have the stationary law of the process that is renewed there.
"""

from functools import lru_cache

import numpy as np

from numerics.paths.bits import Function, lane_code
from numerics.splitting.replicas import (
    AGE,
    BACK,
    BEST,
    COUNT,
    CURSOR,
    FIRST,
    LEVEL,
    LOOP,
    PHASE,
    PLACE,
    REPLICA,
    SINCE,
    SLOT,
    SWEEP,
    TIME,
    TOP,
    branched,
    level_from,
    next_level,
    recorded,
)

WAIT, AWAY, SPLIT = 0, 1, 2
ON, MOVED, DONE = 0, 1, 2
FORGOTTEN = 16
"""Loops before the first that counts."""


@lru_cache(maxsize=16)
def told(lanes: int, dimension: int) -> Function:
    """The compiled function (shelf, home, lane, step, arrived, height, rows, w, up, down, …) → outcome.

    The rest is edges, floor, start, key, kill, now. `step` is when the path was in column `lane` of
    `rows`; if it ends, the next one is put into `w` and begins at the step `now`.
    """

    @lane_code
    def next_path(shelf, home, lane, w, up, down, edges, floor, key, kill, now):  # type: ignore[no-untyped-def]
        """Puts the next replica to be run into the lane, or closes the run."""
        notes, size, top = shelf.notes[home], shelf.paths.shape[1], edges.size + 1
        while True:
            if notes[CURSOR] < size:
                replica = notes[CURSOR]
                notes[CURSOR] += 1
                if notes[SWEEP] > 0:
                    if shelf.paths[home, replica, BEST] > notes[LEVEL]:
                        continue
                    branched(shelf, home, replica, key)
                row = shelf.records[home, replica, 0]
                level = np.int64(row[TOP])
                if level == top:
                    shelf.census[home, top] += 1
                    continue
                for i in range(dimension):
                    w[i * lanes + lane] = row[PLACE + i]
                notes[REPLICA], notes[SLOT] = replica, 0
                notes[SINCE] = now - np.int64(row[AGE])
                up[lane] = edges[level] if level < edges.size else np.inf
                down[lane] = floor
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
            notes[SWEEP] += 1
            notes[LEVEL], notes[CURSOR] = level, 0

    @lane_code
    def split(shelf, home, lane, step, arrived, height, rows, up, edges, floor):  # type: ignore[no-untyped-def]
        """Keeps the records of a replica; has its path ended?"""
        notes = shelf.notes[home]
        replica, slot = notes[REPLICA], notes[SLOT]
        if arrived or height > floor:
            known = np.int64(shelf.records[home, replica, slot, TOP])
            level = edges.size + 1 if arrived else level_from(known, height, edges)
            if level > known:
                recorded(shelf, home, replica, slot + 1, rows, lane, lanes, level, step - notes[SINCE])
                notes[SLOT] = slot + 1
                up[lane] = edges[level] if level < edges.size else np.inf
            if not arrived:
                return False
        best = np.int64(shelf.records[home, replica, notes[SLOT], TOP])
        shelf.paths[home, replica, COUNT], shelf.paths[home, replica, BEST] = notes[SLOT] + 1, best
        shelf.census[home, best] += 1
        return True

    @lane_code
    def looped(shelf, home, lane, step, arrived, height, rows, up, down, edges, floor):  # type: ignore[no-untyped-def]
        """Follows the first path; has a loop ended?"""
        notes = shelf.notes[home]
        if notes[PHASE] == WAIT:
            level = edges.size + 1 if arrived else level_from(0, height, edges)
            if level == 0:
                return False
            lasted, loop = step - notes[SINCE], notes[LOOP]
            if loop == -FORGOTTEN:
                notes[FIRST] = lasted
            if loop >= 0:
                notes[TIME] += lasted * notes[BACK]
                recorded(shelf, home, loop, 0, rows, lane, lanes, level, 0)
                shelf.paths[home, loop, COUNT], shelf.paths[home, loop, BEST] = 1, level
            notes[PHASE], notes[SINCE] = AWAY, step
            up[lane], down[lane] = np.inf, floor
            return arrived
        return arrived or height <= floor

    @lane_code
    def tell(  # type: ignore[no-untyped-def]
        shelf, home, lane, step, arrived, height, rows, w, up, down, edges, floor, start, key, kill, now
    ):
        notes = shelf.notes[home]
        if notes[PHASE] == SPLIT:
            if not split(shelf, home, lane, step, arrived, height, rows, up, edges, floor):
                return ON
        else:
            if not looped(shelf, home, lane, step, arrived, height, rows, up, down, edges, floor):
                return ON
            notes[BACK] = not arrived
            if notes[LOOP] >= 0:
                notes[TIME] += (step - notes[SINCE]) * notes[BACK]
            notes[LOOP] += 1
            if notes[LOOP] < shelf.paths.shape[1]:
                notes[PHASE], notes[SINCE] = WAIT, step
                up[lane], down[lane] = edges[0], -np.inf
                if not arrived:
                    return ON
                for i in range(dimension):
                    w[i * lanes + lane] = start[i]
                notes[SINCE] = now
                return MOVED
            notes[PHASE] = SPLIT
        return next_path(shelf, home, lane, w, up, down, edges, floor, key, kill, now)

    return tell
