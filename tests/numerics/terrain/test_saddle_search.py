import numpy as np
import pytest

from derivations.parse import parse
from derivations.zoo import SHEARED_DOUBLE_WELL
from numerics.terrain.saddle_search import climbed, saddle_between, saddle_guess
from numerics.terrain.terrain import terrain_of
from tests.numerics.terrain.test_kramers import MUELLER_BROWN

CURVED = parse("(x**2-1)**2/4+(y+x**2-1)**2/2")


@pytest.mark.parametrize(
    ("potential", "start", "target", "saddle", "height"),
    [
        (SHEARED_DOUBLE_WELL, (-1, -1), (1, 1), (0, 0), 0.25),
        (CURVED, (-1, 0), (1, 0), (0, 1), 0.25),
        (
            MUELLER_BROWN,
            (-0.5582236, 1.4417258),
            (-0.0500108, 0.4666941),
            (-0.822002, 0.624313),
            -40.66484351,
        ),
        (MUELLER_BROWN, (0.6234994, 0.0280378), (-0.0500108, 0.4666941), (0.212487, 0.292988), -72.24894011),
    ],
)
def test_known_saddles(potential, start, target, saddle, height):
    found = saddle_between(potential, np.array(start, float), np.array(target, float))
    assert found.middle == pytest.approx(saddle, abs=1e-6)
    assert float(found.value.middle) == pytest.approx(height, abs=1e-8)
    assert found.index == 1


def test_climbing_ends_at_a_saddle_and_not_at_a_minimum():
    terrain = terrain_of(CURVED)
    assert np.allclose(climbed(terrain, np.array([0.3, 0.9])), [0, 1], atol=1e-12)


def test_the_string_passes_around_a_bend():
    assert np.allclose(saddle_guess(terrain_of(CURVED), np.array([-1.0, 0]), np.array([1.0, 0])), [0, 1])


def test_without_a_saddle_there_is_none():
    with pytest.raises(ValueError, match="no saddle was found between"):
        saddle_between(parse("x**2 + y**2"), np.array([-1.0, 0]), np.array([1.0, 0]))


def test_the_string_is_straight_before_it_slides(monkeypatch):
    monkeypatch.setattr("numerics.terrain.saddle_search.SLIDES", 0)
    monkeypatch.setattr("numerics.terrain.saddle_search.climbed", lambda terrain, point: point)
    found = saddle_guess(terrain_of(SHEARED_DOUBLE_WELL), np.array([-1.0, -1.0]), np.array([1.25, 1.25]))
    assert found == pytest.approx([-1 + 7 * 2.25 / 16] * 2)  # of 17 images, the one nearest to the gate at 0
