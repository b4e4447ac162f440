r"""The mean escape time from runs of the splitting, with an error bar that covers.

A path makes loops from A to Σ and back until one of them ends in the target. If it starts anew there, it is a
process that renews itself, and its mean time is exactly

    E τ = (1/p − 1)(E T₁ + E T₂) + E T₁ + E T₃ = (u + q)/p + s,

p the chance of a loop to end in the target, T₁ the time from A to Σ (s: from the start), T₂ from Σ back
to A, T₃ from Σ to the target; u = E[(T₁ + T₂); back] and q = E[T₃; target] over loops. Every run estimates
p, q, u, s without bias. They are averaged over the runs before the quotient is taken: the mean of
quotients is too large, and infinite when a run dies out, which is a run with p = 0.

## Main definitions
* `Estimate`: the time, its relative standard error, and what they rest on.      * `estimate`: from runs.

## Implementation notes
The error is that of the quotient, by the delta method over runs. No coordinate makes the relative variance of
p̂ of a run smaller than p^{−1/N} − 1; where the sample shows less, by chance, this is taken instead.

## References
* Cerou2011: the loops.      * Brehier2016: p̂ has no bias, whatever the coordinate; extinction is p̂ = 0.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ledger.bound import Bound
from numerics.bounds import LEVEL, sampled_quotient
from numerics.splitting.splitting import Runs


@dataclass(frozen=True)
class Estimate:
    """What the runs say. ValueError is raised by the properties if all have died out."""

    runs: Runs

    @cached_property
    def _scale(self) -> float:
        """The largest log p̂, so that nothing underflows.

        Raises:
            ValueError: if no path of any run has reached the target.
        """
        largest = float(self.runs.log_p.max())
        if not np.isfinite(largest):
            raise ValueError(
                f"replicas={self.runs.replicas}: all {self.count} runs died out, more are wanted"
            )
        return largest

    @property
    def count(self) -> int:
        """How many runs there are."""
        return len(self.runs.found)

    @cached_property
    def _weights(self) -> np.ndarray:
        return np.exp(self.runs.log_p - self._scale)

    @property
    def log_p(self) -> float:
        """The logarithm of the mean of p̂."""
        return float(np.log(self._weights.mean()) + self._scale)

    @cached_property
    def _rest(self) -> np.ndarray:
        """(u + q) of each run, over the scale of p̂."""
        return np.asarray(self.runs.loops * np.exp(-self._scale) + self._weights * self.runs.ages)

    @property
    def time(self) -> float:
        """The mean time E τ."""
        return float(self._rest.mean() / self._weights.mean() + self.runs.firsts.mean())

    @property
    def loop(self) -> float:
        """The mean time of a loop from A to Σ and back."""
        return float(self.runs.loops.mean() / -np.expm1(self.log_p)) if self.log_p < 0 else 0.0

    @property
    def crossing(self) -> float:
        """The mean time from Σ to the target of paths that do not return to A."""
        return float((self._weights * self.runs.ages).sum() / self._weights.sum())

    @property
    def extinct(self) -> int:
        """How many runs died out."""
        return int(np.isneginf(self.runs.log_p).sum())

    @property
    def largest_share(self) -> float:
        """The share of the largest p̂ in their sum: near 1 if one run decides."""
        return float(self._weights.max() / self._weights.sum())

    @property
    def ideal(self) -> float:
        """The least relative standard deviation that p̂ of one run can have."""
        return float(np.sqrt(np.expm1(-self.log_p / self.runs.replicas)))

    @property
    def spread(self) -> float:
        """The relative standard deviation of p̂ over runs."""
        return float(self._weights.std(ddof=1) / self._weights.mean())

    @property
    def relative_error(self) -> float:
        """The relative standard error of the time."""
        mean = self._weights.mean()
        parts = (self._rest - self._rest.mean() / mean * self._weights) / mean + self.runs.firsts
        sample = float(parts.std(ddof=1)) / self.time
        least = self.ideal * (1 - float(self.runs.firsts.mean()) / self.time)
        return max(sample, least) / float(np.sqrt(self.count))

    def bound(self, level: float = LEVEL) -> Bound:
        """E τ with an interval at `level`, grade STATISTICAL; the bias of the step is not in it.

        ValueError is raised if `level` is not between 0 and 1.
        """
        method = f"multilevel splitting, {self.runs.replicas} replicas, dt = {self.runs.dt:g}"
        return sampled_quotient(self.time, self.relative_error, self.count, level, method)
