"""How far a path is from its target: positive as long as it is under way.

A margin is NaN if the path is too far away, or nowhere: it has diverged.

## Main definitions
* `POINT`, `BALL`: what may be watched.
* `margin_on_line`: of a lane, one coordinate.      * `margins_in_space`: of all lanes.

## Implementation notes
Both sides of a condition are computed: a load inside a branch would become a gather. The numbers stand in
the array `aim`: shift, far, radius or side, then the centre; for a ball, far is the
square.
"""

from typing import Any

import numpy as np

from numerics.paths.bits import Function, Place, apart, fused, lane_code, wide
from numerics.paths.model import Dynamics

POINT, BALL = "point", "ball"
SHIFT, FAR, RADIUS, CENTRE = 0, 1, 2, 3
SIDE = RADIUS


def count_type(dtype: Any) -> Any:
    """An integer as wide as the numbers, so that as many fit into a vector."""
    return np.int64 if dtype is np.float64 else np.int32


def margin_on_line(dynamics: Dynamics, watch: str) -> Function:
    """(position, width, aim) → margin."""
    nan = dynamics.dtype(np.nan)
    if watch == POINT:

        @lane_code
        def to_point(position, width, aim):  # type: ignore[no-untyped-def]
            gap = aim[SIDE] * (aim[CENTRE] - position)
            left = fused(-aim[SHIFT], width, gap)
            return left if abs(gap) < aim[FAR] else nan

        return to_point

    @lane_code
    def to_ball(position, width, aim):  # type: ignore[no-untyped-def]
        off = position - aim[CENTRE]
        near = fused(aim[SHIFT], width, aim[RADIUS])
        left = fused(-near, near, off * off)
        return left if off * off < aim[FAR] else nan

    return to_ball


def margins_in_space(dynamics: Dynamics, lanes: int) -> Function:
    """(positions, widths, half, margins, width, aim): writes the margins of a ball."""
    size, columns, centre = dynamics.dimension, Place(lanes), Place(CENTRE)
    zero, nan = dynamics.dtype(0), dynamics.dtype(np.nan)

    @lane_code
    def written(positions, widths, half, margins, width, aim):  # type: ignore[no-untyped-def]
        apart()
        wide()
        for number in range(width):
            margins[half + Place(number)] = zero
        for i in range(size):
            own, middle = columns * Place(i), aim[centre + Place(i)]
            for number in range(width):
                off = positions[own + Place(number)] - middle
                margins[half + Place(number)] = fused(off, off, margins[half + Place(number)])
        for number in range(width):
            lane = half + Place(number)
            near = fused(aim[SHIFT], widths[lane], aim[RADIUS])
            left = fused(-near, near, margins[lane])
            margins[lane] = left if margins[lane] < aim[FAR] else nan

    return written


def margins_over(dynamics: Dynamics, lanes: int) -> Function:
    """(margins, width) → in how many lanes one of the two margins is not positive."""
    second, zero, count = Place(lanes), dynamics.dtype(0), count_type(dynamics.dtype)

    @lane_code
    def counted(margins, width):  # type: ignore[no-untyped-def]
        over = count(0)
        for number in range(width):
            lane = Place(number)
            arrived = not ((margins[lane] > zero) & (margins[second + lane] > zero))
            over = count(over + arrived)
        return over

    return counted
