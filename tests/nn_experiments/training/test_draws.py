import numpy as np
import pytest

from nn_experiments.training.draws import initial_generators, order


def test_an_order_is_a_permutation_of_its_own():
    orders = [order(seed, replica, epoch, 50) for seed in (1, 2) for replica in (0, 1) for epoch in (1, 2)]
    assert all(sorted(o) == list(range(50)) for o in orders)
    assert len({tuple(o) for o in orders}) == len(orders)
    np.testing.assert_array_equal(order(1, 0, 1, 50), orders[0])


def test_the_first_image_of_an_order_is_uniform():
    first = np.bincount([order(3, 0, epoch, 4)[0] for epoch in range(4000)])
    assert ((first - 1000) ** 2 / 1000).sum() < 16.27  # chi-square, 3 degrees of freedom, level 0.001


def test_an_epoch_of_a_larger_pool_is_the_start_of_a_permutation_of_it():
    drawn = order(1, 0, 1, 30, pool=50)
    assert len(set(drawn)) == 30
    np.testing.assert_array_equal(drawn, order(1, 0, 1, 50)[:30])


def test_all_of_a_pool_are_drawn_alike_in_the_long_run():
    counts = np.bincount(np.concatenate([order(1, 0, e, 3, pool=4) for e in range(4000)]))
    assert counts.sum() == 12_000
    assert abs(counts - 3000).max() < 110  # four standard deviations of a binomial number


def test_draws_with_replacement_are_independent():
    drawn = np.stack([order(1, 0, epoch, 2, pool=4, replacement=True) for epoch in range(8000)])
    counts = np.bincount(drawn[:, 0] * 4 + drawn[:, 1], minlength=16)
    assert ((counts - 500) ** 2 / 500).sum() < 37.7  # chi-square, 15 degrees of freedom, level 0.001


@pytest.mark.parametrize("replacement", [False, True])
def test_draws_repeat_for_equal_seed_replica_and_epoch_only(replacement):
    places = [(s, r, e) for s in (1, 2) for r in (0, 1) for e in (1, 2)]
    rows = [tuple(order(*place, 40, pool=60, replacement=replacement)) for place in places]
    assert len(set(rows)) == len(rows)
    assert rows[0] == tuple(order(1, 0, 1, 40, pool=60, replacement=replacement))


def test_the_orders_that_the_pins_rest_on_stay():
    assert order(2018, 0, 1, 8).tolist() == [2, 5, 3, 6, 7, 0, 1, 4]


def test_the_initial_net_of_a_replica_does_not_depend_on_how_many_there_are():
    few, many = initial_generators(1, 2), initial_generators(1, 5)
    assert few[1].uniform() == many[1].uniform()
