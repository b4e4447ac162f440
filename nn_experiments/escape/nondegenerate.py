"""Are the ends nondegenerate minima, and is there a nondegenerate gate between them? Else there is no number.

## Main definitions
* `not_a_minimum`, `not_a_gate`: why not.      * `not_the_way`: does the gate lead to the target?
"""

from collections.abc import Iterator

from nn_experiments.escape.flat_loss import FlatLoss
from nn_experiments.escape.gate import Gate
from nn_experiments.escape.singular import flat_causes
from nn_experiments.escape.stationary_point import StationaryPoint


def not_a_minimum(loss: FlatLoss, point: StationaryPoint, name: str, samples: int | None) -> Iterator[str]:
    """Why there is no nondegenerate minimum.

    Yields:
        one sentence for each reason.
    """
    if not point.rest.reached:
        yield (
            f"{name} leads to no minimum: the norm of the gradient is {point.rest.slope:.3g} after"
            f" {point.rest.steps} steps downhill, {point.rest.tolerance:.1g} counts as 0"
        )
    elif point.index:
        yield (
            f"{name} leads to no minimum: the Hessian has {_number(point.index, 'eigenvalue')} below 0, the"
            f" lowest is {float(point.lowest.middle):.3g}"
        )
    elif point.zeros:
        causes = "; ".join(flat_causes(loss, point, samples)) or "the cause is not known"
        yield _singular(point, f"the minimum of {name}") + f": {causes}"
    elif float(point.curvatures[0] - point.residuals[0]) < 0:
        yield (
            f"it is not known whether the lowest eigenvalue at the minimum of {name} is positive:"
            f" {float(point.curvatures[0]):.3g} ± {float(point.residuals[0]):.3g}"
        )


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'s' if count > 1 else ''}"


def _singular(point: StationaryPoint, name: str) -> str:
    count = _number(point.zeros, "eigenvalue") + (" that is 0" if point.zeros == 1 else " that are 0")
    return (
        f"{name} is degenerate: its Hessian has {count}, nearest {point.softest:.3g} of {point.largest:.3g}"
    )


def not_a_gate(gate: Gate) -> Iterator[str]:
    """Why there is no nondegenerate gate of the start's basin.

    Yields:
        one sentence for each reason.
    """
    point = gate.point
    if point is None:
        yield "no gate was found: the loss does not rise above both ends on the string between the minima"
    elif not point.rest.reached:
        yield (
            f"no gate was found: the norm of the gradient is {point.rest.slope:.3g} after {point.rest.steps}"
            f" steps from the top of the string, {point.rest.tolerance:.1g} counts as 0"
        )
    elif point.zeros:
        yield _singular(point, "the gate")
    elif point.index != 1:
        yield f"the point above the string is no gate: it has {point.index} negative eigenvalues, not 1"
    elif float(point.curvatures[1:2].sum() - point.residuals[1:2].sum()) < 0:
        yield (
            "it is not known whether the second eigenvalue at the gate is positive:"
            f" {float(point.curvatures[1]):.3g} ± {float(point.residuals[1]):.3g}"
        )
    elif not gate.joins[0]:
        yield (
            "neither side of the gate leads down to the start: the way goes over other wells, at"
            f" {_heights(gate)}"
        )


def not_the_way(gate: Gate) -> Iterator[str]:
    """Whether the gate leads to the target.

    Yields:
        a sentence if not.
    """
    if gate.joins == (True, False):
        yield (
            "the gate does not lead to the target but to another well: the time is that out of the start by"
            f" this gate; its sides end at {_heights(gate)}"
        )


def _heights(gate: Gate) -> str:
    return " and ".join(
        f"loss {_height(side.slope, side.tolerance, value)}"
        for side, value in zip(gate.sides, gate.side_values, strict=True)
    )


def _height(slope: float, tolerance: float, value: float) -> str:
    return f"{value:.6g}" if slope <= tolerance else f"{value:.6g} (not yet at rest)"
