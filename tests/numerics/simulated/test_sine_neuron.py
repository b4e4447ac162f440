from fractions import Fraction

import numpy as np
import pytest
from scipy.integrate import quad

from numerics.simulated.sine_neuron import (
    critical_weights,
    exit_time,
    gradient_variance,
    neuron_exits,
    risk_slope,
)

ENDS, START = (12.0, 25.770871837375516), 19.5235642


def sinc(z):
    return np.sinc(z / np.pi)


def risk(w):
    return (1 - (sinc(2 * w) + sinc(24)) / 2) / 2 - (sinc(w - 12) - sinc(w + 12)) / 2


def test_the_slope_is_that_of_the_risk_in_closed_form():
    for w in (13.0, 19.5, 25.0):
        assert abs(risk_slope(np.array([w]))[0] - (risk(w + 1e-5) - risk(w - 1e-5)) / 2e-5) < 1e-9


def test_the_noise_is_the_variance_of_a_gradient():
    w = 19.52
    square = quad(
        lambda x: ((np.sin(w * x) - np.sin(12 * x)) ** 2 + 9) * (x * np.cos(w * x)) ** 2 / 2, -1, 1, limit=200
    )[0]
    assert abs(gradient_variance(np.array([w]))[0] - (square - risk_slope(np.array([w]))[0] ** 2)) < 1e-9


def test_the_gates_are_on_either_side():
    left, well, right, target = critical_weights()
    assert abs(risk(right) - risk(well) - 0.1054) < 1e-4
    assert abs(risk(left) - risk(well) - 0.1664) < 1e-4
    assert target == pytest.approx(ENDS[1])


def test_the_exact_time_is_known_to_four_digits():
    assert float(exit_time(Fraction(3, 25)).middle) == pytest.approx(249.745, abs=0.01)


def test_runs_depend_on_their_number_only():
    few, more = (neuron_exits(Fraction(3, 25), 1, ENDS, START, n, 5) for n in (3, 6))
    assert (more[:3] == few).all()
    assert (few > 0).all()
    assert (neuron_exits(Fraction(3, 25), 1, ENDS, START, 6, 6) != more).any()


def test_nothing_is_simulated_without_runs():
    with pytest.raises(ValueError, match="batch=0, runs=3: positive numbers"):
        neuron_exits(Fraction(1), 0, ENDS, START, 3, 1)
