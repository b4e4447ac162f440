"""All random numbers of a run.

Nets and orders never depend on the arm, the device or the number of replicas: replica s of all arms starts
from the same net and sees the same images in the same order, 2 · 128 of them in one arm while 256 in another.
The vectors with which Hessians are probed are one stream for all replicas of an arm; they depend on their
number, and on the device.

## Main definitions
* `order`: which images a replica sees in an epoch, and in which order, from (seed, replica, epoch).
* `initial_generators`: from which the initial nets are drawn.
* `probe_seed`: of the vectors with which the Hessian is probed.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

INITIAL, ORDER, PROBES = range(3)  # the streams of random numbers of a replica


def order(
    seed: int, replica: int, epoch: int, images: int, *, pool: int | None = None, replacement: bool = False
) -> NDArray[np.int64]:
    """The `images` images that a replica follows in an epoch, out of `pool` (so many if None).

    They are the first of a permutation of all, or independent draws if `replacement`.
    """
    stream = np.random.Philox(key=_key(seed, replica), counter=[0, 0, 0, epoch])
    rng, pool = np.random.Generator(stream), images if pool is None else pool
    return rng.integers(pool, size=images) if replacement else rng.permutation(pool)[:images]


@cache
def _key(seed: int, replica: int) -> NDArray[np.uint64]:
    return (
        np.random.SeedSequence(seed, spawn_key=(replica, ORDER))
        .generate_state(2, np.uint64)
        .astype(np.uint64)
    )


def initial_generators(seed: int, replicas: int) -> list[np.random.Generator]:
    """One generator for the initial net of each replica."""
    streams = [np.random.SeedSequence(seed, spawn_key=(r, INITIAL)) for r in range(replicas)]
    return [np.random.default_rng(stream) for stream in streams]


def probe_seed(seed: int) -> int:
    """The seed of the probes of all replicas."""
    return int(np.random.SeedSequence(seed, spawn_key=(0, PROBES)).generate_state(1)[0])
