"""Runs of the splitting as work in blocks: the runs first + k·size, … are block k.

## Main definitions
* `SplittingRuns`: the work.      * `runs_of`: the first so many runs of finished blocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np

from numerics.blocks.first_passages import told_of_target
from numerics.blocks.work import Block
from numerics.splitting.splitting import Runs, Splitting, joined_runs

MADE_BY = ("backends.py", "blocks", "paths", "splitting")


@dataclass(frozen=True)
class SplittingRuns:
    """Runs of `splitting` from number `first` on, `size` of them in a block.

    Its levels are computed here and travel with it: another machine might round them in another way.

    Raises:
        ValueError: if size is not positive or first is negative.
    """

    splitting: Splitting
    size: int
    first: int = 0

    def __post_init__(self) -> None:
        if self.size < 1 or self.first < 0:
            raise ValueError(f"size={self.size}, first={self.first}: at least 1 and at least 0 are wanted")
        assert self.splitting.levels  # from now on they are kept in the splitting

    @property
    def question(self) -> Mapping[str, str]:
        """The splitting in words, its levels in short, and the size of a block."""
        splitting = self.splitting
        levels = splitting.levels
        return {
            "kind": "splitting",
            **told_of_target(splitting.target),
            "coordinate": str(splitting.coordinate),
            "levels": sha256(np.append(levels.edges, levels.floor).astype("<f8").tobytes()).hexdigest()[:16],
            "replicas": str(splitting.replicas),
            "kill": str(splitting.kill),
            "seed": str(splitting.seed),
            "max_steps": str(splitting.max_steps),
            "size": str(self.size),
            "first": str(self.first),
        }

    @property
    def made_by(self) -> tuple[str, ...]:
        """The sources of paths and of the splitting."""
        return MADE_BY

    def block(self, number: int) -> Block:
        """What the runs found, and what it cost."""
        made = self.splitting.block(self.first + number * self.size, self.size)
        return {"found": made.found, "work": np.array(made.work)}


def runs_of(work: SplittingRuns, blocks: Mapping[int, Block], count: int) -> Runs:
    """The first `count` runs of the work.

    Raises:
        ValueError: if not all of their blocks are there.
    """
    whole = joined_runs(_runs(work, number, block) for number, block in blocks.items())
    if whole.first != work.first or len(whole.found) < count:
        raise ValueError(f"blocks: {len(whole.found)} runs from {whole.first}, not {count} from {work.first}")
    return replace(whole, found=whole.found[:count])


def _runs(work: SplittingRuns, number: int, block: Block) -> Runs:
    splitting = work.splitting
    step, first = splitting.target.model.step, work.first + number * work.size
    return Runs(first, block["found"], step, splitting.replicas, int(block["work"]))
