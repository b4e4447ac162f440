"""The law of a birth-and-death chain at a time."""

import numpy as np
import pytest
from scipy.linalg import expm

from numerics.line.jump_chain import jumps, moved, transitions


def chain(cells=30, seed=3):
    generator = np.random.default_rng(seed)
    right, left = generator.uniform(0, 5, (2, cells - 1))
    leaving = np.append(right, 0) + np.append(0, left)
    return right, left, np.diag(right, -1) + np.diag(left, 1) - np.diag(leaving)


@pytest.mark.parametrize("time", [1e-6, 0.1, 3.0, 120.0, 1000.0])
def test_law_is_the_matrix_exponential(time):
    right, left, matrix = chain()
    law = np.eye(30)[4]
    found = moved(law, right, left, time)
    assert found == pytest.approx(expm(matrix * time) @ law, abs=1e-11)
    assert found.min() >= 0
    assert found.sum() == pytest.approx(1, abs=1e-14)


def test_squaring_and_jumping_agree():
    right, left, _ = chain()
    total = jumps(right, left, 20.0)
    law = np.full(30, 1 / 30)
    jumped = moved(law, right, left, 20.0)
    assert total < 3 * 30**2
    squared = transitions(right * (20 / total), left * (20 / total), total) @ law
    assert squared == pytest.approx(jumped, rel=1e-11)


def test_very_small_probabilities_stay_positive_and_right():
    # Nothing but rare jumps to the right: a Poisson law.
    right, left = np.full(39, 1e-3), np.zeros(39)
    found = moved(np.eye(40)[0], right, left, 1.0)
    poisson = np.cumprod(np.append(np.exp(-1e-3), 1e-3 / np.arange(1, 20)))
    assert found[:20] == pytest.approx(poisson, rel=1e-12)


def test_no_time_changes_nothing():
    right, left, _ = chain()
    assert moved(np.eye(30)[4], right, left, 0.0) == pytest.approx(np.eye(30)[4])


@pytest.mark.parametrize(("scale", "time"), [(-1.0, 1.0), (1.0, -1.0), (1.0, np.inf)])
def test_negative_or_infinite_numbers_are_refused(scale, time):
    right, left, _ = chain()
    with pytest.raises(ValueError, match="finite and not negative"):
        moved(np.eye(30)[4], scale * right, left, time)
