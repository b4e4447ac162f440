"""Who does the work: processes of this machine, or a running dask cluster; one code path for both.

## Main definitions
* `Hands`: computes blocks, several at a time.
* `local_hands`: child processes.      * `cluster_hands`: the workers of a cluster.

## Implementation notes
joblib spreads the blocks. On this machine its threads drive child processes: one that is killed
takes only the block with it that it was at, which goes to another child (in joblib's own pool all blocks
under way would be lost). On a cluster dask does the same.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import joblib

from ledger.crew import Crew, Died
from numerics.blocks.work import Block, Work, sources

TRIES = 3
"""How often a block may take its process down before it is given up."""

PATIENCE = 10
"""Seconds for a cluster to answer."""


class Hands:
    """Computes numbered blocks of `work` by `done`; `setting` is joblib's."""

    def __init__(self, work: Work, done: Callable[[int], tuple[int, str, Block]], **setting: Any) -> None:
        self.version, self.done, self.setting = sources(work.made_by), done, setting

    def blocks(self, numbers: Iterable[int]) -> Iterator[tuple[int, Block]]:
        """Number and block, in the order in which they are finished.

        Raises:
            ValueError: if a worker has other sources than this process.
        """
        parallel = joblib.Parallel(return_as="generator_unordered", batch_size=1, **self.setting)
        for number, version, block in parallel(joblib.delayed(self.done)(number) for number in numbers):
            if version != self.version:
                raise ValueError("a worker has another version of the suite (or it has just been changed)")
            yield number, block


def block_done(work: Work, number: int) -> tuple[int, str, Block]:
    """A block, with its number and the sources that made it."""
    return number, sources(work.made_by), work.block(number)


@contextmanager
def local_hands(work: Work, workers: int) -> Generator[Hands]:
    """So many processes of this machine."""
    with Crew(partial(block_done, work)) as crew:
        yield Hands(work, partial(_by_child, crew), n_jobs=workers, backend="threading")


def _by_child(crew: Crew, number: int) -> tuple[int, str, Block]:
    """The block, from a child; from another one if that dies.

    Raises:
        ChildProcessError: if child after child dies.
    """
    for _ in range(TRIES):
        try:
            with crew.child() as child:
                found: tuple[int, str, Block] = child.answer(number)
        except Died as error:
            last = error
            if crew.left:
                break
        else:
            return found
    raise ChildProcessError(f"block {number} was tried {TRIES} times: {last}")


@contextmanager
def cluster_hands(work: Work, address: str) -> Generator[Hands]:
    """The workers of the dask cluster whose scheduler has this address.

    Raises:
        ValueError: if dask is not installed, or the workers do not have the suite, or die.
        OSError: if there is no scheduler.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError as error:
        raise ValueError(
            "cluster: dask is missing; `pip install -e '.[cluster]'` in the suite's folder brings it"
        ) from error
    connected: Any = Client
    try:
        client = connected(address, timeout=PATIENCE, set_as_default=False)
    except OSError as error:
        raise OSError(f"cluster={address}: no scheduler answers there") from error
    with client, joblib.parallel_config("dask", client=client):
        try:
            yield Hands(work, partial(block_done, work), pre_dispatch="all")
        except ImportError as error:
            raise ValueError(f"cluster={address}: a worker does not have the suite: {error}") from error
        except KilledWorker as error:
            raise ValueError(f"cluster={address}: worker after worker died over a block") from error


def hands(work: Work, workers: int | None = None, cluster: str = "") -> Any:
    """The processes that were asked for: `workers` of them here (None: one for each core), or a cluster.

    Raises:
        ValueError: if both are given, or workers is not positive.
    """
    if cluster and workers is not None:
        raise ValueError("give either workers or cluster")
    if cluster:
        return cluster_hands(work, cluster)
    if workers is not None and workers < 1:
        raise ValueError(f"workers={workers}: a positive number is wanted")
    return local_hands(work, workers or joblib.cpu_count())
