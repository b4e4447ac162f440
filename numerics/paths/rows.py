"""One step of one coordinate in all lanes, for losses of several coordinates.

## Main definitions
* `first_row`: draws, makes the step and keeps the second number; `second_row`: makes a step with that.
* `chosen_row`: the row of the coordinate's form.

## Notation
`old`, `new`: positions before and after. The coordinate's row begins at `own`, its widths at `half`, the
places of the letters of its force at `base`.
"""

from numerics.paths.bits import Function, Place, apart, fused, lane_code, wide
from numerics.paths.model import Dynamics
from numerics.paths.streams import streams


def first_row(dynamics: Dynamics, force: Function) -> Function:
    """The first step of a pair."""
    drawn, noise = streams(dynamics.dtype).drawn, dynamics.law.pair(dynamics.dtype)
    averaged, one_half = dynamics.averaged, dynamics.dtype(0.5)

    @lane_code
    def row(state, old, new, pushes, carry, widths, at, base, own, half, width, dt):  # type: ignore[no-untyped-def]
        apart()
        wide()
        for number in range(width):
            lane = Place(number)
            a, b = drawn(state, lane)
            z, y = noise(a, b)
            if averaged:
                z, y, carry[own + lane] = one_half * (carry[own + lane] + z), one_half * (z + y), y
            pushes[own + lane] = y
            drift = fused(-dt, force(old, at, base, lane), old[own + lane])
            new[own + lane] = fused(widths[half + lane], z, drift)

    return row


def second_row(force: Function) -> Function:
    """The second step of a pair."""

    @lane_code
    def row(state, old, new, pushes, carry, widths, at, base, own, half, width, dt):  # type: ignore[no-untyped-def]
        apart()
        wide()
        for number in range(width):
            lane = Place(number)
            drift = fused(-dt, force(old, at, base, lane), old[own + lane])
            new[own + lane] = fused(widths[half + lane], pushes[own + lane], drift)

    return row


def chosen_row(rows: list[Function]) -> Function:
    """(form, …): the row number `form`. Found by comparing numbers, outside the loops over lanes."""
    chosen = _only(rows[0])
    for number, row in enumerate(rows[1:], start=1):
        chosen = _either(number, row, chosen)
    return chosen


def _only(row: Function) -> Function:
    @lane_code
    def chosen(form, state, old, new, pushes, carry, widths, at, base, own, half, width, dt):  # type: ignore[no-untyped-def]
        row(state, old, new, pushes, carry, widths, at, base, own, half, width, dt)

    return chosen


def _either(number: int, row: Function, otherwise: Function) -> Function:
    @lane_code
    def chosen(form, state, old, new, pushes, carry, widths, at, base, own, half, width, dt):  # type: ignore[no-untyped-def]
        if form == number:
            row(state, old, new, pushes, carry, widths, at, base, own, half, width, dt)
        else:
            otherwise(form, state, old, new, pushes, carry, widths, at, base, own, half, width, dt)

    return chosen
