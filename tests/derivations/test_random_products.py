import itertools

import pytest
import sympy as sp

from derivations.random_products import expectation, gaussian_moment, sign_moment

a, b = sp.symbols("a b", real=True)


def test_moments_are_those_of_the_densities():
    density = sp.exp(-(a**2) / 2) / sp.sqrt(2 * sp.pi)
    for power in range(7):
        assert gaussian_moment(power) == sp.integrate(a**power * density, (a, -sp.oo, sp.oo))
        assert sign_moment(power) == ((-1) ** power + 1) / 2


def test_the_expectation_over_signs_is_the_mean_over_all_of_them():
    polynomial = (3 * a - 2 * b + a * b) ** 4
    corners = [polynomial.subs({a: i, b: j}) for i, j in itertools.product((-1, 1), repeat=2)]
    assert expectation(polynomial, [a, b], sign_moment) == sp.Add(*corners) / 4


@pytest.mark.parametrize(("power", "expected"), [(2, 13), (4, 3 * 13**2)])
def test_a_sum_of_gaussians_is_gaussian(power, expected):
    assert expectation((2 * a + 3 * b) ** power, [a, b], gaussian_moment) == expected
