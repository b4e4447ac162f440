import numpy as np
import pytest

from derivations.parse import parse
from derivations.zoo import SHEARED_DOUBLE_WELL, TWO_GATES
from numerics.plane.ridges import ridges

BOX = ((-2.0, 2.0), (-2.0, 2.0))
PAIR = [(-1, -1), (1, 1)]
GATES = [(-(0.75**0.5), 0), (0.75**0.5, 0)]


def test_ridge_between_mirrored_wells_is_the_mirror():
    found = ridges(TWO_GATES, [(0, -1), (0, 1)], GATES, [(0, 0)], BOX)
    assert len(found) == 4
    for ridge in found:
        assert np.abs(ridge.place(np.linspace(0, ridge.knots[-1], 50))[:, 1]).max() < 1e-9
        assert ridge.left != ridge.right


def test_ridges_meet_at_the_maximum():
    found = ridges(TWO_GATES, [(0, -1), (0, 1)], GATES, [(0, 0)], BOX)
    tips = [ridge.place(ridge.knots[-1:])[0] for ridge in found if ridge.top is not None]
    assert len(tips) == 2
    assert np.abs(tips).max() < 1e-12
    near = found[0].knots[-1] - np.array([1e-9, 1e-6])  # on the straight piece and before it
    assert np.abs(np.abs(found[0].direction(near)) - [1, 0]).max() < 1e-6


def test_sides_are_named_as_seen_uphill():
    upward = ridges(parse("(x**2-1)**2/4 + y**2/2"), [(-1, 0), (1, 0)], [(0, 0)], [], BOX)
    ends = {round(float(r.place(r.knots[-1:])[0, 1])): (r.left, r.right) for r in upward}
    assert ends == {2: (0, 1), -2: (1, 0)}


def test_ridge_is_parallel_to_the_gradient():
    ridge = ridges(SHEARED_DOUBLE_WELL, PAIR, [(0, 0)], [], BOX)[0]
    s = np.linspace(0.01, ridge.knots[-1], 40)
    step = 1e-6
    difference = (ridge.place(s + step / 2) - ridge.place(s - step / 2)) / step
    assert np.abs(difference - ridge.direction(s)).max() < 1e-5


def test_saddle_inside_one_valley_gives_no_ridge():
    # y = 0 is a ridge of a ring with one dent: both sides of the far gate lead to the same minimum
    ring = parse("(x**2 + y**2 - 1)**2 - x/4")
    points = {p.kind: [tuple(map(float, p.at))] for p in ring.critical_points}
    assert ridges(ring, points["minimum"], points["saddle"], points["maximum"], BOX) == ()


def test_missing_minimum_is_noticed():
    with pytest.raises(ValueError, match=r"no minimum of .* is reached from its saddle"):
        ridges(SHEARED_DOUBLE_WELL, PAIR[:1], [(0, 0)], [], BOX)


def test_point_that_is_no_saddle_is_noticed():
    with pytest.raises(ValueError, match="does not part two valleys"):
        ridges(SHEARED_DOUBLE_WELL, PAIR, [(0.00001, -0.0003)], [], BOX)
