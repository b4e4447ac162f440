import flint
import numpy as np
import pytest

from numerics.terrain.well_chain import Link, mean_time


def test_two_wells():
    assert mean_time([flint.arb(6), flint.arb(1)], [Link(0, 1, flint.arb(2))], 0, 1) == 3


def test_parallel_ways_add_and_series_add_their_inverses():
    one, zero = flint.arb(1), flint.arb(0)
    assert mean_time([one, zero], [Link(0, 1, one), Link(0, 1, one)], 0, 1) == flint.arb(1) / 2
    assert mean_time([one, zero, zero], [Link(0, 1, one), Link(1, 2, one)], 0, 2) == 2


def test_it_solves_the_linear_system():
    rng = np.random.default_rng(7)
    size = 9
    capacities, masses = rng.uniform(0.1, 2, (size, size)), rng.uniform(0.1, 2, size)
    links = [Link(i, j, flint.arb(capacities[i, j])) for i in range(size) for j in range(i)]
    symmetric = np.tril(capacities, -1) + np.tril(capacities, -1).T
    system = np.diag(symmetric.sum(1)) - symmetric
    times = np.linalg.solve(system[1:, 1:], masses[1:])
    found = mean_time([flint.arb(m) for m in masses], links, 4, 0)
    assert float(found) == pytest.approx(times[3], rel=1e-12)


def test_digits_survive_where_a_matrix_is_singular():
    """The capacities span 10^400; u is m₀ (1/c₀₁ + 1/c₁₂) + m₁/c₁₂."""
    with flint.ctx.workprec(256):
        far = flint.arb(10) ** -400
        masses = [flint.arb(3), flint.arb(5), flint.arb(1)]
        found = mean_time(masses, [Link(0, 1, flint.arb(1)), Link(1, 2, far)], 0, 2)
        assert found.overlaps(3 * (1 + 1 / far) + 5 / far)
        assert found.rel_accuracy_bits() > 240


def test_wells_beyond_the_target_do_not_count():
    one = flint.arb(1)
    links = [Link(0, 1, one), Link(1, 2, one)]
    assert mean_time([one, one, 1000 * one], links, 0, 1) == 1


def test_nothing_to_do_is_refused():
    one = flint.arb(1)
    with pytest.raises(ValueError, match="it is the target"):
        mean_time([one, one], [Link(0, 1, one)], 1, 1)
    with pytest.raises(ValueError, match="no links join the wells 0 and 2"):
        mean_time([one, one, one], [Link(0, 1, one)], 0, 2)
