import sympy as sp

from derivations.ball_rotation import TURN, eigenvalues_in_the_plane, form_moments, monomial_integral


def test_turn_is_orthogonal():
    assert (TURN.T * TURN).is_Identity


def test_monomials_over_the_disc_and_the_ball():
    assert monomial_integral((2, 0)) == sp.pi / 4
    assert monomial_integral((1, 2)) == 0
    assert monomial_integral((2, 0, 0)) == 4 * sp.pi / 15


def test_first_moment_is_the_trace_times_the_second_moment():
    assert sp.expand(form_moments(sp.Matrix([[1, 5], [5, 3]]))[0]) == sp.pi


def test_eigenvalues_in_the_plane():
    assert eigenvalues_in_the_plane(sp.Matrix([[2, 1], [1, 2]])) == (3, 1)
