"""Paths on a GPU: the arrays that go there and come back.

## Main definitions
* `passages_on_device`: first passages.      * `positions_on_device`: positions.
"""

from collections.abc import Generator
from contextlib import contextmanager
from math import sqrt
from typing import Any
from warnings import catch_warnings, filterwarnings

import numpy as np
from numpy.typing import NDArray

from numerics.paths.cuda_kernels import WARP, cuda, passages_kernel, positions_kernel
from numerics.paths.model import Model
from numerics.paths.streams import seeds
from numerics.paths.targets import Target

THREADS = 128
"""In a block of threads."""
MOST = 2112
"""Blocks, as many as the largest chips hold at once. Those that do not fit wait, and find nothing to do."""


def passages_on_device(
    target: Target, seed: int, first: int, count: int, max_steps: int
) -> tuple[NDArray[np.int64], NDArray[np.int8], int]:
    """Steps and ends of the paths first, …, first + count − 1, and the steps that all lanes of warps made."""
    model, blocks = target.model, min(MOST, -(-count // THREADS))
    steps, ends = cuda.to_device(np.zeros(count, np.int64)), cuda.to_device(np.zeros(count, np.int8))
    counter, busy = (cuda.to_device(np.zeros(n, np.int64)) for n in (1, -(-blocks * THREADS // WARP)))
    aim, start = cuda.to_device(target.aim), cuda.to_device(target.first.astype(model.dtype))
    numbers = model.dtype(model.step), model.dtype(model.scale)
    with _quiet():
        passages_kernel(model.dynamics, target.watch)[blocks, THREADS](
            aim, start, _width(model), _key(seed), first, steps, ends, counter, busy, max_steps // 2, *numbers
        )
    return steps.copy_to_host(), ends.copy_to_host(), 2 * WARP * int(busy.copy_to_host().sum())


def positions_on_device(
    model: Model, start: NDArray[Any], seed: int, steps: int, shape: tuple[int, int, int]
) -> NDArray[Any]:
    """Positions of the paths 0, 1, …: `shape` is (snapshots, d, paths), `steps` apart in time."""
    seen = cuda.device_array(shape, model.dtype)
    numbers = model.dtype(model.step), model.dtype(model.scale)
    with _quiet():
        positions_kernel(model.dynamics)[-(-shape[2] // THREADS), THREADS](
            cuda.to_device(start), _width(model), _key(seed), 0, seen, steps // 2, *numbers
        )
    return np.asarray(seen.copy_to_host())


def _key(seed: int) -> Any:
    return cuda.to_device(np.array(seeds(seed)))


def _width(model: Model) -> Any:
    """The width of the noise where β is a number."""
    return model.dtype(sqrt(model.scale))


@contextmanager
def _quiet() -> Generator[None]:
    """Few paths leave a GPU idle; that is known."""
    with catch_warnings():
        filterwarnings("ignore", message=".*under-utilization")
        yield
