"""The gradient noise on the way from a minimum to a gate: does it stay the same, and where does it push?

## Main definitions
* `NoiseAlong`: at the minimum, on the string, at the gate.    * `noise_along`: its measurement.
"""

from dataclasses import dataclass

import torch

from nn_experiments.escape.flat_loss import FlatLoss
from nn_experiments.escape.gate import Gate
from nn_experiments.escape.sample_noise import SampleNoise, sample_noise
from nn_experiments.escape.stationary_point import StationaryPoint

MOST, NUMBERS = 1024, 5 * 10**7
"""Samples at most; numbers in all of their gradients together at most."""


@dataclass(frozen=True, eq=False, slots=True)
class NoiseAlong:
    """`places`: the noise at minimum, a third, two thirds of the way, and the gate; `values`: L there.

    Without a gate only that at the minimum.
    """

    places: tuple[SampleNoise, ...]
    values: tuple[float, ...]

    @property
    def climb_over_noise(self) -> float:
        """∫ dL/(u·Σu) up the way, u its direction: γ/(2M) divides it, if only noise along the way counted."""
        if min(place.along for place in self.places) <= 0:
            return float("inf")
        pairs = zip(self.places, self.places[1:], self.values, self.values[1:], strict=False)
        return sum((after - before) * 2 / (a.along + b.along) for a, b, before, after in pairs)


def noise_along(losses: FlatLoss, loss: FlatLoss, minimum: StationaryPoint, gate: Gate | None) -> NoiseAlong:
    """The noise at the places, along the way at each; at the minimum with its alignment."""
    with torch.no_grad():
        count = len(losses(minimum.at))
    most = max(64, min(MOST, NUMBERS // len(minimum.at)))
    draws = torch.Generator().manual_seed(0)
    chosen = torch.randperm(count, generator=draws)[:most] if count > most else torch.arange(count)
    if gate is None or gate.point is None:
        here = sample_noise(losses, minimum.at, chosen, count, minimum.modes[:, 0], loss.hessian(minimum.at))
        return NoiseAlong((here,), (float(minimum.value.middle),))
    images, top = gate.path.images, gate.path.highest
    rows = [minimum.at, images[top // 3], images[2 * top // 3], gate.point.at]
    ways = [
        images[1] - images[0],
        *(images[n + 1] - images[n - 1] for n in (top // 3 or 1, 2 * top // 3 or 1)),
    ]
    ways.append(gate.point.modes[:, 0])
    found = [
        sample_noise(
            losses, row, chosen, count, way / way.norm(), None if number else loss.hessian(minimum.at)
        )
        for number, (row, way) in enumerate(zip(rows, ways, strict=True))
    ]
    return NoiseAlong(tuple(found), tuple(loss.value(row) for row in rows))
