import pytest
import sympy as sp

from derivations.ball_limit import _mass, printed_last_line, settled_probability, substituted
from derivations.ball_mass import height, radius
from derivations.symbols import eta, kappa, lamda, w


def test_settled_probability_of_one_standard_deviation():
    value = settled_probability().subs({eta: 1, lamda: 1, radius: 1})
    assert float(value) == pytest.approx(0.6826894921370859)


def test_a_change_of_variable_leaves_the_integral_as_it_is():
    integrand, end = substituted(3 * eta)
    (u,) = integrand.free_symbols - {eta, lamda}
    before = sp.integrate(sp.exp(-eta * lamda * w**2), (w, -radius, radius))
    assert sp.simplify(sp.integrate(integrand, (u, -end, end)) - before) == 0


def test_last_line_in_one_dimension():
    (curvature,) = printed_last_line(1).free_symbols - {eta, kappa, height, radius}
    value = printed_last_line(1).subs({eta: 1, kappa: 1, height: 0, radius: 1, curvature: 1})
    assert float(value) == pytest.approx(2.718281828459045 * (1 - 0.7273773892064) ** 0.5, rel=1e-5)


def test_a_small_ball_has_its_volume_times_the_density_at_the_minimum():
    density = kappa * sp.exp(-eta * height)
    assert sp.simplify(_mass(1) - 2 * radius * density) == 0
    assert sp.simplify(_mass(2) - sp.pi * radius**2 * density) == 0
