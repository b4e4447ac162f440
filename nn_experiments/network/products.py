"""Products of small matrices from inside compiled code.

Those of a net with a few dozen units take microseconds: the call of a library would cost as much as the
work, and between two calls all that was near would move away. Here they are part of the loop over steps.

## Main definitions
* `product`: c = a b or c += a b.
* `padded`: the length of a row that vectors fill.

## Implementation notes
Each element is a sum over k in ascending order, a product and a sum at a time, rounded once where the
processor can. So it depends neither on the elements beside it nor on the tiles.

A tile of c stays in registers while k runs. The part of b that it meets fits into the nearest cache:
`DEPTH` rows of a few vectors, copied to one place if the rows of b are longer.
"""

import math
from typing import Any

import numba
import numpy as np
from numpy.typing import DTypeLike, NDArray

from nn_experiments.network.tiles import BYTES, LANES, TALL, WIDE, tile

Array = NDArray[Any]
DEPTH = 128
LINE = 64  # bytes
BROAD, LOW, FLAT = (tile(rows, WIDE) for rows in (TALL, 4, 1))
SLIM, SMALL, LEAST = (tile(rows, 1) for rows in (TALL, 4, 1))


def padded(count: int, dtype: DTypeLike) -> int:
    """The least number of elements, at least `count`, that whole vectors hold."""
    lanes = LANES[np.dtype(dtype)]
    return -(-count // lanes) * lanes


def panel(dtype: DTypeLike) -> Array:
    """The place to work in that `product` needs."""
    return aligned((DEPTH, WIDE * LANES[np.dtype(dtype)]), dtype)


def aligned(shape: tuple[int, ...], dtype: DTypeLike) -> Array:
    """Zeros in whole lines of the cache: a vector that lies across two costs twice."""
    size = math.prod(shape) * np.dtype(dtype).itemsize
    room = np.zeros(size + LINE, np.uint8)
    skipped = -room.ctypes.data % LINE
    return room[skipped : skipped + size].view(dtype).reshape(shape)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def product(
    a: Array, down: int, along: int, rows: int, depth: int, b: Array, c: Array, adds: bool, room: Array
) -> None:
    """Set each row of c, `rows` of them, to Σ_k a_ik b_k, `depth` rows of b, or add that to it.

    a_ik is the element number i `down` + k `along` of `a`. The rows of `b` and `c` are equally long, as
    `padded` says; `room` is a `panel`.
    """
    width, size, longest = b.shape[1], a.itemsize, room.shape[1]
    a_is, b_is, c_is = np.intp(a.ctypes.data), np.intp(b.ctypes.data), np.intp(c.ctypes.data)
    steps = down * size, along * size
    for left in range(0, width, longest):
        own = min(longest, width - left)
        for first in range(0, depth, DEPTH):
            count, adding = min(DEPTH, depth - first), adds or first > 0
            b_at, next_b = b_is + first * width * size, width * size
            if width > longest:
                for k in range(count):
                    for j in range(own):
                        room[k, j] = b[first + k, left + j]
                b_at, next_b = np.intp(room.ctypes.data), longest * size
            a_at, c_at = a_is + first * steps[1], c_is + left * size
            _strip(a_at, steps, rows, count, b_at, next_b, c_at, width * size, own * size, adding, a[0, 0])


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _strip(
    a: Any,
    steps: tuple[int, int],
    rows: int,
    depth: int,
    b: Any,
    next_b: int,
    c: Any,
    next_c: int,
    own: int,
    adds: bool,
    number: Any,
) -> None:
    """The tiles of `own` bytes below each other; six rows each, at the end four or one."""
    (down, along), i = steps, 0
    while i < rows:
        rest = rows - i
        tall = TALL if rest >= TALL and rest != 8 else 4 if rest >= 4 else 1
        a_i, c_i = a + i * down, c + i * next_c
        if own == WIDE * BYTES:
            if tall == TALL:
                BROAD(a_i, down, along, b, next_b, c_i, next_c, depth, adds, number)
            elif tall == 4:
                LOW(a_i, down, along, b, next_b, c_i, next_c, depth, adds, number)
            else:
                FLAT(a_i, down, along, b, next_b, c_i, next_c, depth, adds, number)
        else:
            for j in range(0, own, BYTES):
                if tall == TALL:
                    SLIM(a_i, down, along, b + j, next_b, c_i + j, next_c, depth, adds, number)
                elif tall == 4:
                    SMALL(a_i, down, along, b + j, next_b, c_i + j, next_c, depth, adds, number)
                else:
                    LEAST(a_i, down, along, b + j, next_b, c_i + j, next_c, depth, adds, number)
        i += tall
