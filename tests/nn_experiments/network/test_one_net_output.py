import numba
import numpy as np
import pytest
import torch

from nn_experiments.network.one_net_output import falling_exponential, loss_and_error


@numba.njit
def exponentials(x):
    found = np.empty_like(x)
    for k in range(len(x)):
        found[k] = falling_exponential(x[k])
    return found


def test_the_exponential_is_right_to_two_units_in_the_last_place():
    x = np.linspace(-86, 0, 200_001, dtype=np.float32)
    error = exponentials(x) / np.exp(x.astype(np.float64)) - 1
    assert abs(error).max() < 2 * np.finfo(np.float32).eps
    assert exponentials(np.zeros(1, np.float32)) == 1


def test_the_exponential_falls_to_nothing_and_tells_what_is_no_number():
    far, none = exponentials(np.array([-1e30, np.nan], np.float32))
    assert 0 <= far < 1e-37
    assert np.isnan(none)


@pytest.mark.parametrize(("dtype", "margin"), [(np.float32, 1e-6), (np.float64, 1e-14)])
def test_loss_and_error_are_those_of_automatic_differentiation(dtype, margin):
    random = np.random.default_rng(2)
    z, bias, labels = random.normal(0, 5, (12, 16)).astype(dtype), np.zeros(10, dtype), np.arange(12) % 10
    logits = torch.tensor(z[:, :10], requires_grad=True)
    loss = torch.nn.functional.cross_entropy(logits, torch.as_tensor(labels))
    loss.backward()
    places = np.empty((10, 12), dtype), np.empty(12, dtype), np.empty(12, dtype)
    found = loss_and_error(z, bias, labels, dtype(-0.5 / 12), *places)
    np.testing.assert_allclose(found, loss.detach().numpy(), rtol=margin)
    np.testing.assert_allclose(z[:, :10], -0.5 * logits.grad.numpy(), rtol=0, atol=margin)
    np.testing.assert_allclose(bias, z[:, :10].sum(0), rtol=0, atol=margin)
    assert not z[:, 10:].any()


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_divergence_shows_in_the_loss(bad):
    z = np.zeros((12, 16), np.float32)
    z[3, 2] = bad
    places = np.empty((10, 12), np.float32), np.empty(12, np.float32), np.empty(12, np.float32)
    loss = loss_and_error(z, np.zeros(10, np.float32), np.zeros(12, np.int64), np.float32(-1), *places)
    assert not np.isfinite(loss)
