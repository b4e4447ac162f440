"""Is the noise weak, the loss quadratic as far as it carries, and are the steps short? Each with its number.

## Main definitions
* `not_weak`: the hypotheses on ε.      * `not_short`: near the diffusion?
* `stable`: does gradient descent stay at the minimum at all?
"""

from collections.abc import Iterator
from fractions import Fraction

from nn_experiments.escape.flat_loss import FlatLoss
from nn_experiments.escape.law import Law
from nn_experiments.escape.stationary_point import StationaryPoint
from nn_experiments.escape.thermal import anharmonicity

LOW = 4
"""A barrier of fewer ε than this is low."""
HARMONIC, SMALL_STEP = 0.5, 0.2
"""What is let pass: rest over ε/2, and γ times the largest eigenvalue."""


def not_weak(
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


def not_short(rate: Fraction, point: StationaryPoint) -> Iterator[str]:
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
