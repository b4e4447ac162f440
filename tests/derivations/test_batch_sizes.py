import pytest

from derivations.batch_sizes import IMAGES, largest_share, listed_batches


@pytest.mark.parametrize(("size", "batch", "number"), [(4, 2, 6), (5, 5, 1), (5, 1, 5)])
def test_number_of_batches(size, batch, number):
    assert listed_batches(size, batch) == number


def test_largest_batch_is_below_half_a_percent():
    assert largest_share().high * IMAGES == 256
