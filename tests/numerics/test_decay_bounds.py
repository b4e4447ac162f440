"""Closed forms behind the printed inequalities."""

import math

import pytest
import sympy as sp
from scipy import integrate

from derivations.symbols import w
from ledger.bound import Grade
from numerics.decay_bounds import (
    at_start_one,
    drift_divergence_at,
    gibbs_mass,
    least_constant,
    mass_bound,
    normal_density,
    printed_drift_bound,
)


def test_density_is_normal():
    assert sp.integrate(normal_density(), (w, -sp.oo, sp.oo)) == 1


@pytest.mark.parametrize("point", [0.0, 1.5, 2.5])
def test_drift_divergence_by_hand(point):
    by_hand = abs(1 - point**2) * math.exp(-(point**2) / 2) / math.sqrt(2 * math.pi)
    bound = drift_divergence_at(sp.Rational(point))
    assert float(bound.middle) == pytest.approx(by_hand, rel=1e-14)
    assert bound.grade is Grade.SYMBOLIC


def test_least_constant_of_the_third_assumption_by_a_grid():
    grid = [i / 1000 for i in range(-8000, 8001)]
    assert max(abs(math.exp(-u * u / 2) * (u * u - 1)) for u in grid) == pytest.approx(
        float(least_constant())
    )


def test_printed_bound_scales_with_the_constant():
    one, two = (printed_drift_bound(sp.Integer(1), sp.Integer(c), sp.Rational(2, 3)) for c in (1, 2))
    assert float((two / one).middle) == pytest.approx(2, rel=1e-15)


def test_mass_on_the_plane_by_quadrature():
    matrix, centre = sp.Matrix([[2, 1], [1, 3]]), (1, -1)

    def weight(b, a):
        return math.exp(-(2 * (a - 1) ** 2 + 2 * (a - 1) * (b + 1) + 3 * (b + 1) ** 2) - 1)

    value, _ = integrate.dblquad(weight, -3, 5, -5, 3, epsabs=1e-8)
    assert float(gibbs_mass(matrix, centre)) == pytest.approx(value, rel=1e-7)


def test_mass_bound_by_quadrature():
    value, _ = integrate.quad(lambda a: math.exp(-(a * a / 2 - 9 / 2) * 2 - 1), -20, 20)
    assert float(mass_bound(sp.Matrix([[2]]), (3,)).middle) == pytest.approx(value, rel=1e-9)


def test_a_constant_at_the_start_is_itself():
    assert at_start_one(sp.Integer(3)).middle == 3
