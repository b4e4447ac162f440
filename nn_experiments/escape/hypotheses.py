"""The hypotheses of the Eyring–Kramers formula and of (2.4), tested at what was found; each with its number.

## Main definitions
* `at_end`, `at_gate`: what is wrong with a minimum, with a gate; then there is no number.
* `of_the_temperature`: is the noise weak, and the loss quadratic as far as it carries?
* `of_the_noise`: is it isotropic, and the same everywhere?
* `of_the_steps`: are they small?
"""

from collections.abc import Iterator
from fractions import Fraction

from nn_experiments.escape.flat_loss import FlatLoss
from nn_experiments.escape.gate import Gate
from nn_experiments.escape.law import Law
from nn_experiments.escape.noise_along import NoiseAlong
from nn_experiments.escape.singular import flat_causes
from nn_experiments.escape.stationary_point import StationaryPoint
from nn_experiments.escape.thermal import anharmonicity

LOW = 4
"""A barrier of fewer ε than this is low."""
HARMONIC, ISOTROPIC, CONSTANT, SMALL_STEP = 0.5, 0.01, 0.1, 0.2
"""What is let pass: rest over ε/2, U, change of β or of u·Σu, and γ times the largest eigenvalue."""
NOTHING, ROUNDED = 1e-9, 1e3
"""β that is so much smaller than elsewhere on the way, or than a gradient that counts as 0, is 0."""


def at_end(loss: FlatLoss, point: StationaryPoint, name: str, samples: int | None) -> Iterator[str]:
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


def at_gate(gate: Gate) -> Iterator[str]:
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


def of_the_way(gate: Gate) -> Iterator[str]:
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


def of_the_temperature(
    loss: FlatLoss, start: StationaryPoint, target: StationaryPoint, gate: StationaryPoint, found: Law
) -> Iterator[str]:
    """Whether ε is small.

    Yields:
        one sentence for each place where it is not.
    """
    if found.climb is None:
        return
    eps = float((found.barrier / found.climb).middle) if found.climb.low > 0 else float("inf")
    if found.climb.low < LOW:
        yield f"the barrier is {float(found.climb.middle):.3g} ε high: the formula is for at least {LOW}"
    elif (gate.value - target.value).low < LOW * Fraction(eps):
        depth = float((gate.value - target.value).middle) / eps
        yield f"the target's well is {depth:.3g} ε deep: paths may go back, {LOW} is wanted"
    if eps == float("inf"):
        return
    for name, point in (("the minimum", start), ("the gate", gate)):
        if (rest := anharmonicity(loss, point, eps)) > HARMONIC:
            yield (
                f"the loss is not quadratic around {name} as far as the noise carries, √(ε/|λ|): the rest is"
                f" {rest:.3g} of ε/2"
            )


def vanishes(noise: NoiseAlong, point: StationaryPoint) -> bool:
    """Is there no noise at the minimum?"""
    betas = [float(place.beta.middle) for place in noise.places]
    return betas[0] <= max(NOTHING * max(betas), (ROUNDED * point.rest.tolerance) ** 2)


def of_the_noise(noise: NoiseAlong, point: StationaryPoint) -> Iterator[str]:
    """What (2.4), with a constant β, asks for and is not so.

    Yields:
        one sentence for each, with its number.
    """
    here, betas = noise.places[0], [float(place.beta.middle) for place in noise.places]
    if vanishes(noise, point):
        yield f"the gradient noise vanishes at the minimum (β = {betas[0]:.3g}): SGD at rest there stays"
        return
    if here.anisotropy > ISOTROPIC:
        yield (
            f"the gradient noise is not isotropic, as (2.4) says: U = {here.anisotropy:.3g} at the minimum, 0"
            f" is wanted; along the way out it is {here.along / betas[0]:.3g} times β"
        )
    if len(betas) > 1 and betas[-1] <= NOTHING * max(betas):
        yield f"the gradient noise vanishes at the gate (β = {betas[-1]:.3g} there, {betas[0]:.3g} at rest)"
    elif (change := max(abs(b / betas[0] - 1) for b in betas)) > CONSTANT:
        shown = ", ".join(f"{b:.3g}" for b in betas)
        yield f"the gradient noise changes on the way by {100 * change:.3g} %: β = {shown} up to the gate"


def of_the_steps(rate: Fraction, point: StationaryPoint) -> Iterator[str]:
    """Whether SGD is near the diffusion.

    Yields:
        a sentence if the steps are long.
    """
    step = float(rate) * point.largest
    if step > SMALL_STEP:
        yield (
            f"the steps are long: γ times the largest eigenvalue is {step:.3g}; the variance that way"
            f" is {1 / (1 - step / 2):.3g} times that of the diffusion"
        )


def stable(rate: Fraction, point: StationaryPoint) -> None:
    """Does gradient descent stay at the minimum?

    Raises:
        ValueError: if not.
    """
    if float(rate) * point.largest >= 2:
        raise ValueError(
            f"learning_rate={float(rate):g}: steps from {2 / point.largest:.4g} on, 2 over the largest"
            " eigenvalue of the Hessian, do not stay at this minimum"
        )
