import math

import numpy as np
import pytest

from numerics.plane.mesh import DIRECTIONS
from numerics.plane.targets import Disc, HalfPlane


@pytest.mark.parametrize(
    ("direction", "place", "way"),
    [
        ((1, 0), (-3.0, 0.0), 2.0),
        ((1, 0), (-3.0, 0.6), 2.2),
        ((-1, 0), (3.0, -0.6), 2.2),
        ((0, 1), (0.6, -2.0), 1.2),
        ((0, -1), (0.0, 5.0), 4.0),
        ((0, -1), (0.0, -5.0), math.inf),
        ((1, 0), (-3.0, 1.5), math.inf),
    ],
)
def test_the_way_to_a_disc(direction, place, way):
    disc = Disc((0.0, 0.0), 1.0)
    assert float(disc.way(*map(np.asarray, place), direction)) == pytest.approx(way)


def test_a_way_ends_on_the_edge():
    disc, rng = Disc((0.3, -0.2), 0.7), np.random.default_rng(2)
    x, y = rng.uniform(-2, 2, (2, 400))
    x, y = (c[~disc.holds(x, y)] for c in (x, y))
    for direction in DIRECTIONS:
        way = disc.way(x, y, direction)
        met = np.isfinite(way)
        ends = x[met] + way[met] * direction[0], y[met] + way[met] * direction[1]
        assert np.hypot(ends[0] - 0.3, ends[1] + 0.2) == pytest.approx(0.7)


def test_a_half_plane_is_met_to_the_right_only():
    half = HalfPlane(1.0)
    ways = [float(half.way(np.asarray(0.25), np.asarray(3.0), d)) for d in DIRECTIONS]
    assert ways == [0.75, math.inf, math.inf, math.inf]
    assert half.holds(np.asarray(1.0), np.asarray(0.0))
    assert half.centre == (1.0, 0.0)
    assert half.size == math.inf
