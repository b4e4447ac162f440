"""What forbids the Eyring–Kramers formula for this very start and this very target.

The formula is for the way from the minimum of one well to that of another. From another start, or to another
target, the time is the same to leading order only if the well is visited first and the last part is short.

## Main definitions
* `misfits`: the reasons against it.

## References
* Bovier2004: the mean time hardly depends on where in the well one starts.
"""

from collections.abc import Iterator
from math import dist

import numpy as np

from derivations.algebraic import order
from numerics.answers.escape_question import Question
from numerics.terrain.kramers import KramersAnswer
from numerics.terrain.spot import Spot
from numerics.terrain.terrain import terrain_of

LOW = 4
"""A climb of fewer ε than this is no obstacle."""


def misfits(asked: Question, kramers: KramersAnswer) -> Iterator[str]:
    """Why the formula, which is for the wells, does not tell the time from this start to this target.

    Yields:
        one sentence for each reason.
    """
    for gate in kramers.gates:
        if _is_reached(asked, gate):
            yield f"the gate {gate} lies in the target, which is reached before it is crossed"
    if _is_reached(asked, kramers.start):
        yield f"the minimum {kramers.start} of the start's well lies in the target"
    height, low = float(kramers.barrier.middle), _low(asked)
    if not _is_reached(asked, kramers.target) and _climb(asked, kramers) > height - low:
        yield f"the minimum {kramers.target} is not in the target, and the way up from it takes long, too"
    if height - _rise(asked, kramers) < low < height and not _is_behind_well(asked, kramers):
        yield f"the start is less than {LOW} ε below the gate: paths may cross it past the well"


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


def _low(asked: Question) -> float:
    """A height that is low, for the noise at the start."""
    beta = asked.noise.subs(dict(zip(asked.potential.coords, asked.start, strict=True)))
    return LOW * float(asked.eps0 * beta)
