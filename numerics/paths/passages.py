"""First passages, block by block.

## Main definitions
* `Passages`: what became of some paths: steps, ends, and what it cost.
* `Simulation`: a target and a seed; `block` simulates some of its paths, in one thread or on a GPU.
* `joined`: blocks put together, in the order of their numbers.

## Implementation notes
A path is a function of target, seed and its number. Blocks may be simulated anywhere and in any order;
`Passages.digest` is the same for the same paths.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from numerics.paths.device import require_device
from numerics.paths.lanes import LANES, arrays_of
from numerics.paths.pool import ARRIVED, DIVERGED, NO_NOISE, TOO_LONG, pool
from numerics.paths.steps import advance
from numerics.paths.streams import seeds
from numerics.paths.targets import Target


@dataclass(frozen=True)
class Passages:
    """The paths first, first + 1, …: how many `steps` of length `dt` each took, and how it ended.

    `work` counts the steps that all lanes made, those of idle lanes among them.
    """

    first: int
    steps: NDArray[np.int64]
    ends: NDArray[np.int8]
    dt: float
    work: int

    @property
    def hit(self) -> NDArray[np.bool_]:
        """Which paths have arrived, shape (paths,)."""
        return np.asarray(self.ends == ARRIVED)

    @property
    def times(self) -> NDArray[np.float64]:
        """The times of the paths that have arrived, in the order of their numbers."""
        return np.asarray(self.steps[self.hit] * self.dt, float)

    @property
    def path_steps(self) -> int:
        """The steps of all paths together."""
        return int(self.steps.sum())

    @property
    def lane_use(self) -> float:
        """The share of the work that served a path."""
        return self.path_steps / self.work if self.work else 1.0

    @property
    def digest(self) -> str:
        """A fingerprint of the numbers, steps and ends of the paths."""
        header = f"{self.first} {self.steps.size} {self.dt!r} ".encode()
        return sha256(header + self.steps.astype("<i8").tobytes() + self.ends.tobytes()).hexdigest()

    @property
    def trouble(self) -> str:
        """What went wrong with how many paths, in words; "" if all have arrived."""
        kinds = {
            TOO_LONG: "have not arrived within the steps allowed",
            DIVERGED: "have diverged (the step is too long for the loss, or the loss does not hold them)",
            NO_NOISE: "came where beta is not positive",
        }
        counts = {text: int((self.ends == kind).sum()) for kind, text in kinds.items()}
        return "; ".join(f"{n} of {self.ends.size} paths {text}" for text, n in counts.items() if n)


def joined(blocks: Iterable[Passages]) -> Passages:
    """Blocks, in any order, as one.

    Raises:
        ValueError: if there is none, a path is missing or there twice, or the steps differ in length.
    """
    parts = sorted(blocks, key=lambda part: part.first)
    if not parts:
        raise ValueError("blocks: at least one is wanted")
    for one, two in pairwise(parts):
        if one.first + one.steps.size != two.first or one.dt != two.dt:
            raise ValueError(
                f"blocks: paths up to {one.first + one.steps.size} (dt = {one.dt}) are followed by"
                f" {two.first} (dt = {two.dt})"
            )
    steps, ends = (np.concatenate([getattr(part, name) for part in parts]) for name in ("steps", "ends"))
    return Passages(parts[0].first, steps, ends, parts[0].dt, sum(part.work for part in parts))


@dataclass(frozen=True)
class Simulation:
    """Paths of `target.model` until `target`, at most `max_steps` steps (an even number) each.

    Raises:
        ValueError: if `seed` or `max_steps` is not an integer of the right size, or `device` is not at hand.
    """

    target: Target
    seed: int
    max_steps: int
    device: str = "cpu"

    def __post_init__(self) -> None:
        seeds(self.seed)
        require_device(self.device)
        if not isinstance(self.max_steps, int) or not 2 <= self.max_steps < 2**62:
            raise ValueError(f"max_steps={self.max_steps!r}: an integer from 2 on is wanted")

    def block(self, first: int, count: int) -> Passages:
        """The paths with the numbers first, …, first + count − 1; releases the lock of Python.

        Raises:
            ValueError: if `first` is negative or `count` is not positive.
        """
        if first < 0 or count < 1:
            raise ValueError(f"first={first}, count={count}: at least 0 and at least 1 are wanted")
        if self.device == "cuda":
            from numerics.paths.cuda_paths import passages_on_device

            steps, ends, work = passages_on_device(self.target, self.seed, first, count, self.max_steps)
            return Passages(first, steps, ends, self.target.model.step, work)
        model, aim = self.target.model, self.target.aim
        moves = advance(model.dynamics, LANES, self.target.watch)
        notes, start = np.zeros((2, LANES), np.int64), self.target.first.astype(model.dtype)
        steps, ends = np.zeros(count, np.int64), np.zeros(count, np.int8)
        key, most = np.array(seeds(self.seed)), self.max_steps // 2
        numbers = model.dtype(model.step), model.dtype(model.scale)
        work = pool(model.dynamics, self.target.watch)(
            arrays_of(model), moves.form, moves.at, aim, notes, start, key, first, steps, ends, most, *numbers
        )
        return Passages(first, steps, ends, model.step, int(work))
