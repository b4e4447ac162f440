from dataclasses import replace

import numpy as np
import pytest

from ledger.bound import Grade
from numerics.splitting.estimate import Estimate
from numerics.splitting.splitting import Runs

from .problems import exact_time, splitting_at

SEED = 41
LEAST = 0.94
"""Of the intervals at 95 %."""


def runs_of(log_p, age=3.0, loop=2.0, first=1.0, dt=0.5):
    """Runs with the given log p and equal times, in steps."""
    found = np.zeros((len(log_p), 6))
    found[:, 0], found[:, 1], found[:, 2], found[:, 3] = log_p, age, loop, first
    return Runs(0, found, dt, 100, 1)


def covered(height, replicas, runs, repetitions):
    """How many of the intervals at 95 %, each from `runs` runs, contain the exact time."""
    splitting = splitting_at(height, replicas, SEED)
    exact = exact_time(splitting.target)
    all_runs = splitting.block(0, runs * repetitions)
    count = 0
    for first in range(0, runs * repetitions, runs):
        bound = Estimate(replace(all_runs, found=all_runs.found[first : first + runs])).bound(0.95)
        count += bound.low <= exact <= bound.high
    return count


def test_two_hundred_intervals_cover():
    assert covered(5, 50, 16, 200) >= LEAST * 200


@pytest.mark.slow
@pytest.mark.parametrize("height", [5, 10, 20, 30])
def test_two_hundred_intervals_cover_at_every_barrier(height):
    assert covered(height, 100, 32, 200) >= LEAST * 200


def test_the_time_is_that_of_the_loops():
    p = np.array([1e-3, 3e-3])
    found = Estimate(runs_of(np.log(p)))
    assert found.time == pytest.approx(0.5 * (2.0 / p.mean() + 3.0 + 1.0))
    assert found.loop == pytest.approx(0.5 * 2.0 / (1 - p.mean()))
    assert found.crossing == pytest.approx(1.5)


def test_p_is_averaged_before_it_is_inverted_and_extinction_counts():
    found = Estimate(runs_of([np.log(1e-3), -np.inf]))
    assert found.extinct == 1
    assert found.time == pytest.approx(0.5 * (2.0 / 0.5e-3 + 4.0))


def test_nothing_underflows():
    found = Estimate(runs_of([-600.0, -601.0]))
    assert np.log(found.time) == pytest.approx(600 + np.log(2 / (1 + np.exp(-1))))


def test_the_error_is_never_below_that_of_the_best_coordinate():
    found = Estimate(runs_of(np.full(16, -30.0)))
    assert found.spread == 0
    assert found.relative_error == pytest.approx(found.ideal / 4)
    assert found.ideal == pytest.approx(np.sqrt(np.exp(0.3) - 1))


def test_the_error_is_that_of_the_quotient():
    """A second method: the jackknife."""
    found = Estimate(splitting_at(5, 20, 3).block(0, 200))
    rows = found.runs.found
    left = [Estimate(replace(found.runs, found=np.delete(rows, k, 0))).time for k in range(200)]
    jackknife = np.sqrt(199 * np.var(left)) / found.time
    assert found.relative_error == pytest.approx(jackknife, rel=0.02)


def test_the_bound_says_how_it_was_found():
    bound = Estimate(splitting_at(5, 20, 3).block(0, 32)).bound()
    assert bound.grade is Grade.STATISTICAL
    assert bound.method == "multilevel splitting, 20 replicas, dt = 0.01, n = 32, level 99.99 %"


def test_nobody_has_arrived():
    with pytest.raises(ValueError, match="replicas=100: all 2 runs died out, more are wanted"):
        _ = Estimate(runs_of([-np.inf, -np.inf])).time
