"""Which lanes have something to tell after two steps: a new level, the way back, the target.

## Main definitions
* `watch`: the compiled loop over lanes.

## Notation
A lane is quiet while its path is outside the target and `down` < ξ ≤ `up`. The two steps stand in v and in w;
`heights` and `margins`, flat (2, lanes), receive ξ and the distance from the target of both.
"""

from typing import Any

import numpy as np
import sympy as sp

from numerics.paths.bits import Function, Place, apart, lane_code
from numerics.paths.lane_code import lane_function
from numerics.paths.margins import BALL, POINT, margin_on_line, margins_in_space
from numerics.paths.model import Dynamics

QUIET, LOUD = np.uint64(0), np.uint64(1)


def watch(dynamics: Dynamics, coordinate: sp.Expr, lanes: int, ball: bool) -> Function:
    """(w, v, widths, at, aim, up, down, heights, margins, flags, width) → how many lanes are not quiet."""
    line = dynamics.dimension == 1
    height = lane_function(coordinate, dynamics.potential.coords, dynamics.dtype, line=line)
    measured = _on_line(dynamics, lanes, ball) if line else _in_space(dynamics, lanes)
    base, second, zero = Place(0 if line else dynamics.dimension**2), Place(lanes), dynamics.dtype(0)

    @lane_code
    def watched(w, v, widths, at, aim, up, down, heights, margins, flags, width):  # type: ignore[no-untyped-def]
        apart()
        measured(w, v, widths, aim, margins, width)
        for number in range(width):
            lane = Place(number)
            heights[lane] = height(v, at, base, lane)
        for number in range(width):
            lane = Place(number)
            heights[second + lane] = height(w, at, base, lane)
        loud = np.int64(0)
        for number in range(width):
            lane = Place(number)
            one, two = heights[lane], heights[second + lane]
            outside = (margins[lane] > zero) & (margins[second + lane] > zero)
            quiet = outside & (one > down[lane]) & (two > down[lane]) & (one <= up[lane]) & (two <= up[lane])
            flags[lane] = QUIET if quiet else LOUD
            loud += not quiet
        return loud

    return watched


def _on_line(dynamics: Dynamics, lanes: int, ball: bool) -> Any:
    margin, second = margin_on_line(dynamics, BALL if ball else POINT), Place(lanes)

    @lane_code
    def measured(w, v, widths, aim, margins, width):  # type: ignore[no-untyped-def]
        for number in range(width):
            lane = Place(number)
            margins[lane] = margin(v[lane], widths[lane], aim)
            margins[second + lane] = margin(w[lane], widths[second + lane], aim)

    return measured


def _in_space(dynamics: Dynamics, lanes: int) -> Any:
    written, second = margins_in_space(dynamics, lanes), Place(lanes)

    @lane_code
    def measured(w, v, widths, aim, margins, width):  # type: ignore[no-untyped-def]
        written(v, widths, Place(0), margins, width, aim)
        written(w, widths, second, margins, width, aim)

    return measured
