from fractions import Fraction

import pytest
import sympy as sp

from derivations.minibatch import (
    SKEWED,
    SUBSETS,
    WITH_REPLACEMENT,
    batch_gradients,
    listed_data,
    listed_mean,
    listed_variance,
    mu,
    population_variance,
    variance,
)
from derivations.symbols import M, N

SCHEMES = pytest.mark.parametrize("scheme", [SUBSETS, WITH_REPLACEMENT], ids=lambda scheme: scheme.name)


@SCHEMES
@pytest.mark.parametrize(("size", "batch"), [(2, 1), (3, 2), (4, 3), (5, 2), (5, 5)])
def test_count_moments_are_those_of_the_listed_batches(scheme, size, batch):
    draws = list(scheme.batches(size, batch))
    own = Fraction(sum(draw.count(0) ** 2 for draw in draws), len(draws))
    pair = Fraction(sum(draw.count(0) * draw.count(1) for draw in draws), len(draws))
    at = {N: size, M: batch}
    assert scheme.own(N, M).subs(at) == own
    assert scheme.pair(N, M).subs(at) == pair


@SCHEMES
def test_counts_add_up_to_the_batch_size(scheme):
    square = N * scheme.own(N, M) + N * (N - 1) * scheme.pair(N, M)
    assert sp.simplify(square - M**2) == 0


@SCHEMES
@pytest.mark.parametrize(("size", "batch"), [(1, 1), (3, 2), (4, 4)])
def test_formula_agrees_with_listing_all_data(scheme, size, batch):
    listed = listed_mean(2, scheme, SKEWED, size, batch) - listed_mean(1, scheme, SKEWED, size, batch) ** 2
    formula = population_variance(scheme, N, M).subs({N: size, M: batch, mu: 2}).subs(variance, 2)
    assert sp.simplify(formula - listed) == 0


def test_probabilities_of_all_data_add_up_to_one():
    assert sum(probability for _, probability in listed_data(SKEWED, 3)) == 1


@pytest.mark.parametrize("batch", [0, 4])
def test_batches_larger_than_the_data_are_refused(batch):
    with pytest.raises(ValueError, match=f"M={batch}, N=3: a batch holds between 1 and N samples"):
        batch_gradients(SUBSETS, (sp.S.One,) * 3, batch)


@SCHEMES
def test_listed_variance_is_second_moment_less_squared_mean(scheme):
    square = listed_mean(2, scheme, SKEWED, 3, 2) - listed_mean(1, scheme, SKEWED, 3, 2) ** 2
    assert listed_variance(scheme, SKEWED, 3, 2) == square
