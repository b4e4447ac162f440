import math

import flint
import pytest
import sympy as sp

from derivations.parse import parse
from derivations.potential import Potential
from derivations.symbols import x, y
from derivations.zoo import DOUBLE_WELL, THREE_MINIMA
from numerics.line.turning_points import turning_points


def places(text):
    return [(turn.spot.middle[0], turn.is_minimum) for turn in turning_points(parse(text))]


def test_minima_and_maxima_of_a_polynomial_alternate():
    assert [turn.is_minimum for turn in turning_points(THREE_MINIMA)] == [True, False, True, False, True]


def test_transcendental_losses_are_solved_by_bisection():
    (left, low), (middle, high), (right, _) = places("w**2 + cos(3*w)")
    assert (low, high) == (True, False)
    assert middle == 0
    assert left == pytest.approx(-right)
    assert 2 * right == pytest.approx(3 * math.sin(3 * right))


def test_minimum_of_fourth_order_counts_and_inflection_does_not():
    assert places("w**4") == [(0, True)]
    assert places("w**4/4 - w**3/3") == [(1, True)]


def test_place_is_as_sharp_as_asked_for():
    turn = turning_points(parse("cosh(w) + sin(5*w)"))[0]
    with flint.ctx.workprec(2000):
        place = turn.sharp()
        assert place.rad() < flint.arb(2) ** -1900
        assert (place.sinh() + 5 * (5 * place).cos()).contains(0)


def test_roots_of_polynomials_are_sharp_too():
    turn = turning_points(THREE_MINIMA)[1]
    with flint.ctx.workprec(1000):
        assert turn.sharp().overlaps((7 - flint.arb(19).sqrt()) / 6)
        assert turn.sharp().rad() < flint.arb(2) ** -900


def test_loss_without_critical_points_has_none():
    assert turning_points(Potential(sp.exp(sp.Symbol("w", real=True)), (sp.Symbol("w", real=True),))) == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [("sin(w)", "no proof that it grows"), ("w**2*exp(-w**2) + sin(w)", "no proof that it grows")],
)
def test_what_cannot_be_searched_is_refused(text, problem):
    with pytest.raises(ValueError, match=problem):
        turning_points(parse(text))


def test_degenerate_transcendental_points_are_refused():
    with pytest.raises(ValueError, match="not all isolated and nondegenerate near"):
        turning_points(parse("w**2 + 2*cos(w) + w**6 - w**5*sin(w)"))


def test_two_coordinates_are_refused():
    with pytest.raises(ValueError, match="one coordinate is wanted, not 2"):
        turning_points(Potential(x**2 + y**2, (x, y)))


def test_a_double_well_has_three_turns():
    assert [str(turn.spot) for turn in turning_points(DOUBLE_WELL)] == ["-1", "0", "1"]
