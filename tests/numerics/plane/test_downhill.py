import numpy as np
import pytest

from derivations.parse import parse
from derivations.zoo import SHEARED_DOUBLE_WELL, TWO_GATES
from numerics.plane.downhill import LOST, homes, valley_numbers

PAIR = [(-1, -1), (1, 1)]


def test_points_go_to_the_minimum_on_their_side():
    points = np.random.default_rng(1).uniform(-2, 2, (200, 2))
    above = [(0, -1), (0, 1)]
    assert (valley_numbers(TWO_GATES, above, points) == (points[:, 1] > 0)).all()


def test_flow_is_symmetric():
    points = np.random.default_rng(2).uniform(-2, 2, (100, 2))
    there = valley_numbers(SHEARED_DOUBLE_WELL, PAIR, points)
    assert (valley_numbers(SHEARED_DOUBLE_WELL, PAIR, -points) == 1 - there).all()


def test_stiff_valley_is_followed():
    loss = parse("500*y**2 + (x**2 - 1)**2/4")
    points = np.array([[0.01, 1.0], [-0.01, -1.0]])
    assert valley_numbers(loss, [(-1, 0), (1, 0)], points).tolist() == [1, 0]


def test_very_stiff_valley_is_followed():
    loss = parse("9*(y-x/50)**2/5+(x**2-900)**2/2592000")
    points = np.array([[0.01, 0.1], [-0.01, -0.1]])
    assert valley_numbers(loss, [(-30, -0.6), (30, 0.6)], points).tolist() == [1, 0]


def test_minimum_that_is_not_named_is_not_found():
    assert valley_numbers(SHEARED_DOUBLE_WELL, [(1, 1)], np.array([[-1.0, -1.0]])).tolist() == [LOST]


def test_homes_do_not_overlap_and_the_loss_is_convex_there():
    first, second = homes(SHEARED_DOUBLE_WELL, PAIR)
    assert first + second < np.hypot(2, 2)
    assert 3 * (1 - first) ** 2 > 1 / 2


def test_degenerate_minimum_has_no_home():
    with pytest.raises(ValueError, match="no ball around the minimum"):
        homes(parse("x**4 + y**4"), [(0, 0)])
