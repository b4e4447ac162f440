from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from scipy.linalg import solve_continuous_lyapunov

from numerics.paths.samples import Sampling, sgd_positions
from numerics.simulated.anisotropic_noise import COVARIANCE, HESSIAN, lyapunov
from numerics.simulated.batches import settled_on_data, settled_positions, two_batches
from numerics.simulated.two_layers import network, share_across


def test_the_whole_data_are_one_batch():
    one, other = two_batches(5, 5, 100, 1)
    assert (one == other).all()


def test_two_halves_of_a_pass_make_up_the_data():
    one, other = two_batches(2, 1, 4000, 1, disjoint=True)
    assert set(zip(one, other, strict=True)) == {(a, b) for a in (-1.0, 1.0) for b in (-1.0, 1.0)}


def test_batches_larger_than_the_data_are_refused():
    for size, disjoint in ((5, False), (3, True), (0, False)):
        with pytest.raises(ValueError, match="the batches are larger than the data, 4"):
            two_batches(4, size, 10, 1, disjoint)


def test_the_same_seed_gives_the_same_runs():
    one, two = (settled_positions(20, Fraction(1, 10), 50, seed, 5) for seed in (1, 1))
    assert (one == two).all()
    assert (one != settled_positions(20, Fraction(1, 10), 50, 2, 5)).any()


def test_a_whole_pass_has_no_noise():
    data = np.array([-1.0, 0.0, 0.0, 1.0])
    assert settled_on_data(data, 2, 2, Sampling.EPOCHS, 1, 100).high == 0


def test_lyapunovs_equation_is_solved():
    expected = solve_continuous_lyapunov(*(np.array(m.tolist(), float) for m in (HESSIAN, COVARIANCE)))
    assert np.allclose(np.array(lyapunov(HESSIAN, COVARIANCE).tolist(), float), expected)
    assert lyapunov(sp.eye(2), 2 * sp.eye(2)) == sp.eye(2)


def test_the_sum_of_the_layers_keeps_its_sign():
    for steps in (1, 10, 100):
        assert (sgd_positions(network(3), steps=steps, paths=200).sum(1) > 0).all()
    assert share_across(3, 200, 100).low == 0
