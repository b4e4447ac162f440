import numpy as np
import pytest

from numerics.plane.patches import Patches, least_energy


def test_neighbours_share_their_nodes():
    numbers = Patches((0.0, 1.0), (0.0, 1.0), (2, 3), 2).numbers
    assert numbers.shape == (6, 9)
    assert set(numbers[0].reshape(3, 3)[:, 2]) == set(numbers[1].reshape(3, 3)[:, 0])


def test_without_a_weight_the_least_energy_is_linear():
    patches = Patches((-1.0, 2.0), (0.0, 1.0), (3, 2), 3)
    fixed = np.full(patches.shape, np.nan)
    fixed[0], fixed[-1] = 1, 0
    values = least_energy(patches, lambda x, y: np.ones_like(x), fixed)
    assert values.min() == pytest.approx(0, abs=1e-14)
    assert np.ptp(values, axis=1).max() < 1e-13
    assert values[patches.degree, 0] == pytest.approx(2 / 3)


def test_a_weight_of_one_coordinate_gives_the_integral_of_its_inverse():
    """u' = const/weight: u(0) = 1/2 for an even weight, and the steep part is where the weight is small."""
    patches = Patches((-1.0, 1.0), (0.0, 1.0), (6, 1), 6)
    fixed = np.full(patches.shape, np.nan)
    fixed[0], fixed[-1] = 0, 1
    values = least_energy(patches, lambda x, y: np.exp(x), fixed)
    middle = values[patches.shape[0] // 2, 0]
    assert middle == pytest.approx((np.e - 1) / (np.e - 1 / np.e), rel=1e-9)


def test_points_are_counted_from_the_lower_left():
    first, second = Patches((0.0, 2.0), (10.0, 13.0), (2, 3), 2).points(np.array([-1.0, 0.5]))
    assert first[0] == pytest.approx([0, 0, 0.75, 0.75])
    assert second[-1] == pytest.approx([12, 12.75, 12, 12.75])
