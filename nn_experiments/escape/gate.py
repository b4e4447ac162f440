"""The gate between two minima, looked for along a string, and where its two sides lead.

## Main definitions
* `Gate`: what was found.      * `gate_between`: two minima.
"""

from dataclasses import dataclass

from torch import Tensor

from nn_experiments.escape.climb import climbed
from nn_experiments.escape.flat_loss import FlatLoss
from nn_experiments.escape.flow import Rest, rest
from nn_experiments.escape.path import Path, path_between
from nn_experiments.escape.search import Search
from nn_experiments.escape.stationary_point import StationaryPoint, stationary_point

ASIDE = 1e-3
"""The descents begin so far from the gate, in distances between the minima."""
SAME = 1e-3
"""Two ends of descents so near to each other, in these distances, are one."""


@dataclass(frozen=True, eq=False, slots=True)
class Gate:
    """The highest point of a way.

    `point` is None if the way does not rise. Both descents from it end at `sides`, at the losses
    `side_values`. `joins` says of each minimum, start and target, whether one of them ends there.
    """

    path: Path
    point: StationaryPoint | None
    sides: tuple[Rest, ...]
    side_values: tuple[float, ...]
    joins: tuple[bool, bool]


def gate_between(loss: FlatLoss, start: Tensor, target: Tensor, search: Search) -> Gate:
    """The gate on a string from the minimum `start` to the minimum `target`, shape (P,) each."""
    path = path_between(loss, start, target, search)
    if not path.has_gate:
        return Gate(path, None, (), (), (False, False))
    search.progress("saddle: Newton steps from the top of the string")
    found = climbed(loss, path.images[path.highest], path.tangent, path.spacing)
    point = stationary_point(loss, found, search, path.tangent)
    search.progress("saddle: descents to both sides")
    distance = float((target - start).norm())
    aside = ASIDE * distance * point.modes[:, 0]
    sides = tuple(rest(loss, point.at + sign * aside) for sign in (-1, 1))

    def meets(end: Tensor) -> bool:
        return any(float((side.at - end).norm()) <= SAME * distance for side in sides)

    values = tuple(loss.value(side.at) for side in sides)
    return Gate(path, point, sides, values, (meets(start), meets(target)))
