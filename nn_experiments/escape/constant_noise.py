"""Is the gradient noise what (2.4) says with a constant β: isotropic, the same everywhere, and there at all?

## Main definitions
* `vanishes`: is there none at the minimum?      * `not_constant`: what is not so, with its number.
"""

from collections.abc import Iterator

from nn_experiments.escape.noise_along import NoiseAlong
from nn_experiments.escape.stationary_point import StationaryPoint

ISOTROPIC, CONSTANT = 0.01, 0.1
"""What is let pass: U, and the change of β or of u·Σu."""
NOTHING, ROUNDED = 1e-9, 1e3
"""β that is so much smaller than elsewhere on the way, or than a gradient that counts as 0, is 0."""


def vanishes(noise: NoiseAlong, point: StationaryPoint) -> bool:
    """Is there no noise at the minimum?"""
    betas = [float(place.beta.middle) for place in noise.places]
    return betas[0] <= max(NOTHING * max(betas), (ROUNDED * point.rest.tolerance) ** 2)


def not_constant(noise: NoiseAlong, point: StationaryPoint) -> Iterator[str]:
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
