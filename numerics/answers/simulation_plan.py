"""How an escape is simulated: the step, the method, the number of paths; fixed before the first path.

## Main definitions
* `Plan`: what is fixed.      * `plan`: from an answer and the wishes of a user.
* `target_of`: what the paths aim at.      * `Found`: what comes out, by either method.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from ledger.bound import Bound
from numerics.answers.escape import EscapeAnswer
from numerics.answers.simulation_step import guessed_time, height, require_stability, slowest, step_for
from numerics.paths.device import require_device
from numerics.paths.model import Model
from numerics.paths.targets import Target

LEVEL = 0.95
QUANTILE = 1.96
METHODS = ("auto", "direct", "splitting")
RELATIVE_ERROR = Fraction(1, 20)
FEWEST, LEAST, MOST_PATHS = 100, 1000, 10**8
SPARE = 1.05
MOST_STEPS = 1e18
SETTING_UP = 2e9
"""What it costs to begin with splitting, in steps of a path."""
EXCURSIONS = 7.0
"""Splitting takes about 7 (H/ε)²/(λ dt) steps for the error of one independent path that arrives: 5.5 to 8.4
were measured on the line (H/ε = 5 … 30) and in rings of 4, 8, 16 sites (20, 25)."""
DEARER = 3.0
"""A step of splitting takes about the time of three plain ones (3.9 ns and 1.2 ns on the line)."""


@dataclass(frozen=True)
class Plan:
    """What is fixed before the first path.

    Attributes:
        method: "direct" or "splitting".
        dt: the length of a step.
        seed: of the random streams.
        paths: how many, if that was asked for.
        relative_error: half the width of the interval over the time, if that was asked for.
        device: "cpu" or "cuda".
        guess: about how long a path takes, in time; 0 if it cannot be said.
    """

    method: str
    dt: Fraction
    seed: int
    paths: int | None
    relative_error: Fraction | None
    device: str
    guess: float

    @property
    def first_paths(self) -> int:
        """Paths of the first stage: as many as are needed if the law of the times is exponential."""
        if self.paths is not None:
            return self.paths
        assert self.relative_error is not None
        return max(LEAST, ceil(SPARE * (QUANTILE / float(self.relative_error)) ** 2))


@dataclass(frozen=True)
class Found:
    """What a simulation found.

    Attributes:
        time: E τ, an interval at `LEVEL`, grade STATISTICAL.
        paths: how many.
        steps: of all paths together.
        digest: of what all paths did; equal for equal results.
        times: the times of the paths, shape (paths,), of direct simulation; else empty.
    """

    time: Bound
    paths: int
    steps: int
    digest: str
    times: NDArray[np.float64]


def target_of(answer: EscapeAnswer, made: Plan) -> Target:
    """Start and target of the answer for paths with the steps of the plan: on the line, the level."""
    asked = answer.question
    model = Model(asked.potential, asked.noise, asked.eps0, made.dt)
    if len(asked.start) == 1:
        return Target(model, asked.start, (asked.level,))
    return Target(model, asked.start, asked.target, asked.radius)


def plan(
    answer: EscapeAnswer,
    method: str = "auto",
    *,
    paths: int | None = None,
    relative_error: Fraction | None = None,
    seed: int = 0,
    device: str = "cpu",
    dt: Fraction | None = None,
) -> Plan:
    """The plan for the escape of `answer`: so many paths, or as many as the relative error needs (1/20).

    Raises:
        ValueError: if method or device is unknown or not at hand, or they do not go together, both numbers
            are given, one is out of range, the step is beyond stability, or direct simulation is hopeless.
    """
    if method not in METHODS:
        raise ValueError(f"simulate={method}: known are {', '.join(METHODS)}")
    require_device(device)
    _require_size(paths, relative_error)
    if isinstance(seed, bool) or seed < 0:
        raise ValueError(f"seed={seed}: an integer that is at least 0 is wanted")
    if paths is None and relative_error is None:
        relative_error = RELATIVE_ERROR
    error = float(relative_error) if relative_error is not None else QUANTILE / sqrt(paths or 1)
    step = dt if dt is not None else step_for(answer, error)
    require_stability(answer, step)
    made = Plan("direct", step, seed, paths, relative_error, device, guessed_time(answer))
    cost = made.first_paths * made.guess / float(step)
    if method == "splitting" and device != "cpu":
        raise ValueError(f"device={device}: splitting runs on the processor")
    is_rare = device == "cpu" and cost > _cost_of_splitting(answer, made)
    if method == "splitting" or (method == "auto" and is_rare):
        return replace(made, method="splitting")
    if cost > MOST_STEPS:
        raise ValueError(f"simulate=direct: about {cost:.1g} steps would be needed; splitting is for that")
    return made


def _cost_of_splitting(answer: EscapeAnswer, made: Plan) -> float:
    """In steps of a path that is simulated directly."""
    high = max(1.0, height(answer))
    each = EXCURSIONS * high**2 / (slowest(answer) * float(made.dt))
    return SETTING_UP + DEARER * made.first_paths * each


def _require_size(paths: int | None, relative_error: Fraction | None) -> None:
    """One of the two, in range.

    Raises:
        ValueError: if not.
    """
    if paths is not None and relative_error is not None:
        raise ValueError("give either paths or a relative error")
    if paths is not None and not FEWEST <= paths <= MOST_PATHS:
        raise ValueError(
            f"paths={paths}: from {FEWEST} (fewer give no interval that can be trusted) to {MOST_PATHS}"
        )
    if relative_error is not None and not 0 < relative_error < 1:
        raise ValueError(f"relative error {relative_error}: a number between 0 and 1 is wanted")
    if relative_error is not None and (QUANTILE / float(relative_error)) ** 2 > MOST_PATHS:
        raise ValueError(f"relative error {relative_error}: more than {MOST_PATHS} paths would be needed")
