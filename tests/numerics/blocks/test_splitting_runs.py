import pickle

import pytest
import sympy as sp

from derivations.zoo import DOUBLE_WELL
from numerics.blocks.splitting_runs import SplittingRuns, runs_of
from numerics.blocks.stages import in_stages
from numerics.blocks.work import digest, key
from numerics.paths.model import Model
from numerics.paths.targets import Target
from numerics.splitting.splitting import Splitting


def splitting(seed=1, replicas=20):
    target = Target(Model(DOUBLE_WELL, sp.Integer(1), "1/20", "1/50"), (-1,), (1,))
    return Splitting(target, DOUBLE_WELL.coords[0], replicas, seed)


def test_blocks_are_cut_from_one_series_of_runs():
    work = SplittingRuns(splitting(), 4, first=3)
    found = runs_of(work, {k: work.block(k) for k in (1, 0)}, 6)
    assert found.digest == splitting().block(3, 6).digest


def test_two_workers_make_the_same_runs():
    work = SplittingRuns(splitting(), 4)
    alone = {k: work.block(k) for k in range(3)}
    assert digest(in_stages(work, lambda done: 3, workers=2)) == digest(alone)


def test_the_levels_travel_with_the_work():
    sent = pickle.loads(pickle.dumps(SplittingRuns(splitting(), 4)))
    assert "levels" in vars(sent.splitting)


@pytest.mark.parametrize("other", [splitting(seed=2), splitting(replicas=21)])
def test_whatever_changes_runs_changes_the_key(other):
    assert key(SplittingRuns(other, 4)) != key(SplittingRuns(splitting(), 4))
    assert key(SplittingRuns(splitting(), 4, first=4)) != key(SplittingRuns(splitting(), 4))


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="size=0, first=0"):
        SplittingRuns(splitting(), 0)
    work = SplittingRuns(splitting(), 4)
    with pytest.raises(ValueError, match="4 runs from 0, not 5 from 0"):
        runs_of(work, {0: work.block(0)}, 5)
