import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL, THREE_MINIMA
from numerics.mass_ratios import corrected_flatness_ratio, flatness_ratio, laplace_coefficient


def test_flatness_ratio_of_example_one_is_five_thirds():
    assert flatness_ratio(THREE_MINIMA, 1, 0) == sp.Rational(5, 3)


def test_laplace_coefficient_is_the_first_term_of_the_expansion():
    # With w = s z, s = η^{−1/2}, it is the s²-coefficient of the normal mean of exp(−remainder).
    s, z = sp.symbols("s z", real=True)
    a, b, c = sp.symbols("a b c", positive=True)
    remainder = b * s * z**3 / 6 + c * s**2 * z**4 / 24
    term = sp.expand(1 - remainder + remainder**2 / 2).coeff(s, 2)
    mean = sp.integrate(term * sp.exp(-a * z**2 / 2), (z, -sp.oo, sp.oo)) / sp.sqrt(2 * sp.pi / a)
    loss = Potential(a * w**2 / 2 + b * w**3 / 6 + c * w**4 / 24, parameters=(a, b, c))
    assert sp.simplify(mean - laplace_coefficient(loss, 0)) == 0


@pytest.mark.parametrize(("point", "value"), [(0, 0.8448), (1, 0.5926)])
def test_laplace_coefficients_of_example_one(point, value):
    assert float(laplace_coefficient(THREE_MINIMA, point)) == pytest.approx(value, abs=1e-4)


def test_wells_that_mirror_each_other_weigh_the_same():
    assert corrected_flatness_ratio(DOUBLE_WELL, -1, 1) == 1
