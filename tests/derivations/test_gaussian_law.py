import pytest
import sympy as sp

from derivations.gaussian_law import TIME, covariance_at, second_moment_at
from derivations.symbols import M, gamma, z


def test_covariance_solves_its_equation():
    hessian, noise = sp.Matrix([[2, 1], [1, 2]]), sp.diag(3, 0)
    covariance = covariance_at(hessian, noise)
    rate = noise - hessian * covariance - covariance * hessian
    assert (covariance.diff(TIME) - rate).applyfunc(sp.simplify) == sp.zeros(2)
    assert covariance.subs(TIME, 0) == sp.zeros(2)


def test_second_moment_with_noise_that_vanishes_at_the_minimum():
    rate = sp.diff(second_moment_at(z), TIME) / second_moment_at(z)
    assert sp.simplify(rate - (gamma / M - 2)) == 0


@pytest.mark.parametrize("hessian", [sp.eye(3), sp.Matrix([[1, 1], [0, 1]])])
def test_matrices_that_do_not_fit_are_refused(hessian):
    with pytest.raises(ValueError, match=r"hessian of shape .* two matrices of one shape are wanted"):
        covariance_at(hessian, sp.eye(2))
