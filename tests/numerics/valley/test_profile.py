import pytest

from derivations.potential import Potential
from derivations.symbols import x, y
from numerics.valley.chart import valley_chart
from numerics.valley.profile import Profile, course

TRIPLE = Potential(x**2 * (x**2 - 1) ** 2 + x**2 / 10 + (y - x) ** 2 / 2, (x, y), name="three wells")


def test_the_course_has_the_wells_and_summits_of_the_floor(curved):
    way = course(Profile(valley_chart(curved), 0.1), 1.0)
    assert way.wells == pytest.approx([-1], abs=2e-3)
    assert way.summits == pytest.approx([0], abs=2e-3)
    assert (way.left**2 - 1) ** 2 / 4 > 39 * 0.1


def test_three_wells_are_seen():
    way = course(Profile(valley_chart(TRIPLE), 0.05), 1.2)
    assert len(way.wells) == len(way.summits) == 3


def test_a_far_well_is_seen():
    potential = Potential((x + 30) ** 2 * (x - 1) ** 2 / 100 + y**2, (x, y))
    assert course(Profile(valley_chart(potential), 0.1), 0.0).wells[0] == pytest.approx(-30, abs=0.02)


def test_mirroring_turns_the_floor():
    chart = valley_chart(Potential(x**4 / 4 - x**2 / 2 + x / 10 + (y - x) ** 2 / 2, (x, y)))
    there, back = (Profile(chart, 0.1, mirrored) for mirrored in (False, True))
    place = course(there, 1.0).wells[0]
    assert course(back, -place + 0.1).wells[-1] == pytest.approx(-place, abs=3e-3)


def test_a_floor_that_does_not_rise_is_refused():
    potential = Potential(1 / (1 + x**2) + y**2, (x, y))
    with pytest.raises(ValueError, match="the floor of the valley does not rise; does V confine"):
        course(Profile(valley_chart(potential), 0.1), 1.0)


def test_the_course_may_begin_at_a_given_place():
    way = course(Profile(valley_chart(TRIPLE), 0.05), 1.2, left=-0.6)
    assert (way.left, way.right) == (-0.6, 1.2)
    assert way.wells == pytest.approx([0, 0.97], abs=0.01)


def test_the_scale_is_that_of_the_sharpest_bend(curved):
    assert course(Profile(valley_chart(curved), 0.1), 1.0).scale == pytest.approx((0.1 / 2) ** 0.5, rel=1e-2)


def test_a_gentle_bend_has_its_scale():
    gentle = Profile(valley_chart(Potential((x**2 - 1) ** 2 / 16 + y**2 / 2, (x, y))), 0.1)
    assert course(gentle, 1.0).scale == pytest.approx((0.1 / 0.5) ** 0.5, rel=1e-2)


def test_a_flat_floor_has_the_length_of_the_way_for_its_scale():
    flat = Profile(valley_chart(Potential(y**2 / 2 + 0 * x, (x, y))), 0.1)
    assert course(flat, 1.0, left=-2.0).scale == 3
