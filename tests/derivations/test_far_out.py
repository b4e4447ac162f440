"""What the assumptions give far out."""

import sympy as sp

from derivations.far_out import SUBQUADRATIC, from_growth, inside_a_ball, left_sides, steepness
from derivations.symbols import eta_infinity, w
from derivations.zoo import DOUBLE_WELL, QUADRATIC


def test_left_sides_of_the_quadratic():
    assert left_sides(QUADRATIC) == (1 - 2 * eta_infinity * w**2, eta_infinity * w**2)


def test_steepness_comes_back_from_growth():
    assert sp.simplify(from_growth(DOUBLE_WELL, sp.S.Half) - steepness(DOUBLE_WELL)) == 0


def test_bound_inside_a_ball_is_an_identity():
    left = DOUBLE_WELL.laplacian - eta_infinity * steepness(DOUBLE_WELL)
    assert sp.simplify(inside_a_ball(DOUBLE_WELL) - left) == 0


def test_the_subquadratic_loss_grows_faster_than_the_line_and_slower_than_the_square():
    assert sp.limit(SUBQUADRATIC.expr / w, w, sp.oo) == sp.oo
    assert sp.limit(SUBQUADRATIC.expr / w**2, w, sp.oo) == 0
