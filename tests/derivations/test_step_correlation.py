import pytest
import sympy as sp

from derivations.minibatch import SUBSETS, batch_gradients, listed_data, variance
from derivations.reuse import CENTRED
from derivations.step_correlation import listed_disjoint_covariance, stationary_variance
from derivations.symbols import M, N, gamma


def stationary_variance_by_data(size, batch, rate):
    """For each data set the law of w settles around its mean with variance γ/(2 − γ) Var ĝ."""
    total = sp.S.Zero
    for values, probability in listed_data(CENTRED, size):
        means = batch_gradients(SUBSETS, values, batch)
        centre = sum(values) / sp.Integer(size)
        spread = sum((m - centre) ** 2 for m in means) / len(means)
        total += probability * (centre**2 + rate / (2 - rate) * spread)
    return total


@pytest.mark.parametrize(("size", "batch"), [(2, 1), (3, 2), (4, 4)])
def test_stationary_variance_agrees_with_averaging_over_all_data(size, batch):
    rate = sp.Rational(1, 3)
    formula = stationary_variance().subs({N: size, M: batch, gamma: rate}).subs(variance, 2)
    assert sp.simplify(formula - stationary_variance_by_data(size, batch, rate)) == 0


def test_full_batches_leave_the_variance_of_the_sample_mean():
    assert sp.simplify(stationary_variance().subs(M, N) - variance / N) == 0


@pytest.mark.parametrize(("size", "batch"), [(3, 2), (2, 0)])
def test_a_pass_needs_samples_for_two_batches(size, batch):
    with pytest.raises(ValueError, match=f"M={batch}, N={size}: two batches of one pass need 2M ≤ N"):
        listed_disjoint_covariance(size, batch)
