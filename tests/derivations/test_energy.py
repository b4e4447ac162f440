"""The energy identity, integrated for a Gaussian by quadrature."""

import mpmath
import pytest
import sympy as sp

from derivations.decay import distance, limit_density
from derivations.energy import energy_flux, energy_terms
from derivations.symbols import eta, eta_infinity, kappa, w
from derivations.zoo import QUADRATIC

MEAN, VARIANCE, ETA = sp.Rational(2, 5), sp.Rational(7, 10), sp.Rational(13, 10)
VALUES = {eta: ETA, eta_infinity: 1, kappa: 1 / sp.sqrt(2 * sp.pi)}


def gaussian_distance():
    limit = limit_density(QUADRATIC).subs(VALUES)
    p = sp.exp(-((w - MEAN) ** 2) / (2 * VARIANCE)) / sp.sqrt(2 * sp.pi * VARIANCE)
    return (p - limit) / sp.sqrt(limit)


def at_the_gaussian(expr):
    return expr.subs(VALUES).subs(distance(QUADRATIC), gaussian_distance()).doit()


def rate_of_the_closed_form():
    """½ d/dt of ∫ p²/p∞ with m' = −m, v' = −2v + 2/η."""
    m, v = sp.symbols("m v", real=True)
    closed = sp.exp(m**2 / (2 - v)) / sp.sqrt(v * (2 - v))
    rate = (-m * sp.diff(closed, m) + (2 / ETA - 2 * v) * sp.diff(closed, v)) / 2
    return mpmath.mpf(rate.subs({m: MEAN, v: VARIANCE}).evalf(30))


@pytest.fixture
def integrals():
    with mpmath.workdps(25):
        terms = [sp.lambdify(w, at_the_gaussian(term), "mpmath") for term in energy_terms(QUADRATIC)]
        return [mpmath.quad(term, [-20, -5, 0, 5, 20]) for term in terms]


def test_three_terms_make_up_the_rate(integrals):
    first, second, third = integrals
    assert abs(first + second - third - rate_of_the_closed_form()) < mpmath.mpf(10) ** -14


def test_second_term_without_its_half_does_not(integrals):
    first, second, third = integrals
    assert abs(first + 2 * second - third - rate_of_the_closed_form()) > mpmath.mpf(10) ** -3


def test_flux_vanishes_far_out():
    flux = sp.lambdify(w, at_the_gaussian(energy_flux(QUADRATIC)[0]), "mpmath")
    with mpmath.workdps(25):
        assert abs(flux(mpmath.mpf(30))) < mpmath.mpf(10) ** -50
