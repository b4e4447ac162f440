"""The double well before the barrier is crossed."""

import pytest

from numerics.early_times import early_distance


def test_distance_is_close_to_that_of_a_single_well():
    assert early_distance(50) == pytest.approx(0.89, abs=0.03)
