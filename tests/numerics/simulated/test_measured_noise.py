from fractions import Fraction

import numpy as np
import pytest

from numerics.simulated.biased_neuron import (
    INPUTS,
    LABEL_NOISE,
    MIDDLE,
    TEACHER,
    X,
    bottom,
    gradient_moments,
    in_phase,
    neuron_exits,
    risk,
)
from numerics.simulated.measured_noise import (
    exact_time,
    isotropic,
    isotropic_as_at_the_minimum,
    measured,
    rectangle,
)

PLACE = np.array(20.3), np.array(-10.1)


def gradients(w, b):
    """Of all 256 samples, shape (256, 2)."""
    angle = w * X + b
    pushes = [(np.sin(angle) - np.sin(TEACHER * X) - sign * LABEL_NOISE) * np.cos(angle) for sign in (-1, 1)]
    return np.concatenate([np.stack([push * X, push], axis=1) for push in pushes])


def test_moments_are_those_of_all_samples():
    (down, aside), (ww, wb, bb) = gradient_moments(*PLACE)
    every = gradients(*PLACE)
    assert len(every) == 2 * INPUTS
    assert np.allclose([down, aside], every.mean(0))
    assert np.allclose([[ww, wb], [wb, bb]], np.cov(every.T, bias=True))


def test_the_mean_gradient_is_that_of_the_risk():
    w, b = PLACE
    (down, aside), _ = gradient_moments(w, b)
    assert (risk(w + 1e-5, b) - risk(w - 1e-5, b)) / 2e-5 == pytest.approx(float(down), abs=1e-8)
    assert (risk(w, b + 1e-5) - risk(w, b - 1e-5)) / 2e-5 == pytest.approx(float(aside), abs=1e-8)


def test_the_start_is_a_minimum():
    place = tuple(map(np.asarray, bottom()))
    assert np.allclose(gradient_moments(*place)[0], 0, atol=1e-8)
    turn = np.linspace(0, 2 * np.pi, 24)
    assert (risk(place[0] + 0.1 * np.cos(turn), place[1] + 0.1 * np.sin(turn)) > risk(*place)).all()


def test_in_phase_is_linear():
    change = np.array([[1, 0], [MIDDLE, 1]])
    drift, covariance = np.array([0.3, -0.4]), np.array([[2.0, 0.5], [0.5, 1.0]])
    found = in_phase(tuple(drift), (2.0, 0.5, 1.0))
    moved = change @ covariance @ change.T
    assert np.allclose(found[0], change @ drift)
    assert np.allclose(found[1], [moved[0, 0], moved[0, 1], moved[1, 1]])


def test_noise_is_far_from_isotropic():
    _, (ww, wb, bb) = gradient_moments(*map(np.asarray, bottom()))
    small, large = np.linalg.eigvalsh([[ww, wb], [wb, bb]])
    assert large > 50 * small > 0


def test_isotropic_noise_has_the_same_trace():
    noise = (np.array([3.0]), np.array([1.0]), np.array([1.0]))
    assert isotropic(noise) == (2, 0, 2)
    assert isotropic_as_at_the_minimum(noise)[1] == 0


def test_runs_depend_on_their_number_only():
    few, more = (neuron_exits(0.02, 1, rectangle(), n, 5) for n in (3, 6))
    assert (more[:3] == few).all()
    assert (few > 0).all()
    assert (neuron_exits(0.02, 1, rectangle(), 6, 6) != more).any()


def exits_by_hand(rate, runs):
    """Steps of SGD with M = 1 until (w, φ) has left, one array operation after the other."""
    sides, draws = rectangle(), np.random.default_rng(7)
    place = np.tile(bottom(), (runs, 1))
    steps, inside = np.zeros(runs), np.ones(runs, bool)
    while inside.any():
        w, b = place[inside].T
        chosen = draws.integers(INPUTS, size=w.size)
        label = np.sin(TEACHER * X[chosen]) + LABEL_NOISE * draws.choice([-1, 1], w.size)
        push = (np.sin(w * X[chosen] + b) - label) * np.cos(w * X[chosen] + b)
        place[inside] -= rate * np.stack([push * X[chosen], push], axis=1)
        steps += inside
        w, phase = place[:, 0], place[:, 1] + MIDDLE * place[:, 0]
        inside &= (sides.across[0] < w) & (w < sides.across[1])
        inside &= (sides.along[0] < phase) & (phase < sides.along[1])
    return steps


def test_runs_are_those_of_sgd_and_leave_when_the_equation_says():
    """SGD takes a few percent longer than its diffusion; half the noise would take twice as long and more."""
    rate, runs = Fraction(1, 25), 4000
    fast, slow = neuron_exits(float(rate), 1, rectangle(), runs, 3), exits_by_hand(float(rate), runs)
    error = np.sqrt((fast.var() + slow.var()) / runs)
    assert abs(fast.mean() - slow.mean()) < 4 * error < 0.1 * slow.mean()
    assert float(rate) * slow.mean() == pytest.approx(float(exact_time(measured, rate).middle), rel=0.2)


def test_less_noise_takes_longer():
    hot, cold = (exact_time(measured, Fraction(1, n)).middle for n in (25, 50))
    assert cold > 2 * hot


def test_nothing_is_simulated_without_runs():
    with pytest.raises(ValueError, match=r"rate=0\.1, batch=1, runs=0: positive numbers"):
        neuron_exits(0.1, 1, rectangle(), 0, 1)
