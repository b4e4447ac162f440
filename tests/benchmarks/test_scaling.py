"""The same blocks by one process and by two: wall time, and what sharing the machine costs in CPU time.

Wall times say little if the machine does other things, too: `idle` tells how much of the cores was free.
What a block costs in CPU time beside another one tells how many times faster two cores can be at best, also
on a busy machine. Every process has compiled its kernel before anything is timed.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time, sleep
from types import MappingProxyType

import numpy as np
import pytest
import sympy as sp

from derivations.zoo import DOUBLE_WELL
from numerics.blocks.first_passages import FirstPassages
from numerics.blocks.hands import hands
from numerics.blocks.work import digest
from numerics.paths.model import Model
from numerics.paths.passages import Simulation
from numerics.paths.targets import Target

BLOCKS, SIZE, PAUSE = 12, 1024, 0.1


@dataclass(frozen=True)
class Timed:
    """Blocks of paths with the CPU seconds they cost; leaves the number of its process in a folder."""

    paths: FirstPassages
    processes: Path

    @property
    def question(self) -> Mapping[str, str]:
        return self.paths.question

    @property
    def made_by(self):
        return self.paths.made_by

    def block(self, number):
        start = process_time()
        found = self.paths.block(number)
        spent = process_time() - start
        (self.processes / str(os.getpid())).touch()
        return found | {"spent": np.array(spent)}


def measured(paths, workers, folder):
    """(wall seconds, median CPU seconds of a block, digest)."""
    folder.mkdir()
    with hands(Timed(paths, folder), workers) as several:
        while len(list(folder.iterdir())) < workers:
            list(several.blocks(range(workers)))
        start = perf_counter()
        found = dict(several.blocks(range(BLOCKS)))
        wall = perf_counter() - start
    spent = median(float(block.pop("spent")) for block in found.values())
    return wall, spent, digest(found)


class Waiting:
    """Blocks that only wait: what is left of the time is what handing them out costs, on any machine."""

    question = MappingProxyType({"kind": "waiting"})
    made_by = ("blocks",)

    def block(self, number):
        sleep(PAUSE)
        return {}


def handed_out(workers):
    """Wall seconds of waiting blocks."""
    with hands(Waiting(), workers) as several:
        list(several.blocks(range(4 * workers)))
        start = perf_counter()
        list(several.blocks(range(BLOCKS)))
        return perf_counter() - start


def idle():
    """The share of the cores on which nothing ran in the last minute."""
    return max(0.0, 1 - os.getloadavg()[0] / (os.cpu_count() or 1))


@pytest.mark.benchmark(group="scaling")
def test_two_processes_share_the_blocks(benchmark, tmp_path):
    model = Model(DOUBLE_WELL, sp.Integer(1), "1/20", "1/100")
    paths = FirstPassages(Simulation(Target(model, (-1,), (1,)), 1, 10**9), SIZE)
    benchmark.extra_info["idle"] = idle()
    (wall_one, one, alone), (wall_two, two, shared) = (
        measured(paths, workers, tmp_path / str(workers)) for workers in (1, 2)
    )
    assert alone == shared
    benchmark.extra_info["wall seconds"] = wall_one, wall_two
    benchmark.extra_info["CPU seconds of a block"] = one, two
    benchmark.extra_info["times faster than one process, wall"] = wall_one / wall_two
    benchmark.extra_info["times faster than one process"] = 2 * one / two
    waited = [handed_out(workers) for workers in (1, 2)]
    benchmark.extra_info["times faster than one process, blocks that wait 0.1 s"] = waited[0] / waited[1]
    benchmark.pedantic(lambda: paths.block(0), rounds=1)
