import numpy as np
import pytest
import sympy as sp
from scipy import integrate

from derivations.symbols import lamda
from numerics.relaxation import (
    decay_exponent,
    elasticity,
    gaussian_distance,
    is_star_shaped,
    largest_rate,
    mu,
    quarter_distance,
    r,
    squared_distance,
    t,
    u,
)


def log_normal(w, mean, variance):
    return -((w - mean) ** 2) / (2 * variance) - np.log(2 * np.pi * variance) / 2


@pytest.mark.parametrize(
    ("mean", "variance", "stationary"), [(0.5, 0.8, 1.0), (1.0, 3.0, 2.0), (0.0, 0.1, 0.25)]
)
def test_squared_distance_is_the_integral(mean, variance, stationary):
    def integrand(w):
        here, limit = log_normal(w, mean, variance), log_normal(w, 0, stationary)
        return np.exp(2 * here - limit) - 2 * np.exp(here) + np.exp(limit)

    direct = integrate.quad(integrand, -40, 40, points=[-1, 0, 1], limit=400)[0]
    exact = squared_distance(*map(sp.Rational, map(str, (mean, variance, stationary))))
    assert float(exact) == pytest.approx(direct, rel=1e-7)


def test_gaussian_distance_follows_the_equations_of_mean_and_variance():
    flow = {r: sp.exp(-2 * lamda * t)}
    mean, variance = sp.sqrt(mu) * sp.exp(-lamda * t), 1 + u * sp.exp(-2 * lamda * t)
    assert sp.simplify(variance.diff(t) + 2 * lamda * variance - 2 * lamda) == 0  # 1/η = λ in these units
    assert sp.simplify(gaussian_distance().subs(flow) - squared_distance(mean, variance, sp.Integer(1))) == 0


def test_decay_exponent_of_an_exponential_is_its_rate():
    assert decay_exponent(3 * sp.exp(-5 * t) + sp.exp(-7 * t)) == 5
    assert decay_exponent(quarter_distance()) == 2


def test_elasticity_of_a_pure_variance_change_lies_above_two():
    value = elasticity(gaussian_distance()).subs({mu: 0, u: sp.Rational(1, 2)})
    assert sp.N(value) > 2


def test_distance_of_gaussians_is_star_shaped():
    assert is_star_shaped(gaussian_distance())


def test_a_distance_that_bends_down_is_not_called_star_shaped():
    assert not is_star_shaped(sp.exp(mu * r - 3 * mu**2 * r**2) - 1)


def test_no_gaussian_start_is_slower_than_the_largest_rate_and_some_come_close():
    power = sp.lambdify((u, mu), elasticity(gaussian_distance()), "numpy")
    starts = np.meshgrid([-0.9, -0.5, -0.01, 0.01, 0.5, 0.9], [1e-3, 0.1, 1.0, 10.0])
    assert largest_rate(gaussian_distance()) == 2 * lamda
    assert power(*starts).min() >= 1
    assert power(0.0, 1e-4) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    "distance", [sp.exp(2 * mu * r - 3 * mu**2 * r**2) - 1, sp.exp(mu * r**2) - 1], ids=["bends", "faster"]
)
def test_rate_that_is_not_proved_is_not_told(distance):
    with pytest.raises(ValueError, match="not proved to be 1"):
        largest_rate(distance)
