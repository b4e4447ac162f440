"""Closed forms on Gaussians, against quadrature."""

import numpy as np
import pytest
from scipy.integrate import quad

from derivations.symbols import eta
from numerics.gaussian_family import (
    dissipation,
    distance,
    distance_rate,
    first_term,
    m,
    second_term,
    v,
    weighted_distance,
)

PLACES = [(0.0, 0.5), (0.7, 1.4), (-1.2, 0.9)]


def ratio(z, mean, spread):
    return np.exp(z**2 / 2 - (z - mean) ** 2 / (2 * spread)) / np.sqrt(spread)


def integrals(mean, spread):
    def normal(z):
        return np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)

    def f(z):
        return ratio(z, mean, spread) - 1

    def slope(z):
        return ratio(z, mean, spread) * (z - (z - mean) / spread)

    integrands = [
        lambda z: f(z) ** 2 * normal(z),
        lambda z: slope(z) ** 2 * normal(z),
        lambda z: (f(z) * z) ** 2 * normal(z),
        lambda z: f(z) * (1 - z**2) * normal(z),
        lambda z: f(z) ** 2 * (1 - z**2) * normal(z) / 2,
    ]
    return [quad(g, -14, 14, epsabs=1e-12, limit=200)[0] for g in integrands]


@pytest.mark.parametrize(("mean", "spread"), PLACES)
def test_closed_forms_are_the_integrals(mean, spread):
    forms = (distance(), dissipation(), weighted_distance(), first_term(), second_term())
    values = [float(form.subs({m: mean, v: spread})) for form in forms]
    assert values == pytest.approx(integrals(mean, spread), rel=1e-8, abs=1e-10)


@pytest.mark.parametrize(("mean", "spread"), PLACES)
def test_rate_is_the_slope_of_the_distance_in_time(mean, spread):
    step, heat = 1e-5, 1.25

    def later(time):
        decay = np.exp(-2 * time)
        place = {m: mean * np.exp(-time), v: 1 / heat + (spread - 1 / heat) * decay}
        return float(distance().subs(place))

    slope = (later(step) - later(-step)) / (2 * step)
    assert float(distance_rate().subs({m: mean, v: spread, eta: heat})) == pytest.approx(slope, rel=1e-6)


def test_mixed_bound_holds_on_gaussians():
    for mean in np.linspace(0, 3, 7):
        for spread in np.linspace(0.1, 1.9, 10):
            place = {m: mean, v: spread}
            assert weighted_distance().subs(place) <= 2 * (distance() + 4 * dissipation()).subs(place)
