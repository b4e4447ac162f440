from derivations.global_minima import number_of_zeros
from derivations.zoo import DEEPER_WELL, DOUBLE_WELL, THREE_MINIMA


def test_zeros_of_products_of_squares():
    assert number_of_zeros(DOUBLE_WELL) == 2
    assert number_of_zeros(THREE_MINIMA) == 3


def test_a_local_minimum_at_another_height_does_not_count():
    assert number_of_zeros(DEEPER_WELL) < len(DEEPER_WELL.minima)
