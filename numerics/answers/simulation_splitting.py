"""Splitting of an escape: runs until the error is small, and their mean time with an interval.

In several coordinates a quarter of as many runs again are made with another reaction coordinate, and both
have to give the same time.

## Main definitions
* `Rare`: the work, how much of it is wanted, and what comes out.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, expm1

import numpy as np

from numerics.answers.escape import EscapeAnswer
from numerics.answers.simulation_plan import LEVEL, MOST_PATHS, QUANTILE, SPARE, Found, Plan, target_of
from numerics.answers.simulation_step import height
from numerics.blocks.splitting_runs import SplittingRuns, runs_of
from numerics.blocks.stages import Blocks
from numerics.splitting.coordinate import coordinate_towards, other_coordinate
from numerics.splitting.escape import FEWEST_RUNS, require_agreement, trusted
from numerics.splitting.estimate import Estimate
from numerics.splitting.splitting import Splitting

RUNS_OF_A_BLOCK = 64
REPLICAS, PER_HEIGHT = 100, 50
"""Replicas of a run, for every 50 ε of the barrier."""

CHECKS_FROM = 1 << 40
"""Runs from this number on are those of the other coordinate."""


@dataclass(frozen=True)
class Rare:
    """Splitting of the escape of `answer` by `plan`; `is_check` with the other coordinate."""

    answer: EscapeAnswer
    plan: Plan
    is_check: bool = False

    @cached_property
    def work(self) -> SplittingRuns:
        """The runs, in blocks."""
        target = target_of(self.answer, self.plan)
        coordinate = coordinate_towards(target)
        if self.is_check:
            coordinate = other_coordinate(target, coordinate)
        replicas = REPLICAS * max(1, ceil(height(self.answer) / PER_HEIGHT))
        splitting = Splitting(target, coordinate, replicas, self.plan.seed)
        return SplittingRuns(splitting, RUNS_OF_A_BLOCK, CHECKS_FROM if self.is_check else 0)

    @property
    def check(self) -> "Rare | None":
        """The same with the other coordinate; None on the line, where there is but one."""
        is_on_line = len(self.answer.question.start) == 1
        return None if is_on_line or self.is_check else replace(self, is_check=True)

    @property
    def first_runs(self) -> int:
        """Runs of the first stage; the relative variance of a run is 1/p^{1/replicas} − 1 at least."""
        replicas, share = self.work.splitting.replicas, 0.25 if self.is_check else 1.0
        if self.plan.paths is not None:
            return max(FEWEST_RUNS, ceil(share * self.plan.paths / replicas))
        assert self.plan.relative_error is not None
        needed = (QUANTILE / float(self.plan.relative_error)) ** 2 * expm1(height(self.answer) / replicas)
        return max(FEWEST_RUNS, ceil(SPARE * share * needed))

    def wanted(self, blocks: Blocks) -> int:
        """How many blocks are wanted once these are there.

        Raises:
            ValueError: if the runs cannot be trusted, or too many are needed.
        """
        if self.plan.relative_error is None or self.is_check or not blocks:
            return ceil(self.first_runs / self.work.size)
        estimate = Estimate(runs_of(self.work, blocks, len(blocks) * self.work.size))
        time, error = estimate.bound(LEVEL), float(self.plan.relative_error)
        if time.radius <= self.plan.relative_error * time.middle:
            return len(blocks)
        runs = SPARE * estimate.count * (QUANTILE * estimate.relative_error / error) ** 2
        if runs * self.work.splitting.replicas > MOST_PATHS:
            raise ValueError(f"relative error {self.plan.relative_error}: about {runs:.2g} runs are needed")
        return max(len(blocks) + 1, ceil(runs / self.work.size))

    def trusted(self, blocks: Blocks) -> Estimate:
        """The estimate; ValueError is raised if it cannot be trusted."""
        made = len(blocks) * self.work.size
        return trusted(runs_of(self.work, blocks, min(self.first_runs, made) if self.plan.paths else made))

    def found(self, blocks: Blocks) -> Found:
        """E τ at `LEVEL`; ValueError is raised if it cannot be trusted."""
        estimate = self.trusted(blocks)
        paths = estimate.count * self.work.splitting.replicas
        return Found(estimate.bound(LEVEL), paths, estimate.runs.steps, estimate.runs.digest, np.zeros(0))

    def require_agreement(self, blocks: Blocks, others: Blocks) -> None:
        """The runs of the other coordinate give the same time; ValueError is raised if not."""
        other = self.check
        assert other is not None
        both = f"{self.work.splitting.coordinate} and {other.work.splitting.coordinate}"
        require_agreement(
            self.trusted(blocks),
            other.trusted(others),
            f"simulate=splitting: the reaction coordinates {both} disagree",
        )

    def estimate(self, blocks: Blocks) -> float:
        """The time so far, of whatever blocks there are; NaN if they do not tell."""
        parts = [block["found"] for block in blocks.values()]
        if not parts:
            return float("nan")
        runs = runs_of(self.work, {0: next(iter(blocks.values()))}, 0)
        try:
            return Estimate(replace(runs, found=np.concatenate(parts))).time
        except ValueError:
            return float("nan")
