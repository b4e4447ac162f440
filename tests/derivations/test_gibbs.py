"""The Gibbs density and what (2.5) does to it."""

import sympy as sp

from derivations.gibbs import PLANE, density_rate, gibbs_density, score, score_of_zero_flux
from derivations.identity import vanishes
from derivations.potential import Potential
from derivations.symbols import M, beta, eta, gamma, kappa, t, w
from derivations.zoo import DOUBLE_WELL, QUADRATIC, TWO_GATES
from ledger.outcome import Outcome


def test_density_of_the_quadratic_is_gaussian():
    assert sp.integrate(gibbs_density(QUADRATIC, eta), (w, -sp.oo, sp.oo)) == kappa * sp.sqrt(2 * sp.pi / eta)


def test_concrete_densities_are_stationary():
    for loss in (DOUBLE_WELL, TWO_GATES):
        assert vanishes(density_rate(gibbs_density(loss, eta), loss, eta)) is Outcome.SUPPORTS


def test_rate_is_that_of_an_ornstein_uhlenbeck_process():
    variance = (1 + 3 * sp.exp(-2 * t)) / eta
    density = sp.exp(-(w**2) / (2 * variance)) / sp.sqrt(2 * sp.pi * variance)
    assert vanishes(sp.diff(density, t) - density_rate(density, QUADRATIC, eta)) is Outcome.SUPPORTS


def test_score_of_zero_flux_points_downhill():
    assert score_of_zero_flux(QUADRATIC) == sp.Matrix([-2 * M * w / (gamma * beta)])


def test_score_does_not_see_the_normaliser():
    assert (
        score(gibbs_density(PLANE, eta), PLANE).expand()
        == score(7 * gibbs_density(PLANE, eta), PLANE).expand()
    )


def test_score_of_a_power_law():
    cauchy = Potential(sp.log(1 + w**2))
    assert score(gibbs_density(cauchy, sp.Integer(1)), cauchy)[0].equals(-2 * w / (1 + w**2))
