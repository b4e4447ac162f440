"""The compiled loop of SGD on finitely many samples.

## Main definitions
* `runs`: the loop for a loss.

## Implementation notes
A number below n is ⌊n U⌋, U with 53 bits. The order of the samples is shuffled by Fisher and Yates's method;
without replacement only its first M places.
"""

from functools import lru_cache

import numpy as np
import sympy as sp

from numerics.paths.bits import Function, Place, kernel, lane_code
from numerics.paths.kernel_cache import kept
from numerics.paths.lane_code import lane_function
from numerics.paths.pool import ARRIVED, DIVERGED, TOO_LONG
from numerics.paths.streams import streams

FAR = 1e8


@lru_cache(maxsize=32)
def runs(loss: sp.Expr, coords: tuple[sp.Symbol, ...], letters: tuple[sp.Symbol, ...]) -> Function:
    """(data, how, work, at, key, first, start, steps, aim, found, taken, ends): the compiled loop.

    `how` is (batch, rate, sampling), `work` holds the position and the sample at hand, the sum of the
    gradients, the order of the samples, and the state of the stream. `aim` is (radius², centre), or empty.
    """
    slope, size = _slope(loss, coords, letters), len(coords)
    seeded = streams(np.float64).started

    @lane_code
    def left(rows, aim):  # type: ignore[no-untyped-def]
        square = 0.0
        for i in range(size):
            square += (rows[i] - aim[1 + i]) ** 2
        return square > aim[0]

    @lane_code
    def descended(data, batch, rate, sampling, rows, total, order, state, at, used):  # type: ignore[no-untyped-def]
        """One step; where in `order` the batch ended, and how far from 0 the run is."""
        for i in range(size):
            total[i] = 0.0
        used, far = _drawn(state, order, batch, sampling, used), 0.0
        for k in range(batch):
            sample = order[used - batch + k] if sampling > 0 else _below(state, order.size)
            for j in range(data.shape[1]):
                rows[size + j] = data[sample, j]
            slope(rows, at, total)
        for i in range(size):
            rows[i] -= rate / batch * total[i]
            far = max(far, abs(rows[i])) if rows[i] == rows[i] else np.inf
        return used, far

    @lane_code
    def prepared(rows, order, state, key, path, start):  # type: ignore[no-untyped-def]
        seeded(state, 0, key[0], key[1], path)
        for i in range(size):
            rows[i] = start[i]
        for j in range(order.size):
            order[j] = j

    @kernel
    def run(data, how, work, at, key, first, start, steps, aim, found, taken, ends):  # type: ignore[no-untyped-def]
        batch, rate, sampling = how
        rows, total, order, state = work
        for path in range(ends.size):
            prepared(rows, order, state, key, Place(first + path), start)
            used, count, end = order.size, 0, TOO_LONG
            while count < steps and end == TOO_LONG:
                used, far = descended(data, batch, rate, sampling, rows, total, order, state, at, used)
                count += 1
                if not far < FAR:
                    end = DIVERGED
                elif aim.size > 0 and not left(rows, aim):
                    end = ARRIVED
            for i in range(size):
                found[path, i] = rows[i]
            taken[path], ends[path] = count, end

    return kept(run, loss, coords, letters)


@lane_code
def _below(state, size):  # type: ignore[no-untyped-def]
    """A random number from 0 to size − 1."""
    word, _ = _words(state, 0)
    return int((word >> np.uint64(11)) * 2.0**-53 * size)


_words = streams(np.float64).drawn


@lane_code
def _drawn(state, order, batch, sampling, used):  # type: ignore[no-untyped-def]
    """Where in `order` the new batch ends; it is shuffled if need be."""
    size = order.size
    if sampling == 2 and used + batch <= size:
        return used + batch
    if sampling > 0:
        for k in range(size if sampling == 2 else batch):
            other = k + _below(state, size - k)
            order[k], order[other] = order[other], order[k]
    return batch


def _slope(loss: sp.Expr, coords: tuple[sp.Symbol, ...], letters: tuple[sp.Symbol, ...]) -> Function:
    """(rows, at, total): adds the gradient of one sample's loss, coordinate by coordinate."""

    @lane_code
    def nothing(rows, at, total):  # type: ignore[no-untyped-def]
        pass

    added = nothing
    for number, coord in enumerate(coords):
        added = _added(number, lane_function(sp.diff(loss, coord), (*coords, *letters), np.float64), added)
    return added


def _added(number: int, slope: Function, before: Function) -> Function:
    @lane_code
    def added(rows, at, total):  # type: ignore[no-untyped-def]
        before(rows, at, total)
        total[number] += slope(rows, at, Place(0), Place(0))

    return added
