import numpy as np
import pytest
import sympy as sp
from scipy.integrate import cumulative_trapezoid, trapezoid

from derivations.symbols import eps, x, y
from numerics.radial_ridge import HEIGHT, RIDGE, radial_escape_time, ridge_law


def test_the_slope_is_the_stated_one():
    r = sp.Symbol("r", positive=True)
    along = RIDGE.expr.subs({x: r, y: 0})
    assert sp.expand(sp.diff(along, r) - r * (1 - r**2) * (3 - r**2)) == 0
    assert (along.subs(r, 0), along.subs(r, 1), along.subs(r, sp.sqrt(3))) == (0, HEIGHT, 0)
    assert sp.Rational(2, 3) == HEIGHT


def test_the_determinant_vanishes_on_the_ridge():
    assert RIDGE.hessian.subs({x: 1, y: 0}) == sp.diag(-4, 0)
    assert RIDGE.hessian.subs({x: 0, y: 0}) == sp.diag(3, 3)


@pytest.mark.parametrize("eta", [15, 30])
def test_the_time_is_that_of_the_integral_in_r(eta):
    r = np.linspace(1e-9, np.sqrt(3), 200_001)
    L = 1.5 * r**2 - r**4 + r**6 / 6
    inner = cumulative_trapezoid(r * np.exp(-eta * L), r, initial=0)
    time = eta * trapezoid(np.exp(eta * L) * inner / r, r)
    bound = radial_escape_time(eta)
    assert float(bound.low) * (1 - 1e-6) < time < float(bound.high) * (1 + 1e-6)
    assert bound.high < bound.low * 101 / 100


def test_the_law_has_the_stated_constant():
    assert sp.simplify(ridge_law() - sp.sqrt(2 * sp.pi * eps / 4) / 3 * sp.exp(sp.Rational(2, 3) / eps)) == 0


@pytest.mark.parametrize("eta", [0, -1])
def test_an_inverse_temperature_is_positive(eta):
    with pytest.raises(ValueError, match="an inverse temperature is positive"):
        radial_escape_time(eta)
