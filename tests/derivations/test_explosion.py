import mpmath
import pytest
import sympy as sp

from derivations.explosion import closed_form, mean_lifetime_of_the_quartic
from derivations.symbols import eps, w, z


def test_the_double_integral_solves_the_equation_of_the_mean_exit_time():
    L = sp.Function("L")
    slope = -sp.Integral(sp.exp((L(w) - L(z)) / eps), (z, 0, w)) / eps
    residual = eps * sp.diff(slope, w) - sp.diff(L(w), w) * slope + 1
    assert sp.simplify(residual.doit(integrals=False)) == 0


def test_lifetime_agrees_with_a_direct_quadrature():
    # ε = 1/4 makes the exponent z⁴ − y⁴; beyond y = 4 the slope is y⁻³ and the rest 1/32, up to y⁻⁷.
    def slope(y):
        return 4 * mpmath.quad(lambda z: mpmath.exp(z**4 - y**4), mpmath.linspace(0, y, 5))

    within_four = mpmath.quad(slope, mpmath.linspace(0, 4, 5))
    known = float(closed_form().subs(eps, sp.Rational(1, 4)).evalf())
    assert abs(known - within_four - mpmath.mpf(1) / 32) < 1e-4


def test_falling_quartic_is_left_in_finite_mean_time():
    assert sp.simplify(mean_lifetime_of_the_quartic(-1) - closed_form()) == 0


def test_confining_quartic_is_never_left():
    assert mean_lifetime_of_the_quartic(1) is sp.oo


def test_other_signs_are_refused():
    with pytest.raises(ValueError, match="sign=2: the loss is"):
        mean_lifetime_of_the_quartic(2)
