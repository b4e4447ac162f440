"""Schedules and their limits."""

import pytest
import sympy as sp

from derivations.limiting_schedule import (
    Schedule,
    limiting_eta,
    printed_eta,
    settling_time,
    width_of_the_gibbs_density,
)
from derivations.symbols import beta, eta, t


def test_printed_limit_agrees_where_both_settle():
    schedule = Schedule("settles", 1 + sp.exp(-t), sp.Integer(3))
    assert limiting_eta(schedule) == printed_eta(schedule) == 6 / beta


def test_stiffer_loss_has_a_narrower_density():
    assert width_of_the_gibbs_density(4) == 1 / (4 * eta)


def test_time_of_a_power_law():
    assert settling_time(1 / (1 + t) ** 3, sp.Rational(1, 8)) == 1


def test_excess_that_stays_is_refused():
    with pytest.raises(ValueError, match="has to tend to 0"):
        settling_time(1 + 1 / (1 + t), sp.Integer(1))


def test_excess_that_returns_is_refused():
    with pytest.raises(ValueError, match="2 times, once is wanted"):
        settling_time(1 / (1 + (t - 3) ** 2), sp.S.Half)
