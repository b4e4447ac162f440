import numpy as np
import pytest

from derivations.parse import parse
from derivations.zoo import SHEARED_DOUBLE_WELL, TWO_GATES
from numerics.terrain.nothing_missed import has_all_of_bezout, nothing_missed
from numerics.terrain.region import region_around
from numerics.terrain.stationary_points import found_points
from numerics.terrain.terrain import terrain_of
from tests.numerics.terrain.test_basins import CHAIN
from tests.numerics.terrain.test_kramers import MUELLER_BROWN, NETWORK

ENDS = {2: [[-1.0, -1.0], [1.0, 1.0]], 3: [[-1.0] * 3, [1.0] * 3]}


@pytest.mark.parametrize("potential", [SHEARED_DOUBLE_WELL, TWO_GATES, MUELLER_BROWN, NETWORK, CHAIN])
def test_a_missing_point_is_noticed(potential):
    terrain, near = terrain_of(potential), np.array(ENDS[len(potential.coords)])
    region = region_around(terrain, near)
    points = found_points(terrain, region, near).points
    assert nothing_missed(terrain, region, points)
    low = [p for p in points if float(p.value.middle) < region.top]
    for left_out in low[:4]:
        assert not nothing_missed(terrain, region, [p for p in points if p is not left_out])


def test_two_points_close_together_are_told_apart():
    """w⁴/4 − w²/10⁶ has critical points at 0 and ±√2·10⁻³."""
    loss = parse("w**4/4 - w**2/1000000")
    terrain, near = terrain_of(loss), np.array([[-1.0], [1.0]])
    region = region_around(terrain, near)
    points = found_points(terrain, region, np.array([[-2e-3], [0.0], [2e-3]])).points
    assert len(points) == 3
    assert nothing_missed(terrain, region, points)
    assert not nothing_missed(terrain, region, points[:2])


def test_a_polynomial_has_no_more_points_than_bezout_allows():
    terrain, near = terrain_of(CHAIN), np.array(ENDS[3])
    points = found_points(terrain, region_around(terrain, near), near).points
    assert has_all_of_bezout(CHAIN, points)
    assert not has_all_of_bezout(CHAIN, points[1:])
    assert not has_all_of_bezout(MUELLER_BROWN, points)


def test_in_many_dimensions_nothing_is_said():
    loss = parse("a**2 + b**2 + c**2 + d**2 + f**2")
    near = np.array([[-1.0] * 5, [1.0] * 5])
    assert not nothing_missed(terrain_of(loss), region_around(terrain_of(loss), near), [])
