import numpy as np
import pytest

from numerics.valley.chart import valley_chart
from numerics.valley.ladder import dissipation, energy
from numerics.valley.profile import Profile
from numerics.valley.wells import hermite_values

EPS, MODES, PLACE = 0.3, 5, 0.4
RNG = np.random.default_rng(2)
VALUES, SLOPES = RNG.normal(size=(2, MODES))


def density(ladder, potential):
    """The density of the ladder at one place, from coefficients and their derivatives."""
    letters = Profile(valley_chart(potential), EPS).letters(np.array([PLACE]))
    groups = (
        sum(letters[t.letter][0] * t.matrix @ (SLOPES if t.derived else VALUES) for t in group)
        for group in ladder
    )
    return sum((g**2).sum() for g in groups)


def field(potential):
    """x, y ↦ Σ c_n(x) h_n(ξ), with c_n(x) linear around the place."""
    chart = valley_chart(potential)

    def value(x, y):
        k, g = (float(f.subs(chart.along, x)) for f in (chart.stiffness, chart.line))
        c = VALUES + (x - PLACE) * SLOPES
        return c @ hermite_values(np.sqrt(k / EPS) * (y - g), MODES)

    return value


@pytest.mark.parametrize("name", ["widening", "curved", "sheared"])
def test_the_energy_is_that_of_the_gradient(name, request):
    potential = request.getfixturevalue(name)
    chart, u, h = valley_chart(potential), field(potential), 1e-5
    k, g = (float(f.subs(chart.along, PLACE)) for f in (chart.stiffness, chart.line))
    points, weights = np.polynomial.hermite_e.hermegauss(12)
    total = 0.0
    for xi, weight in zip(points, weights / np.sqrt(2 * np.pi), strict=True):
        y = g + xi * np.sqrt(EPS / k)
        along = (u(PLACE + h, y) - u(PLACE - h, y)) / (2 * h)
        across = (u(PLACE, y + h) - u(PLACE, y - h)) / (2 * h)
        total += weight * (along**2 + across**2)
    assert density(energy(MODES), potential) == pytest.approx(total, rel=1e-7)


@pytest.mark.parametrize("name", ["widening", "curved", "sheared"])
def test_the_dissipation_is_that_of_a_flow_without_divergence(name, request):
    """The stream function of the flow is −∫_{-∞}^y, a_0 constant; its derivatives give the same flow."""
    potential = request.getfixturevalue(name)
    chart, h = valley_chart(potential), 1e-4

    def flow(x, xi):
        """∫_ξ^∞ Σ a_n h_n ρ = a_0 P(> ξ) + Σ a_n/√n h_{n−1} ρ: what passes above ξ."""
        from scipy.stats import norm

        a = VALUES + (x - PLACE) * SLOPES * (np.arange(MODES) > 0)
        h_lower = hermite_values(xi, MODES)[:-1] / np.sqrt(np.arange(1, MODES))
        return a[0] * norm.sf(xi) + a[1:] @ h_lower * norm.pdf(xi)

    def stream(x, y):
        k, g = (float(f.subs(chart.along, x)) for f in (chart.stiffness, chart.line))
        return flow(x, np.sqrt(k / EPS) * (y - g))

    k, g = (float(f.subs(chart.along, PLACE)) for f in (chart.stiffness, chart.line))
    points, weights = np.polynomial.hermite_e.hermegauss(14)
    total = 0.0
    for xi, weight in zip(points, weights / np.sqrt(2 * np.pi), strict=True):
        y = g + xi * np.sqrt(EPS / k)
        along = -(stream(PLACE, y + h) - stream(PLACE, y - h)) / (2 * h)
        across = (stream(PLACE + h, y) - stream(PLACE - h, y)) / (2 * h)
        normal = np.exp(-xi * xi / 2) / np.sqrt(2 * np.pi)
        total += weight * (along**2 + across**2) / normal**2
    slopes = SLOPES.copy()
    slopes[0] = 0
    letters = Profile(chart, EPS).letters(np.array([PLACE]))
    groups = (
        sum(letters[t.letter][0] * t.matrix @ (slopes if t.derived else VALUES) for t in group)
        for group in dissipation(MODES)
    )
    assert sum((part**2).sum() for part in groups) == pytest.approx(total, rel=1e-5)
