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

from numerics.paths.bits import Function, Place, apart, fused, lane_code
from numerics.paths.lane_code import lane_function
from numerics.paths.margins import BALL, POINT, margin_on_line, margins_in_space
from numerics.paths.model import Dynamics

QUIET, LOUD = np.uint64(0), np.uint64(1)


def watch(dynamics: Dynamics, coordinate: sp.Expr | None, lanes: int, ball: bool) -> Function:
    """The compiled function (w, v, widths, at, aim, weights, up, down, heights, margins, flags, width).

    It returns how many lanes are not quiet. Without a `coordinate` it is the linear one with
    `weights`, shape (d + 1,), the constant last.
    """
    line = dynamics.dimension == 1
    lifted = _linear(dynamics, lanes) if coordinate is None else _any(dynamics, coordinate)
    measured = _on_line(dynamics, lanes, ball) if line else _in_space(dynamics, lanes)
    none, second, zero = Place(0), Place(lanes), dynamics.dtype(0)

    @lane_code
    def watched(w, v, widths, at, aim, weights, up, down, heights, margins, flags, width):  # type: ignore[no-untyped-def]
        apart()
        measured(w, v, widths, aim, margins, width)
        lifted(v, at, weights, heights, none, width)
        lifted(w, at, weights, heights, second, width)
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


def _linear(dynamics: Dynamics, lanes: int) -> Any:
    """(rows, at, weights, heights, half, width): writes Σ weights · rows."""
    size, columns = dynamics.dimension, Place(lanes)

    @lane_code
    def lifted(rows, at, weights, heights, half, width):  # type: ignore[no-untyped-def]
        apart()
        for number in range(width):
            heights[half + Place(number)] = weights[Place(size)]
        for i in range(size):
            own, weight = columns * Place(i), weights[Place(i)]
            for number in range(width):
                lane = half + Place(number)
                heights[lane] = fused(weight, rows[own + Place(number)], heights[lane])

    return lifted


def _any(dynamics: Dynamics, coordinate: sp.Expr) -> Any:
    """The same for an expression."""
    line = dynamics.dimension == 1
    height = lane_function(coordinate, dynamics.potential.coords, dynamics.dtype, line=line)
    base = Place(0 if line else dynamics.dimension**2)

    @lane_code
    def lifted(rows, at, weights, heights, half, width):  # type: ignore[no-untyped-def]
        apart()
        for number in range(width):
            heights[half + Place(number)] = height(rows, at, base, Place(number))

    return lifted


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
