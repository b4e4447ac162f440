"""Runs of the splitting, block by block.

## Main definitions
* `Splitting`: a target, a coordinate, replicas and a seed; `block` makes some of its runs, in one thread.
* `Runs`: what they have found.      * `joined_runs`: blocks put together, in the order of their numbers.

## Implementation notes
A run is a function of the splitting and of its number. Blocks may be made anywhere and in any order;
`Runs.digest` is the same for the same runs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import pairwise

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from numerics.paths.lanes import arrays_of
from numerics.paths.model import SCHEMES
from numerics.paths.pool import DIVERGED, NO_NOISE, TOO_LONG
from numerics.paths.steps import advance
from numerics.paths.streams import seeds
from numerics.paths.targets import Target
from numerics.splitting.lanes import AGE, COLUMNS, END, FIRST, LANES, LOOPS, SHARE, STEPS, runs
from numerics.splitting.levels import Levels, levels_of
from numerics.splitting.replicas import shelf

MAX_STEPS = 10**9


@dataclass(frozen=True)
class Runs:
    """The runs first, first + 1, …: `found`, shape (runs, 6), in the columns of `numerics.splitting.lanes`.

    `work` counts the steps that all lanes made, those of idle lanes among them; dt is a step's length.
    """

    first: int
    found: NDArray[np.float64]
    dt: float
    replicas: int
    work: int

    @property
    def log_p(self) -> NDArray[np.float64]:
        """The logarithms of p̂, −∞ for a run that died out, shape (runs,)."""
        return np.asarray(self.found[:, SHARE])

    @property
    def ages(self) -> NDArray[np.float64]:
        """Mean times from Σ to the target, for paths that do not return to A, shape (runs,)."""
        return np.asarray(self.found[:, AGE] * self.dt)

    @property
    def loops(self) -> NDArray[np.float64]:
        """Times of a loop from A to Σ and back, 0 for loops that led to the target, means, shape (runs,)."""
        return np.asarray(self.found[:, LOOPS] * self.dt)

    @property
    def firsts(self) -> NDArray[np.float64]:
        """Times from the start to Σ, one for each run, shape (runs,)."""
        return np.asarray(self.found[:, FIRST] * self.dt)

    @property
    def steps(self) -> int:
        """The steps of all paths together."""
        return int(self.found[:, STEPS].sum())

    @property
    def digest(self) -> str:
        """A fingerprint of the numbers of the runs and of what they found."""
        header = f"{self.first} {len(self.found)} {self.dt!r} {self.replicas} ".encode()
        return sha256(header + self.found.astype("<f8").tobytes()).hexdigest()

    @property
    def trouble(self) -> str:
        """What went wrong in how many runs, in words; "" if nothing."""
        kinds = {
            TOO_LONG: "had a path that came neither back nor to the target within the steps allowed",
            DIVERGED: "had a path that diverged (the step is too long, or the loss does not hold it)",
            NO_NOISE: "came where beta is not positive",
        }
        counts = {text: int((self.found[:, END] == kind).sum()) for kind, text in kinds.items()}
        return "; ".join(f"{n} of {len(self.found)} runs {text}" for text, n in counts.items() if n)


def joined_runs(blocks: Iterable[Runs]) -> Runs:
    """Blocks, in any order, as one.

    Raises:
        ValueError: if there is none, a run is missing or there twice, or the runs are not of one splitting.
    """
    parts = sorted(blocks, key=lambda part: part.first)
    if not parts:
        raise ValueError("blocks: at least one is wanted")
    for one, two in pairwise(parts):
        if one.first + len(one.found) != two.first or (one.dt, one.replicas) != (two.dt, two.replicas):
            raise ValueError(f"blocks: runs up to {one.first + len(one.found)} are followed by {two.first}")
    found = np.concatenate([part.found for part in parts])
    return Runs(parts[0].first, found, parts[0].dt, parts[0].replicas, sum(part.work for part in parts))


@dataclass(frozen=True)
class Splitting:
    """Runs with `replicas` paths each towards `target`, compared by `coordinate`.

    In a sweep the `kill` lowest are killed, and all that are level with them. A path may take `max_steps`.

    Raises:
        ValueError: if a number is not an integer of the right size, `coordinate` does not grow from the start
            to the target, or the model is not the Euler–Maruyama scheme in float64.
    """

    target: Target
    coordinate: sp.Expr
    replicas: int
    seed: int
    kill: int = 1
    max_steps: int = MAX_STEPS

    def __post_init__(self) -> None:
        seeds(self.seed)
        for name, value, low, high in (
            ("replicas", self.replicas, 2, 10**5),
            ("kill", self.kill, 1, self.replicas - 1),
            ("max_steps", self.max_steps, 2, 2**62),
        ):
            if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
                raise ValueError(f"{name}={value!r}: an integer from {low} to {high} is wanted")
        model = self.target.model
        if model.scheme != SCHEMES[0] or model.dtype is not np.float64:
            raise ValueError(
                f"scheme={model.scheme!r}, dtype={model.dtype}: Euler–Maruyama in float64 is wanted"
            )

    @cached_property
    def levels(self) -> Levels:
        """Where A ends and the cells begin."""
        return levels_of(self.target, self.coordinate)

    def block(self, first: int, count: int) -> Runs:
        """The runs with the numbers first, …, first + count − 1; releases the lock of Python.

        Raises:
            ValueError: if `first` is negative or `count` is not positive.
        """
        if first < 0 or count < 1:
            raise ValueError(f"first={first}, count={count}: at least 0 and at least 1 are wanted")
        model, levels = self.target.model, self.levels
        size = model.dynamics.dimension
        lanes, homes, found = LANES, min(LANES, count), np.zeros((count, COLUMNS))
        up, down = (np.zeros(lanes) for _ in range(2))
        heights, margins = (np.zeros(2 * lanes) for _ in range(2))
        extra = up, down, heights, margins, np.zeros(lanes, np.uint64), np.zeros(lanes, np.int64)
        moves = advance(model.dynamics, lanes, "")
        coordinate = levels.coordinate if levels.weights is None else None
        work = runs(model.dynamics, coordinate, self.target.radius is not None)(
            arrays_of(model, lanes), extra, moves.form, moves.at, self.target.aim,
            np.zeros(1) if levels.weights is None else levels.weights,
            shelf(homes, self.replicas, levels.top, size), levels.edges, levels.floor,
            self.target.first, np.array(seeds(self.seed)), first, found, self.kill, self.max_steps,
            model.step, model.scale,
        )  # fmt: skip
        return Runs(first, found, model.step, self.replicas, int(work))
