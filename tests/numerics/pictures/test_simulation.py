from dataclasses import replace

import numpy as np
import pytest

from derivations.zoo import DOUBLE_WELL
from numerics.answers.escape import escape
from numerics.answers.simulation import simulated
from numerics.answers.simulation_plan import plan
from numerics.pictures.escape import figure_of_escape
from numerics.pictures.simulation import DRAWN, SHOWN, some_paths


@pytest.fixture(scope="module")
def answer():
    return escape(DOUBLE_WELL, -1, 1, eta=4)


@pytest.fixture(scope="module")
def seen(answer):
    return simulated(answer, plan(answer, "direct", paths=1000, seed=5), workers=1)


def test_the_paths_that_are_drawn_are_those_that_were_counted(answer, seen):
    paths = some_paths(answer, seen)
    assert len(paths) == DRAWN
    for (times, places), whole in zip(paths, seen.times, strict=False):
        step = float(seen.plan.dt)
        assert times[-1] == 0
        assert times.size == min(SHOWN, int(np.rint(whole / step / 2)))
        if times.size < SHOWN:  # the whole path: it begins beside the start
            assert abs(places[0, 0] + 1) < 10 * np.sqrt(2 * step / 4)
        assert abs(places[-1, 0] - 1) < 10 * np.sqrt(2 * step / 4)
        assert places[:-3].max() < 1


def test_paths_that_are_too_long_are_left_out(answer, seen):
    assert some_paths(answer, replace(seen, times=seen.times + 10**9)) == []


def test_a_simulation_adds_two_pictures(answer, seen):
    plain, more = figure_of_escape(answer), figure_of_escape(answer, seen=seen)
    assert len(more.axes) == len(plain.axes) + 2
    assert more.axes[-1].get_yscale() == "log"
    assert sum(bar.get_height() * bar.get_width() for bar in more.axes[-1].patches) == pytest.approx(1)


def test_of_splitting_nothing_is_drawn(answer, seen):
    without = replace(seen, times=np.zeros(0))
    assert len(figure_of_escape(answer, seen=without).axes) == len(figure_of_escape(answer).axes)
