"""The loops over paths on a GPU: one thread is one lane.

The inner loop is the processor's, from the same source, with one lane instead of 128: position, stream and
margins are small arrays of the thread, which the compiler keeps in registers. Only what goes round it is
written anew. Sums and products are rounded as written (`numerics.paths.bits`), so that a path is the same
as on the processor; atan and erf alone, which are the library's of the device, may differ in the last digit.

## Main definitions
* `passages_kernel`: first passages; a thread whose path has arrived takes the next one.
* `positions_kernel`: positions after so many steps.

## Implementation notes
Threads take the numbers of paths from a counter. Which thread a path ran in does not matter.
"""

from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np
from numba.core import types

from numerics.paths.bits import WORDS, Place
from numerics.paths.margins import CENTRE
from numerics.paths.model import Dynamics
from numerics.paths.pool import TOO_LONG, how_it_ended, lane_start
from numerics.paths.steps import Advance, advance
from numerics.paths.streams import streams

cuda: Any = import_module("numba.cuda")
WARP = 32
LARGEST = 100
"""Coordinates whose table of places fits into the constant memory."""
NUMBERS = {np.float64: types.float64, np.float32: types.float32}


def tables(moves: Advance) -> tuple[Any, Any]:
    """`form` and `at` of numerics.paths.steps.Advance, in fewer bytes.

    Raises:
        ValueError: if there are too many coordinates.
    """
    if moves.form.size > LARGEST:
        raise ValueError(f"device=cuda: {moves.form.size} coordinates, at most {LARGEST} are simulated there")
    return moves.form.astype(np.int32), moves.at.astype(np.uint32)


@lru_cache(maxsize=64)
def passages_kernel(dynamics: Dynamics, watch: str) -> Any:
    """(aim, start, width, key, first, steps, ends, counter, busy, most, dt, scale).

    As `numerics.paths.pool.pool`; `width` is the width of the noise where β is a number, `counter` (1,) holds
    how many paths have been begun, `busy` (warps,) how many pairs of steps the busiest thread of a warp made.
    ValueError is raised if there are too many coordinates.
    """
    moves, started, size = advance(dynamics, 1, watch), lane_start(dynamics, 1), dynamics.dimension
    pair, mark, sight, (forms, places) = moves.pair, moves.mark, CENTRE + size, tables(moves)
    number, rows = NUMBERS[dynamics.dtype], streams(dynamics.dtype).words
    word = WORDS[number]

    def run(aim, start, width, key, first, steps, ends, counter, busy, most, dt, scale):  # type: ignore[no-untyped-def]
        state = cuda.local.array((rows, 1), word)
        w, v = cuda.local.array(size, number), cuda.local.array(size, number)
        pushes, carry = cuda.local.array(size, number), cuda.local.array(size, number)
        widths, margins = cuda.local.array(2, number), cuda.local.array(2, number)
        form, at = cuda.const.array_like(forms), cuda.const.array_like(places)
        near, origin = cuda.local.array(sight, number), cuda.local.array(size, number)
        seed = cuda.local.array(2, types.uint64)
        for k in range(sight):
            near[k] = aim[k]
        for i in range(size):
            origin[i] = start[i]
        seed[0], seed[1], widths[0], widths[1] = key[0], key[1], width, width
        path, ticks, made = cuda.atomic.add(counter, 0, 1), 0, 0
        while path < steps.size:
            if ticks == 0:
                started(state, w, carry, origin, seed, 0, Place(first + path))
            over = pair(state, w, v, pushes, carry, widths, margins, form, at, near, 1, dt, scale)
            ticks += 1
            if over > 0 or ticks >= most:
                mark(w, v, widths, margins, near)
                ended = how_it_ended(margins, widths, 1, 0)
                steps[path] = 2 * ticks - (not margins[0] > 0)
                ends[path] = ended if ended >= 0 else TOO_LONG
                path, ticks, made = cuda.atomic.add(counter, 0, 1), 0, made + ticks
        cuda.atomic.max(busy, cuda.grid(1) // WARP, made)

    return cuda.jit(run)


@lru_cache(maxsize=64)
def positions_kernel(dynamics: Dynamics) -> Any:
    """(start, width, key, first, seen, ticks, dt, scale): as `numerics.paths.positions.fixed`.

    ValueError is raised if there are too many coordinates.
    """
    moves, started, size = advance(dynamics, 1), lane_start(dynamics, 1), dynamics.dimension
    pair, (forms, places) = moves.pair, tables(moves)
    number, rows = NUMBERS[dynamics.dtype], streams(dynamics.dtype).words
    word = WORDS[number]

    def run(start, width, key, first, seen, ticks, dt, scale):  # type: ignore[no-untyped-def]
        state = cuda.local.array((rows, 1), word)
        w, v = cuda.local.array(size, number), cuda.local.array(size, number)
        pushes, carry = cuda.local.array(size, number), cuda.local.array(size, number)
        widths, margins = cuda.local.array(2, number), cuda.local.array(2, number)
        form, at = cuda.const.array_like(forms), cuda.const.array_like(places)
        origin, seed = cuda.local.array(size, number), cuda.local.array(2, types.uint64)
        for i in range(size):
            origin[i] = start[i]
        seed[0], seed[1], widths[0], widths[1] = key[0], key[1], width, width
        path = cuda.grid(1)
        if path < seen.shape[2]:
            started(state, w, carry, origin, seed, 0, Place(first + path))
            for snapshot in range(seen.shape[0]):
                for _ in range(ticks):
                    pair(state, w, v, pushes, carry, widths, margins, form, at, origin, 1, dt, scale)
                for i in range(size):
                    seen[snapshot, i, path] = w[i]

    return cuda.jit(run)
