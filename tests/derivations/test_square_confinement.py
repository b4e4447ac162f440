"""Growth of the square loss."""

import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.square_confinement import (
    completed_square_least,
    gibbs_curvature,
    growth,
    growth_limits,
    largest_curvature,
    least_rayleigh_quotient,
)
from derivations.square_loss import named
from derivations.symbols import w, x, y
from derivations.zoo import QUADRATIC, TWO_GATES


def test_least_value_without_a_share_is_zero():
    assert completed_square_least(sp.Integer(0), 2) == 0


def test_least_value_is_the_closed_form():
    share, c = sp.Rational(1, 3), named("c", 1)[0]
    assert completed_square_least(share, 1) == -share / (1 - share) * c**2


def test_a_share_of_one_has_no_least_value():
    with pytest.raises(ValueError, match="share=1: the least value is −∞ unless share < 1"):
        completed_square_least(sp.Integer(1), 1)


def test_least_quotient_of_a_diagonal_matrix():
    assert least_rayleigh_quotient(sp.diag(5, 3)) == 3
    assert least_rayleigh_quotient(sp.eye(2)) == 1


def test_least_quotient_of_an_indefinite_matrix():
    assert least_rayleigh_quotient(sp.Matrix([[0, 1], [1, 0]])) == -1


@pytest.mark.parametrize("matrix", [sp.eye(3), sp.Matrix([[1, 2], [0, 1]])])
def test_other_matrices_are_refused(matrix):
    with pytest.raises(ValueError, match=r"a symmetric matrix of shape \(2, 2\) is wanted"):
        least_rayleigh_quotient(matrix)


def test_growth_of_the_quadratic():
    assert growth(QUADRATIC) == (w**2 / 2 - 1, 1 / w**2)


def test_singular_matrix_spoils_both_limits():
    valley = Potential(x**2, (x, y))
    assert growth_limits(valley, (1, 0)) == (sp.oo, 0)
    assert growth_limits(valley, (0, 1))[0] == -2


def test_logarithm_spoils_both_limits():
    assert growth_limits(Potential(sp.log(1 + w**2)), (1,)) == (0, -sp.Rational(1, 2))


def test_curvature_is_the_second_derivative_of_the_weight():
    assert (
        sp.simplify(gibbs_curvature(TWO_GATES) - sum(sp.diff(sp.exp(-TWO_GATES.expr), c, 2) for c in (x, y)))
        == 0
    )


def test_largest_curvature_of_the_quadratic_is_at_the_minimum():
    assert largest_curvature(QUADRATIC) == 1


def test_largest_curvature_of_the_cauchy_weight():
    assert largest_curvature(Potential(sp.log(1 + w**2))) == 2


def test_largest_curvature_off_the_line_is_refused():
    with pytest.raises(ValueError, match=r"loss on \(x, y\): a loss on the line is wanted"):
        largest_curvature(TWO_GATES)
