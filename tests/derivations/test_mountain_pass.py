"""Lowest paths between two minima, exactly."""

import pytest
import sympy as sp

from derivations.barrier import barrier
from derivations.mountain_pass import (
    CROSSINGS,
    DETOUR,
    LINE,
    TOUCH,
    WITH_SIDE,
    Wall,
    lowest_crossing,
    summit,
)
from derivations.symbols import s, w, y
from derivations.zoo import DOUBLE_WELL, TWO_GATES


def test_the_summit_of_a_straight_path_is_at_the_gate():
    assert summit(DOUBLE_WELL, ((2 * s - 1,),)) == (sp.Rational(1, 4), ((0,),))


def test_the_summit_may_be_an_end():
    assert summit(DOUBLE_WELL, ((1 + s,),)) == (sp.Rational(9, 4), ((2,),))


def test_a_detour_is_as_high_at_two_points():
    assert summit(WITH_SIDE, DETOUR) == (sp.Rational(1, 4), (TOUCH, (0, 0)))
    assert summit(WITH_SIDE, LINE) == (sp.Rational(1, 4), ((0, 0),))


def test_a_broken_path_is_refused():
    with pytest.raises(ValueError, match="a piece ends at"):
        summit(DOUBLE_WELL, ((s,), (s,)))


def test_a_constant_piece_is_refused():
    with pytest.raises(ValueError, match="constant"):
        summit(DOUBLE_WELL, ((sp.S.One,),))


def test_a_wall_between_the_minima_is_lowest_at_the_gates():
    gates = barrier(TWO_GATES, (0, -1), (0, 1)).gates
    assert lowest_crossing(TWO_GATES, Wall(y, sp.S.Zero)) == (sp.Rational(7, 16), tuple(g.at for g in gates))


def test_a_wall_needs_two_coordinates():
    with pytest.raises(ValueError, match="two coordinates"):
        lowest_crossing(DOUBLE_WELL, Wall(w, sp.S.Zero))


@pytest.mark.parametrize("crossing", CROSSINGS, ids=lambda c: c.potential.name)
def test_paths_join_the_minima_and_walls_separate_them(crossing):
    ends = crossing.path[0], crossing.path[-1]
    found = [
        tuple(sp.sympify(c).subs(s, place) for c in piece) for piece, place in zip(ends, (0, 1), strict=True)
    ]
    assert found == [crossing.start, crossing.target]
    axis = crossing.potential.coords.index(crossing.wall.coord)
    assert (crossing.start[axis] - crossing.wall.value) * (crossing.target[axis] - crossing.wall.value) < 0
