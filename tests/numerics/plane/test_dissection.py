import numpy as np

from numerics.plane.dissection import SMALLEST, dissected


def test_every_cell_comes_once_and_the_last_one_last():
    cells = np.argwhere(np.random.default_rng(1).random((30, 40)) < 0.7)
    plan = dissected(cells, 5)
    assert sorted(plan.order) == list(range(len(cells)))
    assert plan.order[-1] == 5
    assert (plan.order[plan.place] == np.arange(len(cells))).all()
    assert (plan.parents[:-1] > np.arange(len(plan.parents) - 1)).all()


def test_neighbours_lie_in_blocks_of_which_one_is_above_the_other():
    cells = np.argwhere(np.ones((25, 20)))
    plan = dissected(cells, 0)
    block = np.searchsorted(plan.starts, plan.place, side="right") - 1
    above = {f: set(_line(plan.parents, f)) for f in range(len(plan.parents))}
    number = np.arange(500).reshape(25, 20)
    for a, b in [*zip(number[1:].ravel(), number[:-1].ravel(), strict=True), (3, 4), (77, 78)]:
        assert block[b] in above[block[a]] or block[a] in above[block[b]]


def _line(parents, block):
    while block >= 0:
        yield block
        block = int(parents[block])


def test_a_small_set_is_one_block():
    plan = dissected(np.argwhere(np.ones((SMALLEST // 6, 6))), -1)
    assert len(plan.parents) == 2  # all but the last, and the last
