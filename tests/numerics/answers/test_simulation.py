from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from derivations.parse import parse
from derivations.zoo import DOUBLE_WELL
from ledger.bound import Grade
from numerics.answers.escape import escape
from numerics.answers.simulation import simulated
from numerics.answers.simulation_direct import Direct
from numerics.answers.simulation_json import simulation_told
from numerics.answers.simulation_plan import LEAST, plan
from numerics.paths.pool import DIVERGED, TOO_LONG

W = sp.Symbol("w", real=True)


@pytest.fixture(scope="module")
def shallow():
    return escape(DOUBLE_WELL, -1, 1, eta=4)


@pytest.fixture(scope="module")
def seen(shallow):
    return simulated(shallow, plan(shallow, "direct", paths=20_000, seed=1), workers=1)


def blocks(direct, count):
    return {k: direct.work.block(k) for k in range(count)}


def test_the_interval_holds_the_exact_time(shallow, seen):
    exact = float(shallow.mean_escape_time.middle)
    assert abs(float(seen.time.middle) / exact - 1) < 0.001 + 2 * float(seen.time.radius) / exact
    assert seen.time.grade is Grade.STATISTICAL
    assert seen.paths == seen.times.size == 20_000
    assert np.isclose(seen.steps * float(seen.plan.dt), seen.times.sum())


def test_it_is_told_in_decimal_strings(seen):
    told = simulation_told(seen)
    assert set(told) >= {"time", "low", "high", "level", "paths", "steps", "method", "device"}
    assert all(isinstance(value, str) for value in told.values())
    assert float(told["low"]) < float(told["time"]) < float(told["high"])
    assert (told["level"], told["method"], told["device"], told["seed"]) == ("0.95", "direct", "cpu", "1")


def test_a_relative_error_is_reached(shallow):
    made = plan(shallow, relative_error=Fraction(1, 25))
    found = simulated(shallow, made, workers=2)
    assert found.time.radius <= found.time.middle / 25
    assert found.paths >= made.first_paths > LEAST


def test_if_the_times_spread_more_than_exponentially_a_second_stage_follows(shallow):
    direct = Direct(shallow, plan(shallow, relative_error=Fraction(1, 25)))
    few = replace(direct, plan=replace(direct.plan, relative_error=Fraction(1, 100)))
    have = blocks(direct, direct.wanted({}))
    assert direct.wanted(have) == len(have)
    assert few.wanted(have) > len(have)


def test_intervals_hold_as_often_as_they_say():
    """Repetitions of the whole two-stage procedure on times of which the mean is known; 95 % nominal."""
    direct = Direct(escape(DOUBLE_WELL, -1, 1, eta=4), plan(escape(DOUBLE_WELL, -1, 1, eta=4)))
    step, size = float(direct.plan.dt), direct.work.size
    rng, held = np.random.default_rng(5), 0
    for _ in range(REPETITIONS):
        have = {}
        while (total := direct.wanted(have)) > len(have):
            have |= {
                k: {
                    "steps": np.rint(rng.exponential(MEAN / step, size)).astype(np.int64),
                    "ends": np.zeros(size, np.int8),
                    "work": np.array(1),
                }
                for k in range(len(have), total)
            }
        time = direct.found(have).time
        held += time.low <= MEAN <= time.high
    assert held >= LEAST_HELD


MEAN, REPETITIONS = 1000, 400
LEAST_HELD = 364
"""Of 400 intervals at exactly 95 %, fewer than 364 hold once in 5000 times."""


def test_paths_that_do_not_arrive_are_counted_and_nothing_is_averaged(shallow):
    direct = Direct(shallow, plan(shallow, paths=100))
    have = blocks(direct, direct.wanted({}))
    for end, words in ((TOO_LONG, "not arrived within the steps"), (DIVERGED, "diverged")):
        have[0]["ends"][[3, 5]] = end
        with pytest.raises(ValueError, match=f"2 of 100 paths have {words}.*would say nothing"):
            direct.found(have)


def test_a_path_where_beta_is_not_positive_is_told():
    """β is positive at start, target and gate, but not far on the left."""
    answer = escape(DOUBLE_WELL, -1, 1, eta=4)
    question = replace(answer.question, noise=W + sp.Rational(3, 2), eps0=sp.Integer(1))
    direct = Direct(replace(answer, question=question), plan(answer, paths=500, dt=Fraction(1, 4)))
    with pytest.raises(ValueError, match=r"of 500 paths came where beta is not positive"):
        direct.found(blocks(direct, direct.wanted({})))


def test_a_ball_in_the_plane_is_reached():
    answer = escape(parse("(x**2-1)**2/4+(y-x)**2/2"), (-1, -1), (1, 1), eta=4, radius="0.3")
    found = simulated(answer, plan(answer, "direct", paths=3000), workers=1)
    assert abs(found.time.middle - answer.mean_escape_time.middle) < 2 * found.time.radius


def test_on_the_line_a_radius_moves_the_level():
    answer = escape(DOUBLE_WELL, -1, 1, eta=4, radius="0.3")
    assert Direct(answer, plan(answer)).work.simulation.target.target == (sp.Rational(7, 10),)


def test_the_estimate_of_nothing_is_no_number(shallow):
    direct = Direct(shallow, plan(shallow))
    assert np.isnan(direct.estimate({}))
    have = blocks(direct, 2)
    assert direct.estimate({1: have[1]}) > 0
