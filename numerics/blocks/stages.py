"""A long simulation in stages: so many blocks, a look at them, more blocks if they are needed.

What is looked at is always the first n blocks, complete: which worker was quick changes nothing.

## Main definitions
* `in_stages`: the blocks, at last.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from numerics.blocks.folder import BlockFolder
from numerics.blocks.hands import hands
from numerics.blocks.work import Block, Work

Blocks: TypeAlias = Mapping[int, Block]
Wanted = Callable[[Blocks], int]
"""From the blocks 0, …, n − 1, how many are wanted in all; n or less if they suffice."""

Told = Callable[[Blocks, int], None]
"""Told of the blocks that are finished and how many are wanted, whenever there is one more."""


def in_stages(
    work: Work,
    wanted: Wanted,
    *,
    workers: int | None = None,
    cluster: str = "",
    folder: Path | None = None,
    progress: Told = lambda blocks, total: None,
) -> dict[int, Block]:
    """The blocks 0, …, n − 1 that suffice; `wanted` is first asked with none.

    They are computed by `workers` processes (None: one for each core) or on the cluster with this address,
    and kept in `folder`, where an interrupted run of the same work finds them again.

    ValueError is raised if both workers and a cluster are given, or the folder is a file; OSError if there
    is no such cluster, or a block takes down process after process.
    """
    keeper = BlockFolder(folder, work) if folder is not None else None
    done: dict[int, Block] = {}
    with hands(work, workers, cluster) as several:
        while (total := wanted(done)) > len(done):
            todo = []
            for number in range(len(done), total):
                if keeper is not None and (kept := keeper.found(number)) is not None:
                    done[number] = kept
                else:
                    todo.append(number)
            progress(done, total)
            for number, block in several.blocks(todo):
                if keeper is not None:
                    keeper.keep(number, block)
                done[number] = block
                progress(done, total)
            done = dict(sorted(done.items()))
    return done
