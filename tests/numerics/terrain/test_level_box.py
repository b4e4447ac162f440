import pytest

from derivations.parse import parse
from numerics.terrain.level_box import level_box


def test_box_of_a_parabola_has_the_roots_for_ends():
    ((low, high),) = level_box(parse("w**2"), [[0.0]], 9)
    assert low == pytest.approx(-3, abs=0.01)
    assert high == pytest.approx(3, abs=0.01)
    assert low < -3
    assert high > 3


def test_box_in_the_plane_is_as_oblong_as_the_sublevel_set():
    (left, right), (low, high) = level_box(parse("x**2 + 100*y**2"), [[0.0, 0.0]], 1)
    assert (left, right) == (pytest.approx(-1, abs=0.05), pytest.approx(1, abs=0.05))
    assert low <= -0.1
    assert high == pytest.approx(0.1, abs=0.05)


def test_far_points_are_in_the_box():
    ((low, high),) = level_box(parse("(w**2 - 100)**2"), [[-10.0], [10.0]], 1)
    assert low < -10
    assert high > 10


def test_what_does_not_grow_has_no_box():
    with pytest.raises(ValueError, match="stays below 1 however far one looks"):
        level_box(parse("sin(w)/2"), [[0.0]], 1)


def test_four_coordinates_are_refused():
    with pytest.raises(ValueError, match="it has 4 coordinates, at most 3"):
        level_box(parse("a**2 + b**2 + c**2 + d**2"), [[0.0] * 4], 1)
