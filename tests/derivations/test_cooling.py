import sympy as sp

from derivations.cooling import EVERYWHERE, HEIGHTS, INSIDE, VOLUMES, mean_loss, share, weight
from derivations.symbols import eta


def test_share_of_a_flat_loss_is_the_share_of_volume():
    flat = dict.fromkeys(HEIGHTS, 0)
    assert sp.simplify(share().subs(flat) - VOLUMES[0] / sum(VOLUMES)) == 0


def test_mean_loss_of_one_cell_is_its_height():
    assert sp.simplify(mean_loss(INSIDE) - HEIGHTS[0]) == 0


def test_weight_at_infinite_temperature_is_the_volume():
    assert weight(EVERYWHERE).subs(eta, 0) == sum(VOLUMES)
