import numpy as np
import pytest

from derivations.parse import parse
from numerics.terrain.region import Region, region_around
from numerics.terrain.stationary_points import found_points, newton_limits
from numerics.terrain.terrain import terrain_of
from tests.numerics.terrain.test_basins import CHAIN
from tests.numerics.terrain.test_kramers import MUELLER_BROWN


def search(potential, *near):
    terrain, places = terrain_of(potential), np.array(near, dtype=float)
    region = region_around(terrain, places)
    return found_points(terrain, region, places), region


@pytest.mark.parametrize(
    "potential", [CHAIN, parse("x**4/4-x**2/2+x/10+(y-x)**2/2"), parse("w**6-3*w**4+w**2+w/5")]
)
def test_all_points_of_a_polynomial_are_found(potential):
    d = len(potential.coords)
    found, region = search(potential, [-1.2] * d, [1.2] * d)
    exact = potential.critical_points
    assert len(found.points) == len(exact)
    assert region.outward
    assert found.count == 1
    here = sorted(point.middle for point in found.points)
    there = sorted(tuple(float(c) for c in point.at) for point in exact)
    assert np.allclose(here, there, atol=1e-12)


def test_indices_add_up_to_one_for_mueller_and_brown():
    found, _ = search(MUELLER_BROWN, [-0.55, 1.44], [0.62, 0.03])
    assert sorted(point.index for point in found.points) == [0, 0, 0, 1, 1]


def test_a_degenerate_point_is_doubtful():
    found, _ = search(parse("x**4 + y**2 + y**4"), [-1, -1], [1, 1])
    assert not found.points
    assert np.allclose(found.doubtful, 0, atol=1e-2)


def test_newton_leaves_out_what_does_not_converge():
    terrain = terrain_of(parse("x + y**2"))
    region = region_around(terrain_of(parse("x**2 + y**2")), np.array([[-1.0, 0], [1, 0]]))
    assert len(newton_limits(terrain, region.points(5, seed=1), region)) == 0


def test_a_loss_that_falls_is_refused():
    with pytest.raises(ValueError, match="is not confining: as far as"):
        search(parse("x**2 - y**4"), [-1, 0], [1, 0])


def test_a_loss_that_is_not_real_is_refused():
    with pytest.raises(ValueError, match="is not a finite real number at \\(-1\\)"):
        search(parse("w**2 - log(w)"), [-1], [1])
    with pytest.raises(ValueError, match="is not a real number at all of the points"):
        search(parse("w**2 - log(w)"), [1], [2])


def test_newton_keeps_what_lies_on_the_faces_and_nothing_beyond():
    terrain = terrain_of(parse("(w**2 - 1)**2 / 4 + w / 20"))
    low, _, high = (float(point.at[0]) for point in parse("(w**2 - 1)**2 / 4 + w / 20").critical_points)
    near = np.linspace(-1.2, 1.2, 25)[:, None]
    half = Region(
        np.array([0.1]), high - 0.1, 1.0
    )  # its right face is the right minimum; the left one is outside
    found = newton_limits(terrain, near, half)
    assert found.max() == pytest.approx(high, abs=1e-9)
    assert found.min() > low + 0.01
