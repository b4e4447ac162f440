"""Two steps of paths with one coordinate, in one loop.

## Main definitions
* `line`: the compiled loop.      * `line_margins`: how far the paths are from the target.

## Implementation notes
Arrivals are counted, not looked for: a sum over lanes becomes vectors, a branch or a maximum does not.
"""

from numerics.paths.bits import Function, Place, apart, fused, lane_code, wide
from numerics.paths.lane_code import lane_function
from numerics.paths.margins import count_type, margin_on_line
from numerics.paths.model import Dynamics
from numerics.paths.noise_width import lane_width
from numerics.paths.streams import streams


def line(dynamics: Dynamics, lanes: int, watch: str) -> Function:
    """Two steps w → v → w; see `numerics.paths.steps.Advance`. `watch` is "" if nothing is."""
    dtype, coords, half = dynamics.dtype, dynamics.potential.coords, dynamics.dtype(0.5)
    force = lane_function(dynamics.potential.gradient[0], coords, dtype, line=True)
    drawn, noise, widened = streams(dtype).drawn, dynamics.law.pair(dtype), lane_width(dynamics)
    averaged, watched, margin = dynamics.averaged, bool(watch), margin_on_line(dynamics, watch)
    none, second, zero = Place(0), Place(lanes), dtype(0)
    count = count_type(dtype)

    @lane_code
    def pair(state, w, v, pushes, carry, widths, margins, form, at, aim, width, dt, scale):  # type: ignore[no-untyped-def]
        apart()
        wide()
        over = count(0)
        for number in range(width):
            lane = Place(number)
            a, b = drawn(state, lane)
            z, y = noise(a, b)
            if averaged:
                z, y, carry[lane] = half * (carry[lane] + z), half * (z + y), y
            widened(w, at, none, widths, none, lane, scale)
            v[lane] = fused(widths[lane], z, fused(-dt, force(w, at, none, lane), w[lane]))
            widened(v, at, none, widths, second, lane, scale)
            w[lane] = fused(widths[second + lane], y, fused(-dt, force(v, at, none, lane), v[lane]))
            if watched:
                one = margin(v[lane], widths[lane], aim)
                two = margin(w[lane], widths[second + lane], aim)
                over = count(over + (not ((one > zero) & (two > zero))))
        return over

    return pair


def line_margins(dynamics: Dynamics, lanes: int, watch: str) -> Function:
    """(w, v, widths, margins, aim): writes the margins that `line` has only counted."""
    margin, second = margin_on_line(dynamics, watch), Place(lanes)

    @lane_code
    def marked(w, v, widths, margins, aim):  # type: ignore[no-untyped-def]
        for number in range(lanes):
            lane = Place(number)
            margins[lane] = margin(v[lane], widths[lane], aim)
            margins[second + lane] = margin(w[lane], widths[second + lane], aim)

    return marked
