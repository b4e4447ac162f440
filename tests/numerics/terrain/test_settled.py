import numpy as np

from derivations.parse import parse
from derivations.zoo import SHEARED_DOUBLE_WELL
from numerics.terrain.settled import bottom_of, settled
from numerics.terrain.terrain import terrain_of
from tests.numerics.terrain.test_kramers import MUELLER_BROWN


def test_points_settle_in_the_minima_of_the_flow():
    """Compared with explicit Euler steps so small that they follow the flow."""
    terrain = terrain_of(SHEARED_DOUBLE_WELL)
    starts = np.random.default_rng(3).uniform(-1.5, 1.5, (40, 2))
    slow = starts.copy()
    for _ in range(20_000):
        slow -= 0.005 * terrain.gradient(slow)
    flow = np.array([bottom_of(terrain, start, 1.0) for start in starts])
    assert np.allclose(flow, slow, atol=1e-6)
    assert np.allclose(np.abs(settled(terrain, starts, 1.0)), 1, atol=1e-9)


def test_a_stiff_valley():
    terrain = terrain_of(parse("(1-x)**2 + 10000*(y-x**2)**2"))
    assert np.allclose(bottom_of(terrain, np.array([-1.2, 1.0]), 2.0), [1, 1], atol=1e-8)


def test_what_falls_for_ever_is_lost():
    terrain = terrain_of(parse("w**3 - w"))
    assert np.isnan(bottom_of(terrain, np.array([-1.0]), 1.0)).all()
    ends = settled(terrain, np.array([[-1.0], [1.0]]), 1.0)
    assert np.isnan(ends[0, 0])
    assert np.isclose(ends[1, 0], 3**-0.5)


def test_both_sides_of_a_gate():
    terrain = terrain_of(MUELLER_BROWN)
    ends = settled(terrain, np.array([[-0.8220 - 0.01, 0.6243 + 0.01], [-0.8220 + 0.01, 0.6243 - 0.01]]), 1.0)
    assert np.allclose(ends, [[-0.5582236, 1.4417258], [-0.0500108, 0.4666941]], atol=1e-6)


def test_a_flow_into_a_pole_ends():
    assert np.isnan(bottom_of(terrain_of(parse("log(w)")), np.array([1.0]), 2.0)).all()
