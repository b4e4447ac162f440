from fractions import Fraction

import numpy as np
import sympy as sp

from nn_experiments.data.digits import digits
from nn_experiments.noise.label_noise import (
    SCALE,
    covariance_at_finite_rate,
    hessian,
    ink,
    settled_covariance,
)


def numbers(matrix):
    return np.array(matrix.tolist(), float)


def test_ink_is_that_of_the_halves():
    images = digits().train_images.reshape(-1, 8, 8)
    assert np.allclose(ink().sum(1), 16 * images.sum((1, 2)))
    assert np.allclose(ink()[:, 0], 16 * images[:, :, :4].sum((1, 2)))


def test_the_hessian_is_the_second_moment():
    x = ink() / SCALE
    assert np.allclose(numbers(hessian()), x.T @ x / len(x))
    assert hessian()[0, 1] == hessian()[1, 0]


def test_the_covariance_at_finite_rate_is_a_fixed_point():
    """Of E (I − γĤ) Σ (I − γĤ) + γ²σ²H/M with M = 1, by a sum over all samples."""
    rate, x = 0.05, ink() / SCALE
    unit = rate / 2
    covariance = unit * numbers(covariance_at_finite_rate(Fraction(1, 20), 1))
    shrink = np.eye(2) - rate * x[:, :, None] * x[:, None, :]
    found = (shrink @ covariance @ shrink).mean(0) + rate**2 * x.T @ x / len(x)
    assert np.allclose(found, covariance)


def test_small_rates_settle_isotropically():
    found = covariance_at_finite_rate(Fraction(1, 10**6), 3)
    assert np.abs(numbers(found - sp.eye(2))).max() < 1e-5


def test_one_step_from_the_teacher_is_the_noise():
    """w − w⁰ = ± γσx, hence E = γ²σ²H, in units of γσ²/2."""
    rate = Fraction(1, 10)
    found = settled_covariance(rate, 1, Fraction(2), 1, 4000, 3)
    for name, wanted in zip(("Σ11", "Σ12", "Σ22"), (hessian()[i] for i in (0, 1, 3)), strict=True):
        assert found[name].low < 2 * rate * Fraction(int(wanted.p), int(wanted.q)) < found[name].high
