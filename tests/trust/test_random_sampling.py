"""The formulas for mini-batches, against all batches of random data; and the code that draws them."""

from fractions import Fraction
from itertools import combinations_with_replacement

import numpy as np
import pytest
import sympy as sp
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from derivations.given_data import (
    finite_population,
    mean_sampling_variance,
    sample_variance,
    sampling_variance,
    variance_of,
)
from derivations.minibatch import (
    SUBSETS,
    WITH_REPLACEMENT,
    batch_gradients,
    inverse_batch,
    listed_mean,
    listed_variance,
    mu,
    population_variance,
    variance,
)
from derivations.reuse import listed_product
from derivations.step_correlation import listed_disjoint_covariance
from derivations.symbols import w, x
from nn_experiments.noise.batches import drawn
from nn_experiments.training.draws import order
from numerics.paths.samples import Samples, Sampling, Sgd, sgd_positions
from tests.trust.sampling_schemes import data_and_batch, fractions, moment, passes

few = settings(max_examples=25, deadline=None, derandomize=True, database=None)
schemes = pytest.mark.parametrize("scheme", [SUBSETS, WITH_REPLACEMENT], ids=lambda scheme: scheme.name)
laws = st.tuples(fractions, fractions, st.fractions(0, 1, max_denominator=5)).filter(
    lambda law: law[0] != law[1] and 0 < law[2] < 1
)


def exact(values):
    return tuple(sp.Rational(v.numerator, v.denominator) for v in values)


def spread(values):
    middle = moment(values)
    return moment([(v - middle) ** 2 for v in values])


@schemes
@few
@given(data_and_batch(most=5))
def test_the_variance_over_the_batches_is_that_of_the_listed_ones(scheme, case):
    values, size = case
    listed = variance_of(batch_gradients(scheme, exact(values), size))
    formula = sampling_variance(scheme, sp.Integer(len(values)), sp.Integer(size))
    here = {sample_variance: sp.Rational(str(spread(values))), mu: sp.Rational(str(moment(values)))}
    assert listed == formula.subs(here)
    short = finite_population if scheme is SUBSETS else inverse_batch
    assert listed == short(sp.Integer(len(values)), sp.Integer(size), here[sample_variance])


@schemes
@few
@given(data_and_batch(most=5), fractions, fractions)
def test_batches_follow_a_change_of_units(scheme, case, shift, scale):
    values, size = case
    here = batch_gradients(scheme, exact(values), size)
    there = batch_gradients(scheme, exact(scale * v + shift for v in values), size)
    assert there == [sp.Rational(str(scale)) * g + sp.Rational(str(shift)) for g in here]
    assert variance_of(there) == sp.Rational(str(scale)) ** 2 * variance_of(here)


@few
@given(data_and_batch(most=5), st.randoms(use_true_random=False))
def test_the_order_of_the_data_does_not_matter(case, random):
    values, size = case
    mixed = random.sample(values, len(values))
    for scheme in (SUBSETS, WITH_REPLACEMENT):
        here, there = (sorted(batch_gradients(scheme, exact(v), size)) for v in (values, mixed))
        assert here == there


@few
@given(data_and_batch(most=5))
def test_subsets_scatter_less_and_larger_batches_scatter_less(case):
    values, size = case
    subsets, repeats = (
        variance_of(batch_gradients(s, exact(values), size)) for s in (SUBSETS, WITH_REPLACEMENT)
    )
    assert subsets <= repeats
    if size < len(values):
        assert variance_of(batch_gradients(SUBSETS, exact(values), size + 1)) <= subsets
    else:
        assert subsets == 0


@schemes
@settings(max_examples=8, deadline=None, derandomize=True, database=None)
@given(laws, st.integers(1, 4), st.data())
def test_the_variance_over_data_and_batches_is_that_of_all_of_them(scheme, law, samples, data):
    one, other, chance = exact(law)
    size = data.draw(st.integers(1, samples))
    population = {one: chance, other: 1 - chance}
    middle = one * chance + other * (1 - chance)
    here = {variance: (one - other) ** 2 * chance * (1 - chance), mu: middle}
    formula = population_variance(scheme, sp.Integer(samples), sp.Integer(size)).subs(here)
    assert listed_variance(scheme, population, samples, size) == formula
    assert listed_mean(1, scheme, population, samples, size) == middle
    if samples > 1:
        within = mean_sampling_variance(scheme, sp.Integer(samples), sp.Integer(size)).subs(here)
        assert within + here[variance] / samples == formula  # within the data, and of their mean


@settings(max_examples=15, deadline=None, derandomize=True, database=None)
@given(data_and_batch(least=4, most=6))
def test_batches_of_a_pass_push_against_each_other(case):
    values, size = case
    assume(2 * size <= len(values) and spread(values))
    middle = moment(values)
    noises = [[moment(batch) - middle for batch in batches] for batches in passes(values, size)]
    count = len(values)
    for step in range(1, len(noises[0])):
        correlation = moment([n[0] * n[step] for n in noises]) / moment([n[0] ** 2 for n in noises])
        assert correlation == Fraction(-size, count - size)


@settings(max_examples=15, deadline=None, derandomize=True, database=None)
@given(data_and_batch(least=2, most=6))
def test_the_noises_of_a_whole_pass_cancel(case):
    values, size = case
    assume(len(values) % size == 0)
    middle = moment(values)
    assert all(sum(moment(b) - middle for b in batches) == 0 for batches in passes(values, size))


@pytest.mark.parametrize(("samples", "size"), [(2, 1), (4, 1), (4, 2), (5, 2)])
def test_over_the_data_batches_of_a_pass_are_independent(samples, size):
    assert listed_disjoint_covariance(samples, size) == 0
    assert listed_product(1, 1, samples, size) == sp.Rational(2, samples)  # of two steps that draw anew


@few
@given(st.integers(1, 40), st.data(), st.integers(0, 2**31), st.booleans())
def test_batches_of_the_experiment_are_batches(images, data, seed, repeated):
    size = data.draw(st.integers(1, images))
    found = drawn(torch.Generator().manual_seed(seed), 20, images, size, repeated=repeated).numpy()
    assert found.shape == (20, size)
    assert found.min() >= 0
    assert found.max() < images
    if not repeated:
        assert all(len(set(row)) == size for row in found)


@few
@given(st.integers(0, 2**31), st.integers(0, 50), st.integers(1, 200), st.integers(1, 60), st.data())
def test_an_epoch_is_a_part_of_a_permutation(seed, replica, epoch, pool, data):
    images = data.draw(st.integers(1, pool))
    found = order(seed, replica, epoch, images, pool=pool)
    assert len(set(found)) == images
    assert set(found) <= set(range(pool))
    assert (found == order(seed, replica, epoch, pool)[:images]).all()  # a shorter epoch is its beginning
    again = order(seed, replica, epoch, images, pool=pool, replacement=True)
    assert again.shape == (images,)
    assert again.min() >= 0
    assert again.max() < pool


def test_every_epoch_and_every_replica_has_an_order_of_its_own():
    orders = {tuple(order(7, replica, epoch, 30)) for replica in range(8) for epoch in range(8)}
    assert len(orders) == 64


def run(values, size, rate, steps, sampling, seed, paths=200):
    data = np.array([[float(v)] for v in values])
    samples = Samples((w - x) ** 2 / 2, (w,), (x,), data)
    return sgd_positions(Sgd(samples, size, rate, (0,), seed, sampling), steps=steps, paths=paths)[:, 0]


@pytest.mark.parametrize("sampling", Sampling, ids=lambda sampling: sampling.name)
@settings(max_examples=8, deadline=None, derandomize=True, database=None)
@given(data_and_batch(most=5), st.integers(0, 2**31))
def test_a_step_of_sgd_takes_one_of_the_listed_batches(sampling, case, seed):
    values, size = case
    found = run(values, size, 1, 1, sampling, seed)
    kind = combinations_with_replacement(values, size)
    again = sampling is Sampling.WITH_REPLACEMENT
    means = [moment(b) for b in kind] if again else batch_gradients(SUBSETS, exact(values), size)
    allowed = np.array([float(m) for m in means])
    assert np.abs(found[:, None] - allowed).min(1).max() < 1e-12


@settings(max_examples=8, deadline=None, derandomize=True, database=None)
@given(data_and_batch(most=5), st.integers(0, 2**31), st.fractions("1/10", "19/10", max_denominator=10))
def test_a_pass_of_sgd_takes_one_of_the_listed_orders(case, seed, rate):
    values, size = case
    steps = len(values) // size
    found = run(values, size, rate, steps, Sampling.EPOCHS, seed)
    ends = set()
    for batches in passes(values, size):
        place = Fraction(0)
        for batch in batches:
            place -= rate * (place - moment(batch))
        ends.add(place)
    allowed = np.array([float(end) for end in ends])
    assert np.abs(found[:, None] - allowed).min(1).max() < 1e-9
