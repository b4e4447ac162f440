import sympy as sp

from derivations.difference_quotients import (
    SHIFT,
    gradient_along,
    intermediate_points,
    mean_of_quotients,
    own_points,
    quotient_of_means,
)
from derivations.symbols import w


def test_derivative_along_the_diagonal_is_the_sum_of_the_components():
    assert sp.expand(gradient_along((1, 1)) - gradient_along((1, 0)) - gradient_along((0, 1))) == 0


def test_intermediate_point_of_a_parabola_is_the_middle():
    assert intermediate_points(w**2, sp.S.Zero, sp.Integer(2)) == sp.FiniteSet(1)


def test_quotients_of_the_infinite_population_are_one():
    for side in (quotient_of_means(), mean_of_quotients()):
        assert side["P(n) = 6/(π²n²), w = 0"] == 1


def test_own_points_lie_inside():
    for point in own_points():
        assert 0 < point.subs(SHIFT, 2) < 2
