"""Simulated first passages against a NumPy loop: ratios in `extra_info`, no timed assertion."""

from time import process_time

import numpy as np
import pytest

from derivations.zoo import DOUBLE_WELL
from numerics.langevin import SHIFT, first_passage_times

ETA, STEP, PATHS = 8, 0.01, 4096


def by_numpy(paths: int = PATHS) -> np.ndarray:
    """The same simulation as a loop over time steps, all paths at once, those that arrived left out."""
    stream, noise = np.random.default_rng(1), np.sqrt(2 * STEP / ETA)
    w, steps, alive = np.full(paths, -1.0), np.zeros(paths), np.arange(paths)
    while alive.size:
        here = w[alive]
        here = here - STEP * (here**3 - here) + noise * stream.standard_normal(alive.size)
        w[alive] = here
        steps[alive] += 1
        alive = alive[here < 1 - SHIFT * noise]
    return steps * STEP


@pytest.mark.parametrize("workers", [1, 2])
def test_paths_against_numpy(benchmark, workers):
    first_passage_times(DOUBLE_WELL, ETA, -1, 1, paths=2, step=STEP, seed=1)  # compile
    times = benchmark(
        first_passage_times, DOUBLE_WELL, ETA, -1, 1, paths=PATHS, step=STEP, seed=1, workers=workers
    )
    start = process_time()
    other = by_numpy()
    time = process_time() - start
    error = np.hypot(times.std(), other.std()) / np.sqrt(PATHS)
    assert abs(times.mean() - other.mean()) < 5 * error
    if benchmark.stats:
        least = benchmark.stats.stats.min
        benchmark.extra_info["millions of path steps per second"] = times.sum() / STEP / least / 1e6
        benchmark.extra_info["times faster than NumPy"] = (time / other.sum()) / (least / times.sum())
