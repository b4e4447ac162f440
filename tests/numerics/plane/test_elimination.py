import numpy as np
import pytest
from mpmath import mp
from scipy import sparse
from scipy.sparse.linalg import spsolve

from numerics.plane.chain import Chain
from numerics.plane.elimination import eliminated
from numerics.plane.mesh import DIRECTIONS


def grid_chain(shape, rates, killed=None):
    """A chain on a full grid; `rates(k, goal)` for each jump, killed at rate 1 in the state `killed`."""
    number = np.full(np.add(shape, 2), -1)
    number[1:-1, 1:-1] = np.arange(np.prod(shape)).reshape(shape)
    indices = np.argwhere(number[1:-1, 1:-1] >= 0)
    goals = np.stack([number[tuple((indices + 1 + step).T)] for step in DIRECTIONS], axis=1)
    here = np.repeat(np.arange(len(indices)), 4).reshape(-1, 4)
    jumps = np.where(goals >= 0, rates(here, goals), 0.0)
    killing = np.zeros(len(indices))
    if killed is not None:
        killing[killed] = 1.0
    return Chain(indices, goals, jumps, killing, (killing,))


def random_rates(here, goals):
    return np.random.default_rng(3).random(goals.shape) + 0.01


def matrix(chain):
    size = chain.killing.size
    here = np.repeat(np.arange(size), 4)
    jumps = chain.goals.ravel() >= 0
    entries = chain.rates.ravel()[jumps], (here[jumps], chain.goals.ravel()[jumps])
    rates = sparse.csr_matrix(entries, (size, size))
    return sparse.diags(np.asarray(rates.sum(axis=1)).ravel() + chain.killing) - rates


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (23, 17), (40, 3)])
def test_rewards_solve_the_linear_system(shape):
    chain = grid_chain(shape, random_rates, killed=0)
    rewards = np.random.default_rng(4).random(chain.killing.size)
    found = eliminated(chain).rewards(rewards)
    assert np.allclose(matrix(chain) @ found, rewards, rtol=0, atol=1e-9 * found.max())


@pytest.mark.parametrize("last", [0, 7, -1])
def test_the_stationary_law_is_balanced(last):
    chain = grid_chain((9, 11), random_rates)
    law = eliminated(chain, last).stationary()
    assert law.sum() == pytest.approx(1)
    assert np.abs(law @ matrix(chain)).max() < 1e-15


def test_a_reversible_chain_keeps_weights_over_two_hundred_orders_of_magnitude():
    heights = np.random.default_rng(5).uniform(0, 250, 13 * 12)
    heights = np.sort(heights)
    chain = grid_chain((13, 12), lambda here, goals: np.exp((heights[here] - heights[goals]) / 2))
    law = eliminated(chain).stationary()
    weights = np.exp(-heights)
    assert np.allclose(law * weights.sum() / weights, 1, rtol=1e-11, atol=0)


def high_barrier(size=6):
    """A strip over a hill 40 e-folds high, killed at its end."""
    hill = 40 * np.sin(np.pi * np.arange(3 * size) / (3 * size - 1)) ** 2
    heights = np.repeat(hill, 2)
    return grid_chain(
        (3 * size, 2), lambda here, goals: np.exp((heights[here] - heights[goals]) / 2), killed=-1
    )


def test_every_mean_time_is_right_to_its_last_digits_where_a_plain_solve_is_not():
    chain = high_barrier()
    with mp.workdps(60):
        exact = mp.lu_solve(_exact_matrix(chain), mp.ones(chain.killing.size, 1))
        exact = np.array([float(t) for t in exact])
    assert np.allclose(eliminated(chain).rewards(np.ones(exact.size)), exact, rtol=1e-13, atol=0)
    plain = spsolve(matrix(chain).tocsc(), np.ones(exact.size))
    assert np.abs(plain / exact - 1).max() > 1e-2


def _exact_matrix(chain):
    """The matrix from the very rates, its diagonal summed exactly."""
    size = chain.killing.size
    found = mp.zeros(size)
    for k in range(size):
        found[k, k] = mp.mpf(float(chain.killing[k]))
        for goal, rate in zip(chain.goals[k], chain.rates[k], strict=True):
            if goal >= 0:
                found[k, int(goal)] -= mp.mpf(float(rate))
                found[k, k] += mp.mpf(float(rate))
    return found


def test_a_chain_that_is_killed_has_no_stationary_law():
    with pytest.raises(ValueError, match="a chain that is killed or not connected has no single"):
        eliminated(grid_chain((3, 3), random_rates, killed=2)).stationary()
