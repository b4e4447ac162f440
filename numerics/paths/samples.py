"""SGD itself: finitely many samples, mini-batches drawn from them, one gradient step after the other.

w ← w − γ/M Σ_{i in the batch} ∇ℓ_i(w). Nothing is Gaussian here, and nothing is independent of w.

## Main definitions
* `Samples`: a loss of one sample, and the data.      * `Sampling`: how mini-batches are drawn.
* `sgd_positions`: where many runs of SGD are after some steps.
* `sgd_passages`: when they come to a target.

## Implementation notes
Runs are numbered and seeded as paths are: threads change nothing.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from numerics.paths.passages import Passages
from numerics.paths.pool import DIVERGED
from numerics.paths.sample_runs import runs
from numerics.paths.streams import seeds
from numerics.quadrature import Exact, exact_number

BLOCK = 64


class Sampling(IntEnum):
    """How the samples of a mini-batch are drawn."""

    WITH_REPLACEMENT = 0  # each of the M by itself
    WITHOUT_REPLACEMENT = 1  # M different ones, anew in every step
    EPOCHS = 2  # the data are shuffled; batches are cut off until fewer than M are left


@dataclass(frozen=True, eq=False)
class Samples:
    """`loss`, of one sample, in `coords` and the `letters` whose values are a row of `data`, (n, letters).

    Raises:
        TypeError: if the loss contains a float.
        ValueError: if it has other letters, or the data do not fit or are not finite.
    """

    loss: sp.Expr
    coords: tuple[sp.Symbol, ...]
    letters: tuple[sp.Symbol, ...]
    data: NDArray[np.float64]

    def __post_init__(self) -> None:
        if self.loss.atoms(sp.Float):
            raise TypeError(f"loss={self.loss}: exact numbers only, use Rational")
        if foreign := self.loss.free_symbols - {*self.coords, *self.letters}:
            raise ValueError(f"loss={self.loss}: {sorted(map(str, foreign))} are neither coords nor letters")
        shape = self.data.shape
        if self.data.ndim != 2 or shape[0] < 1 or shape[1] != len(self.letters):
            raise ValueError(f"data of shape {shape}: (samples, {len(self.letters)}) is wanted")
        if not np.isfinite(self.data).all():
            raise ValueError("data: finite numbers are wanted")


@dataclass(frozen=True)
class Sgd:
    """SGD on `samples` with mini-batches of `batch`, learning rate `rate`, from `start`.

    Raises:
        ValueError: if a number does not fit.
    """

    samples: Samples
    batch: int
    rate: Exact
    start: tuple[Exact, ...]
    seed: int
    sampling: Sampling = Sampling.WITH_REPLACEMENT

    def __post_init__(self) -> None:
        size = len(self.samples.data)
        most = 2**31 if self.sampling is Sampling.WITH_REPLACEMENT else size
        if not 1 <= self.batch <= most:
            raise ValueError(f"batch={self.batch}: from 1 to {most} of {size} samples are drawn")
        if not exact_number(self.rate, "rate") > 0:
            raise ValueError(f"rate={self.rate}: a positive number is wanted")
        if len(self.start) != len(self.samples.coords):
            raise ValueError(f"start={self.start}: {len(self.samples.coords)} numbers are wanted")
        seeds(self.seed)

    def _block(self, first: int, count: int, steps: int, aim: NDArray[np.float64]) -> tuple[Any, ...]:
        """(positions, steps, ends) of the `count` runs from number `first` on."""
        place = np.array([float(exact_number(x, "start")) for x in self.start])
        ends, taken = np.zeros(count, np.int8), np.zeros(count, np.int64)
        found = np.empty((count, place.size))
        run = runs(self.samples.loss, self.samples.coords, self.samples.letters)
        how = (self.batch, float(exact_number(self.rate, "rate")), int(self.sampling))
        data, key = np.ascontiguousarray(self.samples.data, float), np.array(seeds(self.seed))
        rows = np.concatenate([place, data[0]])
        work = (rows, np.zeros(place.size), np.arange(len(data)), np.zeros((2, 1), np.uint64))
        at = np.arange(rows.size, dtype=np.uint64)
        run(data, how, work, at, key, first, place, steps, aim, found, taken, ends)
        return found, taken, ends

    def _all(self, paths: int, steps: int, aim: NDArray[np.float64], threads: int) -> list[NDArray[Any]]:
        """The three arrays for all runs.

        Raises:
            ValueError: if a number is not positive.
        """
        for name, value in (("paths", paths), ("steps", steps), ("threads", threads)):
            if value < 1:
                raise ValueError(f"{name}={value}: a positive number is wanted")
        self._block(0, 1, 1, aim)  # compiled once, before the threads start
        with ThreadPoolExecutor(threads) as pool:
            parts = list(
                pool.map(
                    lambda first: self._block(first, min(BLOCK, paths - first), steps, aim),
                    range(0, paths, BLOCK),
                )
            )
        return [np.concatenate(column) for column in zip(*parts, strict=True)]


def sgd_positions(sgd: Sgd, *, steps: int, paths: int, threads: int = 1) -> NDArray[np.float64]:
    """Where the runs are after `steps` steps, shape (paths, d).

    Raises:
        ValueError: if a number is not positive, or a run has diverged.
    """
    found, _, ends = sgd._all(paths, steps, np.zeros(0), threads)
    if lost := int((ends == DIVERGED).sum()):
        raise ValueError(f"{lost} of {paths} runs have diverged: the learning rate {sgd.rate} is too large")
    return np.asarray(found)


def sgd_passages(
    sgd: Sgd, target: tuple[Exact, ...], radius: Exact, *, max_steps: int, paths: int, threads: int = 1
) -> Passages:
    """When the runs come within `radius` of `target`; a step has the length γ.

    Raises:
        ValueError: if a number is not positive or the target does not fit.
    """
    if len(target) != len(sgd.start):
        raise ValueError(f"target={target}: {len(sgd.start)} numbers are wanted")
    near = float(exact_number(radius, "radius"))
    if not near > 0:
        raise ValueError(f"radius={radius}: a positive number is wanted")
    aim = np.array([near**2, *(float(exact_number(x, "target")) for x in target)])
    _, taken, ends = sgd._all(paths, max_steps, aim, threads)
    return Passages(0, taken, ends, float(exact_number(sgd.rate, "rate")), int(taken.sum()))
