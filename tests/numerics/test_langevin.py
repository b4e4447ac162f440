import numpy as np
import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.zoo import DOUBLE_WELL, QUADRATIC, SHEARED_DOUBLE_WELL
from ledger.bound import Grade
from numerics.escape import mean_escape_time
from numerics.langevin import BLOCK, first_passage_times, simulated_escape_time

LEVEL = 4.0
"""How many standard errors a mean may be off: 6 in 10⁵."""


def times(potential=DOUBLE_WELL, eta=4, start=-1, target=1, paths=3 * BLOCK, step=0.01, seed=7, **more):
    return first_passage_times(potential, eta, start, target, paths=paths, step=step, seed=seed, **more)


@pytest.mark.parametrize(("start", "target"), [(-1, 1), (1, -1)])
def test_the_mean_is_that_of_the_integral_up_to_the_bias_of_the_step(start, target):
    found = times(start=start, target=target, paths=20_000, step=0.005)
    exact = float(mean_escape_time(DOUBLE_WELL, 4, start, target).middle)
    error = found.std() / np.sqrt(found.size)
    assert abs(found.mean() - exact) < LEVEL * error + 0.003 * exact


def test_shifting_the_target_removes_most_of_the_delay():
    # at dt = 0.05 the unshifted chain would be late by 0.5826 √(2 dt/η) in place, some 9 % in time
    found = times(QUADRATIC, 1, 0, 1, paths=20_000, step=0.05)
    exact = float(mean_escape_time(QUADRATIC, 1, 0, 1).middle)
    assert abs(found.mean() / exact - 1) < 0.04 + LEVEL * found.std() / np.sqrt(found.size) / exact


def test_neither_threads_nor_the_number_of_paths_change_a_path():
    alone = times()
    assert np.array_equal(alone, times(workers=3))
    assert np.array_equal(alone[: 2 * BLOCK], times(paths=2 * BLOCK))


def test_seeds_and_blocks_differ():
    found = times()
    assert not np.array_equal(found, times(seed=8))
    assert not np.array_equal(found[:BLOCK], found[BLOCK : 2 * BLOCK])


def test_times_are_multiples_of_the_step():
    steps = times(paths=10) / 0.01
    assert steps.shape == (10,)
    assert np.allclose(steps, np.round(steps))


def test_late_times_are_exponential():
    found = (
        np.sort(times(eta=12, paths=4 * BLOCK, step=0.02)) / times(eta=12, paths=4 * BLOCK, step=0.02).mean()
    )
    ranks = (np.arange(found.size) + 0.5) / found.size
    assert abs(1 - np.exp(-found) - ranks).max() < 0.06


def test_the_bound_is_statistical():
    bound = simulated_escape_time(DOUBLE_WELL, 4, -1, 1, paths=500, step=0.02, seed=1)
    assert bound.grade is Grade.STATISTICAL
    assert "dt = 0.02, n = 500" in bound.method


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"potential": SHEARED_DOUBLE_WELL}, "one coordinate is wanted, not 2"),
        ({"eta": 0}, "eta=0.0: a positive number is wanted"),
        ({"paths": 0}, "paths=0: a positive number is wanted"),
        ({"step": -0.1}, "step=-0.1: a positive number is wanted"),
        ({"workers": 0}, "workers=0: a positive number is wanted"),
        ({"target": -1}, "start=-1, target=-1: they have to differ"),
        ({"longest": 0.1}, "longest=0.1: 768 of 768 paths have not arrived"),
    ],
)
def test_bad_input_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        times(**change)


def test_a_path_that_runs_away_is_not_waited_for():
    with pytest.raises(ValueError, match="paths have not arrived"):
        times(Potential(sp.Symbol("w", real=True)), start=0, target=5, paths=3, longest=20)
