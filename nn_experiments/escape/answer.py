"""What is known of the way from one minimum of a user's loss to another.

## Main definitions
* `EscapeEstimate`: minima, gate, noise, times, and what is wrong.
"""

from dataclasses import dataclass

from ledger.bound import Bound
from nn_experiments.escape.gate import Gate
from nn_experiments.escape.law import Law
from nn_experiments.escape.noise_along import NoiseAlong
from nn_experiments.escape.question import Question
from nn_experiments.escape.stationary_point import StationaryPoint


@dataclass(frozen=True, eq=False, slots=True)
class EscapeEstimate:
    """What is known of the way from the start's minimum to the target's.

    Attributes:
        question: what was asked.
        start: the point below the start.
        target: the point below the target.
        gate: what the string found; None if an end is no minimum.
        noise: the gradient noise on the way; None if β was given.
        eps: γβ/(2M), β that at the minimum; None if the noise vanishes.
        law: the formula's parts; None if it has no sense.
        reasons: the hypotheses that do not hold; empty if all that were tested do.
    """

    question: Question
    start: StationaryPoint
    target: StationaryPoint
    gate: Gate | None
    noise: NoiseAlong | None
    eps: Bound | None
    law: Law | None
    reasons: tuple[str, ...]

    @property
    def applies(self) -> bool:
        """Was no hypothesis found broken?"""
        return not self.reasons

    @property
    def time(self) -> Bound | None:
        """E τ in t = Σ γ_k; None if it is not known or too long to be written."""
        return None if self.law is None else self.law.time

    @property
    def steps(self) -> Bound | None:
        """The steps of SGD in that time."""
        return None if self.time is None else self.question.clock.steps(self.time)

    @property
    def epochs(self) -> Bound | None:
        """The passes through the data in that time."""
        return None if self.time is None else self.question.clock.epochs(self.time)
