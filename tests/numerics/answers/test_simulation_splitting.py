from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from derivations.parse import parse
from derivations.zoo import DOUBLE_WELL
from ledger.bound import Grade
from numerics.answers.escape import escape
from numerics.answers.simulation import simulated
from numerics.answers.simulation_plan import plan
from numerics.answers.simulation_splitting import Rare
from numerics.splitting.escape import FEWEST_RUNS


@pytest.fixture(scope="module")
def deep():
    return escape(DOUBLE_WELL, -1, 1, eta=80)


def test_an_escape_at_a_barrier_of_twenty_is_simulated(deep):
    made = plan(deep, relative_error=Fraction(1, 8))
    found = simulated(deep, made, workers=1)
    assert made.method == "splitting"
    assert found.time.grade is Grade.STATISTICAL
    assert found.time.radius <= found.time.middle / 8
    assert abs(found.time.middle - deep.mean_escape_time.middle) < 2 * found.time.radius
    assert found.times.size == 0


def test_the_paths_that_are_asked_for_are_replicas_of_runs(deep):
    assert Rare(deep, plan(deep, "splitting", paths=5000)).first_runs == 50
    assert Rare(deep, plan(deep, "splitting", paths=100)).first_runs == FEWEST_RUNS


def test_runs_are_larger_behind_higher_barriers(deep):
    higher = escape(DOUBLE_WELL, -1, 1, eta=480)
    assert [Rare(a, plan(a)).work.splitting.replicas for a in (deep, higher)] == [100, 300]


def test_on_the_line_there_is_one_coordinate(deep):
    assert Rare(deep, plan(deep)).check is None


@pytest.fixture(scope="module")
def in_plane():
    answer = escape(parse("(x**2-1)**2/4+(y-x)**2/2"), (-1, -1), (1, 1), eta=20, radius="0.3")
    return Rare(answer, plan(answer, "splitting", paths=8000))


def test_in_the_plane_two_coordinates_agree(in_plane):
    other = in_plane.check
    assert other.check is None
    assert other.work.splitting.coordinate != in_plane.work.splitting.coordinate
    blocks, others = ({0: part.work.block(0)} | {1: part.work.block(1)} for part in (in_plane, other))
    in_plane.require_agreement(blocks, others)
    exact = float(in_plane.answer.mean_escape_time.middle)
    found = in_plane.found(blocks).time
    assert abs(float(found.middle) - exact) < 2 * float(found.radius)
    assert np.isnan(in_plane.estimate({}))
    assert abs(in_plane.estimate({1: blocks[1]}) / exact - 1) < 0.5
    far = {k: block | {"found": block["found"] + [-4, 0, 0, 0, 0, 0]} for k, block in others.items()}
    with pytest.raises(ValueError, match=r"simulate=splitting: two reaction coordinates disagree, .* gives"):
        in_plane.require_agreement(blocks, far)


def test_if_the_error_is_too_large_more_runs_follow(deep):
    rare = Rare(deep, plan(deep, relative_error=Fraction(1, 8)))
    blocks = {0: rare.work.block(0)}
    fewer = replace(rare, plan=replace(rare.plan, relative_error=Fraction(1, 50)))
    assert rare.wanted({}) == 1
    assert fewer.wanted(blocks) > 10
