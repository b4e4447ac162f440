"""Every positive definite matrix, from Cayley's transform."""

import pytest
import sympy as sp

from derivations.any_matrix import any_matrix, any_square_loss, eigenvectors, gaps, gaussian_mass, spectrum
from derivations.square_loss import named
from derivations.symbols import lamda


@pytest.mark.parametrize("d", [1, 2, 3])
def test_eigenvectors_are_orthonormal(d):
    q = eigenvectors(d)
    assert (q * q.T).applyfunc(sp.cancel) == sp.eye(d)


def test_matrix_has_the_spectrum():
    numbers = {lamda: 2, gaps(2)[1]: 3, **dict.fromkeys(eigenvectors(2).free_symbols, sp.Rational(1, 2))}
    assert any_matrix(2).subs(numbers).eigenvals() == {2: 1, 5: 1}
    assert [e.subs(numbers) for e in spectrum(2)] == [2, 5]


def test_hessian_of_the_loss_is_twice_the_matrix():
    hessian = sp.hessian(any_square_loss(2), named("u", 2))
    assert (hessian - 2 * any_matrix(2)).applyfunc(sp.cancel) == sp.zeros(2)


def test_gaussian_mass_is_that_of_the_determinant():
    assert sp.simplify(gaussian_mass((sp.Integer(2), sp.Integer(8)), sp.Integer(1)) - sp.pi / (4 * sp.E)) == 0
