"""First passages as work in blocks: the paths k·size, …, (k + 1)·size − 1 are block k.

## Main definitions
* `FirstPassages`: the work.      * `passages_of`: the first so many paths of finished blocks.
* `told_of_target`: start, target and model in words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from numerics.blocks.work import Block
from numerics.paths.passages import Passages, Simulation, joined
from numerics.paths.targets import Target

MADE_BY = ("backends.py", "blocks", "paths")


@dataclass(frozen=True)
class FirstPassages:
    """The paths of `simulation`, `size` of them in a block.

    Raises:
        ValueError: if size is not positive.
    """

    simulation: Simulation
    size: int

    def __post_init__(self) -> None:
        if self.size < 1:
            raise ValueError(f"size={self.size}: a positive number is wanted")

    @property
    def question(self) -> Mapping[str, str]:
        """The simulation in words, and the size of a block."""
        return {
            "kind": "first passages",
            **told_of_target(self.simulation.target),
            "seed": str(self.simulation.seed),
            "device": self.simulation.device,
            "max_steps": str(self.simulation.max_steps),
            "size": str(self.size),
        }

    @property
    def made_by(self) -> tuple[str, ...]:
        """The sources of paths."""
        return MADE_BY

    def block(self, number: int) -> Block:
        """Steps and ends of the paths, and what they cost."""
        found = self.simulation.block(number * self.size, self.size)
        return {"steps": found.steps, "ends": found.ends, "work": np.array(found.work)}


def told_of_target(target: Target) -> dict[str, str]:
    """All that a path depends on but seed and number."""
    model = target.model
    return {
        "potential": str(model.potential.expr),
        "coordinates": ",".join(map(str, model.potential.coords)),
        "beta": str(model.noise),
        "eps0": str(model.eps0),
        "dt": str(model.dt),
        "law": repr(model.law),
        "scheme": model.scheme,
        "numbers": np.dtype(model.dtype).name,
        "start": ",".join(map(str, target.start)),
        "target": ",".join(map(str, target.target)),
        "radius": str(target.radius),
        "shifted": str(target.shifted),
    }


def passages_of(work: FirstPassages, blocks: Mapping[int, Block], paths: int) -> Passages:
    """The paths 0, …, paths − 1.

    Raises:
        ValueError: if not all of their blocks are there.
    """
    step = work.simulation.target.model.step
    parts = [
        Passages(number * work.size, block["steps"], block["ends"], step, int(block["work"]))
        for number, block in blocks.items()
    ]
    whole = joined(parts)
    if whole.first != 0 or whole.steps.size < paths:
        raise ValueError(f"blocks: paths from {whole.first} to {whole.steps.size}, not {paths} from 0")
    return replace(whole, steps=whole.steps[:paths], ends=whole.ends[:paths])
