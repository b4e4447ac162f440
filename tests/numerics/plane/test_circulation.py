import pytest
import sympy as sp

from derivations.circulating_example import covariance_of_squares
from derivations.symbols import eps
from numerics.plane.circulation import circulation


@pytest.mark.parametrize("strength", ["1/20", "1/5"])
def test_the_circulation_is_that_of_the_exact_moments_at_other_strengths(strength):
    exact = (-(1 - eps) * covariance_of_squares()).subs(eps, sp.Rational(strength))
    assert float(circulation(strength).middle) == pytest.approx(float(exact), rel=2e-3)
