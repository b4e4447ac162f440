import pytest
import sympy as sp

from derivations.batch_normalisation import normalised_products, unit_loss

FEATURES = ((1, 2), (0, 1), (3, -1))


def test_normalised_products_have_mean_0_and_variance_1():
    products = normalised_products((2, 5), FEATURES)
    assert sp.simplify(sum(products)) == 0
    assert sp.simplify(sum(p**2 for p in products)) == 3


def test_a_shift_of_the_batch_is_not_seen():
    moved = tuple((a + 7, b - 2) for a, b in FEATURES)
    pairs = zip(normalised_products((2, 5), moved), normalised_products((2, 5), FEATURES), strict=True)
    assert all(sp.simplify(p - q) == 0 for p, q in pairs)


def test_unit_loss_is_positive():
    assert 0 < float(unit_loss((1, 1))) < 2


def test_one_sample_cannot_be_normalised():
    with pytest.raises(ValueError, match="features has 1 samples"):
        normalised_products((1, 1), FEATURES[:1])
