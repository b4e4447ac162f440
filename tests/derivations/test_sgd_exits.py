"""Exits of SGD itself."""

import random

import pytest
import sympy as sp

from derivations.sgd_exits import (
    EDGE,
    ENDS,
    RATE,
    cost_of_reaching,
    exponent_of_sgd,
    goes_beyond,
    holds_interval,
)
from derivations.sgd_moments import VARIANCE, stationary_second_moment_of_sgd
from derivations.symbols import M, beta, gamma, lamda
from derivations.zoo import DOUBLE_WELL, QUADRATIC


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_the_least_cost_is_that_of_the_accumulated_variance(steps):
    variance = sum((1 - gamma * lamda) ** (2 * j) for j in range(steps)) * gamma**2 * beta / M
    assert sp.simplify(cost_of_reaching(steps) - EDGE**2 / (2 * variance)) == 0


def test_the_exponent_belongs_to_the_stationary_variance():
    variance = stationary_second_moment_of_sgd().subs(VARIANCE, beta)
    assert sp.simplify(exponent_of_sgd() * 2 * variance - EDGE**2) == 0


def test_costs_fall_to_the_exponent():
    values = {gamma: sp.Rational(1, 2), lamda: 1, beta: 1, M: 1, EDGE: 1}
    costs = [cost_of_reaching(n).subs(values) for n in (1, 2, 3)]
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] > exponent_of_sgd().subs(values)


def test_a_cost_needs_a_step():
    with pytest.raises(ValueError, match="at least one is needed"):
        cost_of_reaching(0)


def test_small_noise_holds_sgd_and_large_noise_does_not():
    assert holds_interval(DOUBLE_WELL, sp.Rational(19, 50), ENDS, RATE)
    assert not holds_interval(DOUBLE_WELL, sp.Rational(1, 2), ENDS, RATE)
    assert goes_beyond(DOUBLE_WELL, sp.Rational(1, 2), ENDS)
    assert not goes_beyond(DOUBLE_WELL, sp.Rational(19, 50), ENDS)


def test_a_large_rate_proves_nothing():
    assert not holds_interval(DOUBLE_WELL, sp.Rational(19, 50), ENDS, sp.Integer(1))


def test_a_quadratic_holds_what_is_wider_than_the_noise():
    assert holds_interval(QUADRATIC, sp.Rational(1, 2), (-sp.S.One, sp.S.One), sp.S.One)


def test_random_coins_stay_inside():
    draw, place = random.Random(5), -1.0
    low, high = map(float, ENDS)
    for _ in range(20_000):
        place -= float(RATE) * (place**3 - place + draw.choice((-0.38, 0.38)))
        assert low <= place <= high


@pytest.mark.parametrize(("noise", "leaves"), [("3/10", False), ("2/5", True)])
def test_a_slope_that_is_too_steep_inside_holds_sgd_back(noise, leaves):
    ends = (sp.Rational(-6, 5), sp.S.Zero)  # the slope is 2/(3√3) = 0.385 between them, at most 0 at both
    assert goes_beyond(DOUBLE_WELL, sp.Rational(noise), ends) is leaves
