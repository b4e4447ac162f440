import pytest
import sympy as sp

from derivations.kramers_moyal import TIME, coefficient_of_ornstein_uhlenbeck
from derivations.small_time_limits import D, finite_coefficient
from derivations.symbols import lamda, z


@pytest.mark.parametrize("n", [1, 2, 3])
def test_finite_coefficients_tend_to_the_limit(n):
    limit = sp.limit(finite_coefficient(n), TIME, 0)
    assert sp.simplify(limit - coefficient_of_ornstein_uhlenbeck(n, D)) == 0


def test_second_coefficient_has_a_correction_of_first_order():
    series = sp.series(finite_coefficient(2), TIME, 0, 2).removeO()
    assert sp.simplify(series.coeff(TIME, 1) - (lamda**2 * z**2 / 2 - D * lamda)) == 0
