"""η as a function of time."""

import numpy as np
import pytest
import sympy as sp

from derivations.symbols import t, w
from numerics.line.eta_schedule import eta_schedule


def test_number_is_a_schedule():
    schedule = eta_schedule("1/4")
    assert not schedule.varies
    assert schedule.limit == sp.Rational(1, 4)
    assert schedule.at(np.array([0.0, 5.0])) == pytest.approx([0.25, 0.25])
    assert schedule.steps(0.0, 100.0, 1.0) == 1


def test_expression_in_time_is_a_schedule():
    schedule = eta_schedule(2 + 1 / (1 + t))
    assert schedule.limit == 2
    assert schedule.at(np.array([0.0, 1.0])) == pytest.approx([3, 2.5])
    assert schedule.least(3.0) == pytest.approx(2.25)


def test_steps_are_short_in_time_and_in_change():
    assert eta_schedule(sp.exp(-t)).steps(0.0, 1.0, 0.0) == 50
    assert eta_schedule(1 + sp.exp(-t)).steps(20.0, 30.0, 2.0) == 160


@pytest.mark.parametrize(
    ("eta", "message"),
    [(0, "a positive number"), (w + 1, "only the time t"), (t - 1, "positive and finite at all times")],
)
def test_what_is_no_schedule_is_refused(eta, message):
    with pytest.raises(ValueError, match=message):
        eta_schedule(eta).at(np.array([0.0, 1.0]))


def test_floats_are_refused():
    with pytest.raises(TypeError, match="exact numbers only"):
        eta_schedule(0.5 + t)
