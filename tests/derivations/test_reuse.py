import pytest
import sympy as sp

from derivations.minibatch import mu, variance
from derivations.reuse import (
    CENTRED,
    batch_product,
    listed_conditional_variance,
    listed_product,
    listed_uses,
)
from derivations.symbols import N

SIZES = pytest.mark.parametrize(("size", "batch"), [(1, 1), (3, 2), (4, 1), (4, 4)])


@SIZES
def test_product_of_two_batches_agrees_with_listing(size, batch):
    formula = batch_product(N).subs({N: size, mu: 0}).subs(variance, 2)
    assert formula == listed_product(1, 1, size, batch)


@SIZES
def test_variance_splits_into_within_and_between(size, batch):
    # Var x̄(B₂) = E Var[x̄(B₂)|x̄(B₁)] + Var E[x̄(B₂)|x̄(B₁)], and the regression on x̄(B₁) is M/N · x̄(B₁).
    between = sp.Rational(batch, size) ** 2 * listed_product(2, 0, size, batch)
    assert listed_conditional_variance(size, batch) + between == listed_product(0, 2, size, batch)


def test_probabilities_of_all_uses_add_up_to_one():
    assert sum(p for _, _, p in listed_uses(CENTRED, 3, 2)) == 1
