import numpy as np
import pytest
import sympy as sp
from scipy import integrate

from numerics.cusp import CURVED, LIPSCHITZ, Cusp, normal_moment


@pytest.mark.parametrize("cusp", [CURVED, LIPSCHITZ, Cusp(sp.Rational(2, 7), sp.Rational(7, 2), 2)])
def test_the_minimum_is_one_and_its_curvature_is_as_said(cusp):
    z = sp.Symbol("z", positive=True)
    loss = -(z**2) / 2 + cusp.factor * z**cusp.power
    assert sp.simplify(sp.diff(loss, z).subs(z, cusp.minimum)) == 0
    assert sp.simplify(sp.diff(loss, z, 2).subs(z, cusp.minimum) - (cusp.power - 2)) == 0


@pytest.mark.parametrize("cusp", [CURVED, LIPSCHITZ])
def test_the_error_agrees_with_the_nested_integral(cusp):
    eta, a = 40, float(cusp.minimum)
    x = np.concatenate([np.linspace(-4, -a, 200_001), np.linspace(-a, a, 100_001)[1:]])
    loss = -(x**2) / 2 + float(cusp.factor) * abs(x) ** float(cusp.power)
    below = integrate.cumulative_simpson(np.exp(-eta * loss), x=x, initial=0)
    climb = x >= -a
    time = eta * integrate.simpson((np.exp(eta * loss) * below)[climb], x=x[climb])
    error = time / float(cusp.formula(sp.Integer(eta))) - 1
    assert float(cusp.relative_error(eta).middle) == pytest.approx(error, rel=1e-6)


@pytest.mark.parametrize(
    ("power", "moment"), [(2, 1), (4, 3), (3, 2 * sp.sqrt(2 / sp.pi)), (1, sp.sqrt(2 / sp.pi))]
)
def test_normal_moments(power, moment):
    assert sp.simplify(normal_moment(sp.Integer(power)) - moment) == 0
