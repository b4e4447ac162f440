"""Direct simulation of an escape: paths until they arrive, their mean, an interval.

With a number of paths given, the interval is Student's. With a relative error given, as many paths are made
as suffice if the times are exponential, and only if the interval turns out too wide, more, by the variance
seen: the number of paths hangs on the paths only then, and only a little.

## Main definitions
* `Direct`: the work, how much of it is wanted, and what comes out.
"""

from dataclasses import dataclass
from functools import cached_property
from math import ceil

import numpy as np

from numerics.answers.escape import EscapeAnswer
from numerics.answers.simulation_plan import LEVEL, MOST_PATHS, QUANTILE, SPARE, Found, Plan, target_of
from numerics.blocks.first_passages import FirstPassages, passages_of
from numerics.blocks.stages import Blocks
from numerics.bounds import sampled
from numerics.paths.passages import Simulation
from numerics.paths.pool import ARRIVED

STEPS_OF_A_BLOCK = 2.0**28
SMALLEST, LARGEST = 2**8, 2**14
LARGEST_ON_DEVICE = 2**22
"""A GPU has hundreds of thousands of paths under way: there a block is all of them, up to this."""

PATIENCE, LEAST_STEPS, MOST_STEPS = 100, 2**20, 2**61
"""A path is given up after 100 times the time expected of it."""


@dataclass(frozen=True)
class Direct:
    """Direct simulation of the escape of `answer` by `plan`."""

    answer: EscapeAnswer
    plan: Plan

    @cached_property
    def work(self) -> FirstPassages:
        """The paths, in blocks of a power of two that take about half a second, long paths apart."""
        steps = self.plan.guess / float(self.plan.dt)
        target = target_of(self.answer, self.plan)
        limit = min(max(power_of_two(PATIENCE * steps), LEAST_STEPS), MOST_STEPS)
        size = min(max(power_of_two(STEPS_OF_A_BLOCK / max(steps, 1.0)), SMALLEST), LARGEST)
        if self.plan.device != "cpu":
            size = min(2 * power_of_two(self.plan.first_paths - 1), LARGEST_ON_DEVICE)
        return FirstPassages(Simulation(target, self.plan.seed, limit, self.plan.device), size)

    def wanted(self, blocks: Blocks) -> int:
        """How many blocks are wanted once these are there.

        Raises:
            ValueError: if a path has not arrived, or too many are needed.
        """
        if self.plan.relative_error is None or not blocks:
            return ceil(self.plan.first_paths / self.work.size)
        found = self.found(blocks)
        if found.time.radius <= self.plan.relative_error * found.time.middle:
            return len(blocks)
        spread = float(found.times.std(ddof=1) / found.times.mean())
        share = QUANTILE * spread / float(self.plan.relative_error)
        if (paths := SPARE * share**2) > MOST_PATHS:
            raise ValueError(f"relative error {self.plan.relative_error}: about {paths:.2g} paths are needed")
        return max(len(blocks) + 1, ceil(paths / self.work.size))

    def found(self, blocks: Blocks) -> Found:
        """E τ at `LEVEL` and the times, from the paths that count: as many as were asked for, or all.

        Raises:
            ValueError: if one has not arrived: the mean of the others would say nothing.
        """
        made = len(blocks) * self.work.size
        paths = passages_of(self.work, blocks, min(self.plan.paths or made, made))
        if trouble := paths.trouble:
            raise ValueError(f"{trouble}; the mean of the others would say nothing")
        words = f"Euler–Maruyama, dt = {float(self.plan.dt):g}, target shifted"
        time = sampled(paths.times, LEVEL, words)
        return Found(time, paths.steps.size, paths.path_steps, paths.digest, paths.times)

    def estimate(self, blocks: Blocks) -> float:
        """The mean so far, of whatever blocks there are; NaN if there is none."""
        step = self.work.simulation.target.model.step
        arrived = [block["steps"][block["ends"] == ARRIVED] for block in blocks.values()]
        steps = np.concatenate([*arrived, np.zeros(0, np.int64)])
        return float(steps.mean() * step) if steps.size else float("nan")


def power_of_two(number: float) -> int:
    """The largest power of two up to `number`, 1 at least."""
    return 1 << max(0, int(min(number, 2.0**62)).bit_length() - 1)
