import os
import signal
from fractions import Fraction

import pytest
import sympy as sp

from derivations.zoo import DOUBLE_WELL
from numerics.blocks.first_passages import FirstPassages, passages_of
from numerics.blocks.stages import in_stages
from numerics.blocks.work import digest, key
from numerics.paths.model import Model
from numerics.paths.passages import Simulation
from numerics.paths.targets import Target


def simulation(seed=1, dt="1/50", max_steps=10**6):
    model = Model(DOUBLE_WELL, sp.Integer(1), "1/4", dt)
    return Simulation(Target(model, (-1,), (1,)), seed, max_steps)


def test_blocks_are_cut_from_one_simulation():
    work = FirstPassages(simulation(), 64)
    found = passages_of(work, {k: work.block(k) for k in (2, 0, 1)}, 150)
    assert found.digest == simulation().block(0, 150).digest


def test_the_size_of_a_block_changes_no_path():
    works = [FirstPassages(simulation(), size) for size in (32, 96)]
    one, two = (passages_of(w, {k: w.block(k) for k in range(192 // w.size)}, 192).digest for w in works)
    assert one == two
    assert key(works[0]) != key(works[1])


def test_one_two_and_three_workers_make_the_same_paths():
    work = FirstPassages(simulation(), 128)
    assert len({digest(in_stages(work, lambda done: 4, workers=n)) for n in (1, 2, 3)}) == 1


@pytest.mark.slow
def test_a_cluster_with_a_killed_worker_makes_the_same_paths(cluster):
    work = FirstPassages(simulation(), 4096)
    alone = in_stages(work, lambda done: 12, workers=1)
    killed = []

    def progress(done, total):
        if len(done) == 3:
            victim = next(iter(cluster.workers.values())).pid
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)

    found = in_stages(work, lambda done: 12, cluster=cluster.scheduler_address, progress=progress)
    assert digest(found) == digest(alone)
    assert len(killed) == 1


@pytest.mark.parametrize("change", [{"seed": 2}, {"dt": Fraction(1, 49)}, {"max_steps": 100}])
def test_whatever_changes_paths_changes_the_key(change):
    assert key(FirstPassages(simulation(), 64)) != key(FirstPassages(simulation(**change), 64))


def test_a_missing_block_is_noticed():
    work = FirstPassages(simulation(), 32)
    with pytest.raises(ValueError, match=r"paths up to 32 .* are followed by 64"):
        passages_of(work, {k: work.block(k) for k in (0, 2)}, 50)
    with pytest.raises(ValueError, match="paths from 0 to 32, not 50 from 0"):
        passages_of(work, {0: work.block(0)}, 50)


def test_a_block_has_paths():
    with pytest.raises(ValueError, match="size=0: a positive number"):
        FirstPassages(simulation(), 0)
