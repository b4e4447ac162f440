import pytest
import sympy as sp

from derivations.given_data import (
    listed_sampling_variance,
    mean_sampling_variance,
    sample_variance,
    sampling_variance,
    variance_of,
)
from derivations.minibatch import SUBSETS, WITH_REPLACEMENT, population_variance, variance
from derivations.symbols import M, N


@pytest.mark.parametrize(("batch", "known"), [(1, 10), (2, sp.Rational(15, 4)), (5, 0)])
def test_listed_variance_of_five_gradients(batch, known):
    assert listed_sampling_variance(SUBSETS, batch) == known


@pytest.mark.parametrize("scheme", [SUBSETS, WITH_REPLACEMENT], ids=lambda scheme: scheme.name)
def test_total_variance_is_the_mean_within_plus_the_variance_between(scheme):
    # E Σ_N = σ²(N − 1)/N, and the mean of the data has variance σ²/N.
    within = sampling_variance(scheme, N, M).subs(sample_variance, variance * (N - 1) / N)
    assert sp.simplify(within + variance / N - population_variance(scheme, N, M)) == 0


def test_variance_of_the_gradients_at_hand():
    assert variance_of((sp.S.One, sp.Integer(-2), sp.Integer(4), sp.Integer(7), sp.S.Zero)) == 10


def test_with_the_whole_data_nothing_varies():
    assert mean_sampling_variance(SUBSETS, N, N) == 0
