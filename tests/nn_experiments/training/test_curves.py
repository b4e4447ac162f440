import numpy as np
import pytest

from nn_experiments.training.curves import log_norm


def test_the_log_norm_is_half_the_logarithm_of_the_mean_square():
    squares = np.array([[1.0, 3.0], [8.0, 8.0]])
    value, error = log_norm(squares)
    np.testing.assert_allclose(value, [np.log(2) / 2, np.log(8) / 2])
    np.testing.assert_allclose(error, [1 / (2 * 2), 0])


def test_one_probe_has_no_standard_error():
    value, error = log_norm(np.array([[4.0]]))
    assert value == pytest.approx(np.log(2))
    assert np.isnan(error)


def test_the_standard_error_is_the_scatter_of_the_logarithm():
    rng = np.random.default_rng(0)
    value, error = log_norm(rng.chisquare(40, (4000, 10)))
    assert error.mean() == pytest.approx(value.std(), rel=0.1)
