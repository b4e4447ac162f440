import numpy as np
import pytest
import sympy as sp

from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL
from ledger.bound import Grade
from numerics.line.escape import mean_escape_time_with_noise
from numerics.line.two_ends import mean_exit_time


def flat(x):
    return 0 * x


def one(x):
    return 1 + 0 * x


def test_without_a_force_the_time_is_a_parabola():
    found = mean_exit_time(flat, one, "1/4", "1/3", (-1, 2))
    assert found.grade is Grade.NUMERICAL
    assert abs(float(found.middle) - (4 / 3) * (5 / 3) / (2 * 0.25)) < 1e-12


def test_on_a_slope_both_ends_count():
    found = mean_exit_time(lambda x: 2 * one(x), one, 1, 0, (-1, 1))
    right = (np.exp(2) - 1) / (np.exp(2) - np.exp(-2))  # scale: P(right end first) is 1 − this
    mean_place = (1 - right) - right  # E W_τ = −2 E τ
    assert abs(float(found.middle) + mean_place / 2) < 1e-12


def test_with_the_left_end_far_away_it_is_the_escape_time():
    noise = (1 + w**2) / 2
    exact = mean_escape_time_with_noise(DOUBLE_WELL, noise, sp.Rational(1, 20), -1, 1)
    found = mean_exit_time(lambda x: x**3 - x, lambda x: (1 + x**2) / 2, "1/20", -1, ("-5/2", 1))
    assert abs(float(found.middle / exact.middle) - 1) < 1e-8


def test_it_solves_the_equation():
    def time(start):
        return float(mean_exit_time(lambda x: x**3 - x, lambda x: 1 + x**2, "1/5", start, (-1, 2)).middle)

    step, at = 1e-3, 0.5
    low, mid, high = (time(sp.Rational(1, 2) + k * sp.Rational(1, 1000)) for k in (-1, 0, 1))
    second, first = (high - 2 * mid + low) / step**2, (high - low) / (2 * step)
    assert abs(0.2 * (1 + at**2) * second - (at**3 - at) * first + 1) < 1e-5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((flat, one, 1, 2, (-1, 1)), "left end, start and right end have to ascend"),
        ((flat, one, 0, 0, (-1, 1)), "eps0=0: a positive number"),
        ((flat, lambda x: x, 1, 0, (-1, 1)), "beta has to be positive between -1 and 0"),
        ((lambda x: 1e4 + 0 * x, one, 1, 0, (-1, 1)), "higher than 600"),
    ],
)
def test_bad_input_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        mean_exit_time(*arguments)


def test_a_float_is_refused():
    with pytest.raises(TypeError, match="eps0"):
        mean_exit_time(flat, one, 0.1, 0, (-1, 1))
