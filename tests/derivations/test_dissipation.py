"""Moments of Gibbs densities and the Cauchy–Schwarz constant."""

import mpmath
import pytest
import sympy as sp

from derivations.dissipation import (
    QUARTIC,
    STIFF,
    gibbs_moment,
    largest_drift_quotient,
    mean_laplacian,
)
from derivations.symbols import eta, lamda, w
from derivations.zoo import TWO_GATES


def test_moments_of_the_gaussian():
    assert gibbs_moment(w**2, STIFF) == 1 / (eta * lamda)
    assert gibbs_moment(w**4, STIFF) == 3 / (eta * lamda) ** 2


def test_moments_of_the_quartic_by_quadrature():
    def weight(u):
        return mpmath.exp(-3 * u**4 / 4)

    with mpmath.workdps(20):
        mass = mpmath.quad(weight, [-10, -2, 0, 2, 10])
        moment = mpmath.quad(lambda u: u**6 * weight(u), [-10, -2, 0, 2, 10]) / mass
        closed = mpmath.mpf(gibbs_moment(w**6, QUARTIC).subs(eta, 3).evalf(20))
    assert abs(moment - closed) < mpmath.mpf(10) ** -15


def test_mean_laplacian_is_the_mean_squared_gradient():
    for loss in (STIFF, QUARTIC):
        assert sp.simplify(gibbs_moment(loss.gradient[0] ** 2, loss) - mean_laplacian(loss)) == 0


def test_fewer_polynomials_give_a_smaller_quotient():
    assert largest_drift_quotient(STIFF, 0) == 0
    assert largest_drift_quotient(QUARTIC, 1).subs(eta, 1) < largest_drift_quotient(QUARTIC).subs(eta, 1)


@pytest.mark.parametrize(("loss", "degree"), [(TWO_GATES, 2), (STIFF, -1)])
def test_other_losses_and_degrees_are_refused(loss, degree):
    with pytest.raises(ValueError, match=f"degree={degree}: a loss of w and a degree ≥ 0 are wanted"):
        largest_drift_quotient(loss, degree)
