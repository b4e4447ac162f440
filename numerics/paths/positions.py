"""Where paths are after a number of steps.

The Euler–Maruyama chain has a stationary law that is off by O(dt). Leimkuhler and Matthews average the noise
of neighbouring steps, w ← w − ∇L dt + √(2 ε₀ β dt) (ξ_n + ξ_{n+1})/2, at the same cost, and are off by
O(dt²): for samples of the Gibbs law use scheme="leimkuhler-matthews". (Its first step has half
of the noise only.)

## Main definitions
* `positions`: of many paths, at equally spaced times.

## References
* Leimkuhler2013.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.paths.bits import Place, kernel, wide
from numerics.paths.device import require_device
from numerics.paths.kernel_cache import kept
from numerics.paths.lanes import LANES, arrays_of
from numerics.paths.model import Dynamics, Model
from numerics.paths.pool import lane_start
from numerics.paths.steps import advance
from numerics.paths.streams import seeds
from numerics.quadrature import Exact, exact_number

BLOCK = 4096


def positions(
    model: Model,
    start: tuple[Exact, ...],
    *,
    steps: int,
    paths: int,
    seed: int,
    snapshots: int = 1,
    threads: int = 1,
    device: str = "cpu",
) -> NDArray[Any]:
    """The positions after `steps`, 2 `steps`, … steps, shape (snapshots, paths, d), of the model's type.

    Path number k is a function of the model, the start, the seed and k. `steps` is even.

    Raises:
        ValueError: if a number is not positive or odd where it has to be even, start does not fit, `device`
            is not at hand, or a path has diverged or came where β is not positive.
    """
    for name, value in (("paths", paths), ("snapshots", snapshots), ("threads", threads), ("steps", steps)):
        if value < 1 or (name == "steps" and value % 2):
            raise ValueError(f"{name}={value}: a positive {'even ' * (name == 'steps')}number is wanted")
    if len(start) != model.dynamics.dimension:
        raise ValueError(f"start={start}: as many numbers as coordinates are wanted")
    require_device(device)
    place = np.array([float(exact_number(x, "start")) for x in start], model.dtype)
    shape = (snapshots, len(start), paths)
    if device == "cuda":
        from numerics.paths.cuda_paths import positions_on_device

        return _sound(positions_on_device(model, place, seed, steps, shape))
    block = _block(model, place, np.array(seeds(seed)), steps, shape)
    block(0, 0)  # compiled once, before the threads start
    size = min(BLOCK, -(-paths // threads))
    with ThreadPoolExecutor(threads) as pool:
        parts = pool.map(lambda first: block(first, min(size, paths - first)), range(0, paths, size))
        return _sound(np.concatenate(list(parts), axis=2))


def _sound(seen: NDArray[Any]) -> NDArray[Any]:
    """(snapshots, d, paths) → (snapshots, paths, d).

    Raises:
        ValueError: if a number is not finite.
    """
    if lost := int((~np.isfinite(seen).all((0, 1))).sum()):
        raise ValueError(f"{lost} of {seen.shape[2]} paths have diverged or came where beta is not positive")
    return seen.transpose(0, 2, 1)


def _block(
    model: Model, start: NDArray[Any], key: NDArray[np.uint64], steps: int, shape: tuple[int, int, int]
) -> Callable[[int, int], NDArray[Any]]:
    """(first, count) → the positions of `count` paths, shape (snapshots, d, count)."""
    moves, run = advance(model.dynamics, LANES), fixed(model.dynamics)
    numbers = model.dtype(model.step), model.dtype(model.scale)

    def block(first: int, count: int) -> NDArray[Any]:
        seen = np.empty((*shape[:2], count), model.dtype)
        run(arrays_of(model), moves.form, moves.at, start, key, first, seen, steps // 2, *numbers)
        return seen

    return block


@lru_cache(maxsize=64)
def fixed(dynamics: Dynamics) -> Any:
    """(arrays, form, at, start, key, first, seen, ticks, dt, scale): the compiled loop.

    Simulates the paths first, first + 1, … and writes their positions after every `ticks` pairs of steps to
    `seen`, shape (snapshots, d, paths).
    """
    pair, started, size = advance(dynamics, LANES).pair, lane_start(dynamics), dynamics.dimension

    @kernel
    def run(arrays, form, at, start, key, first, seen, ticks, dt, scale):  # type: ignore[no-untyped-def]
        wide()
        state, w, v, pushes, carry, widths, margins = arrays
        for begun in range(0, seen.shape[2], LANES):
            for lane in range(LANES):
                started(state, w, carry, start, key, lane, Place(first + begun + lane))
            for snapshot in range(seen.shape[0]):
                for _ in range(ticks):
                    pair(state, w, v, pushes, carry, widths, margins, form, at, start, LANES, dt, scale)
                for i in range(size):
                    for lane in range(min(LANES, seen.shape[2] - begun)):
                        seen[snapshot, i, begun + lane] = w[i * LANES + lane]

    return kept(run, dynamics)
