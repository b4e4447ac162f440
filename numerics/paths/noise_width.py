"""The width √(2 ε₀ β(w) dt) of the noise of one step, lane by lane.

## Main definitions
* `lane_width`: writes the width of a lane.      * `widths_of_all`: of all lanes.
"""

from math import sqrt

import numpy as np

from numerics.paths.bits import Function, Place, apart, lane_code, wide
from numerics.paths.lane_code import lane_function
from numerics.paths.model import Dynamics


def lane_width(dynamics: Dynamics) -> Function:
    """(rows, at, base, widths, half, lane, scale): writes the width, NaN where β is not positive.

    Nothing is written if β is a number: then the widths never change.
    """
    if dynamics.noise is None:

        @lane_code
        def kept(rows, at, base, widths, half, lane, scale):  # type: ignore[no-untyped-def]
            pass

        return kept
    coords, dtype = dynamics.potential.coords, dynamics.dtype
    beta = lane_function(dynamics.noise, coords, dtype, line=len(coords) == 1)
    zero, nan = dtype(0), dtype(np.nan)

    @lane_code
    def written(rows, at, base, widths, half, lane, scale):  # type: ignore[no-untyped-def]
        value = scale * beta(rows, at, base, lane)
        widths[half + lane] = sqrt(value if value > zero else nan)

    return written


def widths_of_all(dynamics: Dynamics) -> Function:
    """(rows, at, base, widths, half, width, scale): `lane_width` of the first `width` lanes."""
    written, constant = lane_width(dynamics), dynamics.noise is None

    @lane_code
    def all_written(rows, at, base, widths, half, width, scale):  # type: ignore[no-untyped-def]
        apart()
        wide()
        if not constant:
            for number in range(width):
                written(rows, at, base, widths, half, Place(number), scale)

    return all_written
