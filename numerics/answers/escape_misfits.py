"""What forbids the Eyring–Kramers formula for this very start and this very target.

The formula is for the way from the minimum of one well to that of another. From another start, or to another
target, the time is the same to leading order only if the well is visited first and the last part is short.

## Main definitions
* `misfits`: the reasons against it, from the places.     * `far_off`: from the time itself.

## References
* Bovier2004: the mean time hardly depends on where in the well one starts.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import dist

import numpy as np

from derivations.algebraic import order
from ledger.bound import Bound
from numerics.answers.escape_question import Question
from numerics.terrain.kramers import KramersAnswer
from numerics.terrain.spot import Spot
from numerics.terrain.terrain import terrain_of

LOW = 4
"""A climb of fewer ε than this is no obstacle."""

OFF = Fraction(3, 2)
"""A formula that is off by this factor is not used, whatever its hypotheses."""


def misfits(asked: Question, kramers: KramersAnswer) -> Iterator[str]:
    """Why the formula, which is for the wells, does not tell the time from this start to this target.

    Yields:
        one sentence for each reason.
    """
    for gate in kramers.gates:
        if _is_reached(asked, gate):
            yield f"the gate {gate} lies in the target, which is reached before it is crossed"
        elif _is_reached(asked, kramers.target) and _is_near(asked, gate):
            yield f"the target is less than {LOW} ε below the gate {gate}: paths may come back from there"
    if _is_reached(asked, kramers.start):
        yield f"the minimum {kramers.start} of the start's well lies in the target"
    height, low = float(kramers.barrier.middle), _low(asked, [float(c) for c in asked.start])
    if not _is_reached(asked, kramers.target) and _climb(asked, kramers) > height - low:
        yield f"the minimum {kramers.target} is not in the target, and the way up from it takes long, too"
    if height - _rise(asked, kramers) < low < height and not _is_behind_well(asked, kramers):
        yield f"the start is less than {LOW} ε below the gate: paths may cross it past the well"


def far_off(kramers: KramersAnswer, time: Bound | None) -> Iterator[str]:
    """Where the law that is used, be it the formula or another one, is not near the time itself.

    Yields:
        a sentence if it is not.
    """
    if kramers.time is None or time is None:
        return
    ratio = (kramers.time / time).middle
    if not 1 / OFF < ratio < OFF:
        yield f"the formula gives {float(ratio):.3g} times the time itself: ε is not small enough for it"


def _is_reached(asked: Question, spot: Spot) -> bool:
    """Is a spot of the landscape in the target, or on the line behind it?"""
    if len(spot.at) > 1:
        return dist(spot.middle, map(float, asked.target)) <= float(asked.radius or 0)
    side = 1 if order(asked.start[0], asked.target[0]) < 0 else -1
    return side * (spot.middle[0] - float(asked.level)) >= 0


def _is_behind_well(asked: Question, kramers: KramersAnswer) -> bool:
    """On the line: does the way lead through the minimum of the start's well?"""
    if len(asked.start) > 1:
        return False
    start, well, level = float(asked.start[0]), kramers.start.middle[0], float(asked.level)
    return min(start, level) <= well <= max(start, level)


def _is_near(asked: Question, gate: Spot) -> bool:
    """On the line: is the target so close behind a gate that it is reached too soon?"""
    if len(gate.at) > 1:
        return False
    drop = float(gate.value.middle) - float(asked.potential.at((asked.level,)))
    return drop < _low(asked, gate.middle)


def _climb(asked: Question, kramers: KramersAnswer) -> float:
    """How far up the target is from the minimum of its well."""
    spot = kramers.target
    if len(spot.at) == 1:
        return float(asked.potential.at((asked.level,))) - float(spot.value.middle)
    centre = np.array(asked.target, dtype=float)
    outward = np.array(spot.middle) - centre
    nearest = centre + float(asked.radius or 0) * outward / np.linalg.norm(outward)
    return float(terrain_of(asked.potential).value(nearest[None])[0]) - float(spot.value.middle)


def _rise(asked: Question, kramers: KramersAnswer) -> float:
    """How far up the start is from the minimum of its well."""
    return float(asked.potential.at(asked.start)) - float(kramers.start.value.middle)


def _low(asked: Question, place: Sequence[float]) -> float:
    """A height that is low, for the noise at a place."""
    beta = asked.noise.subs(dict(zip(asked.potential.coords, place, strict=True)))
    return LOW * float(asked.eps0 * beta)
