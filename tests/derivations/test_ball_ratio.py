import sympy as sp

from derivations.ball_ratio import flatness_ratio, hessian, ratio_of_masses
from derivations.symbols import eta


def test_flatness_ratio_of_diagonal_matrices():
    assert flatness_ratio(sp.diag(1, 4), sp.diag(9, 4)) == 3


def test_ratio_of_a_minimum_with_itself_is_one_when_the_hessians_agree():
    second = ratio_of_masses(2)[2]
    same = dict(zip(hessian(2, "F"), hessian(2, "S"), strict=True))
    assert sp.expand(second.subs(same)) == 0


def test_sharper_first_minimum_has_the_lighter_ball():
    (f,), (s,) = hessian(1, "F"), hessian(1, "S")
    assert sp.expand(ratio_of_masses(1)[2] - eta * (s - f) / 6) == 0
