import numpy as np
import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.zoo import DOUBLE_WELL
from ledger.bound import Grade
from numerics.line.escape import mean_escape_time
from numerics.paths.escape import simulated_escape, simulated_escape_time

ONE = sp.Integer(1)
X, Y = sp.symbols("x y", real=True)


def escape(paths=1000, dt="1/50", **more):
    return simulated_escape(
        DOUBLE_WELL, ONE, "1/4", (-1,), (1,), **({"dt": dt, "seed": 7} | more), paths=paths
    )


def test_the_shift_leaves_a_bias_of_the_order_of_the_step():
    found = escape(paths=60_000, dt="1/100").times
    exact = float(mean_escape_time(DOUBLE_WELL, 4, -1, 1).middle)
    assert abs(found.mean() / exact - 1) < 0.004 + 4.5 * found.std() / np.sqrt(found.size) / exact


def test_threads_change_nothing():
    assert len({escape(threads=threads).digest for threads in (1, 2, 3)}) == 1


def test_progress_is_told_of_every_path():
    told = []
    whole = escape(paths=1000, threads=3, progress=told.append)
    assert sum(part.steps.size for part in told) == 1000
    assert sum(part.path_steps for part in told) == whole.path_steps


def test_the_bound_is_statistical():
    bound = simulated_escape_time(escape())
    assert bound.grade is Grade.STATISTICAL
    assert "dt = 0.02, n = 1000" in bound.method


def test_paths_that_have_not_arrived_are_not_left_out():
    with pytest.raises(ValueError, match="of 1000 paths have not arrived within the steps allowed"):
        simulated_escape_time(escape(max_steps=300))


def test_the_dimension_is_any():
    chain = Potential(X**2 / 2 + Y**2 / 2 + (X - Y) ** 2 / 2, (X, Y))
    found = simulated_escape(
        chain, ONE, 1, (0, 0), (2, 2), radius=1, dt="1/100", paths=300, seed=1, dtype=np.float32
    )
    assert not found.trouble


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"paths": 0}, "paths=0: a positive integer"),
        ({"threads": 1.5}, "threads=1.5: a positive integer"),
        ({"dt": "11/10"}, "dt=11/10: beyond stability at the start, dt times the curvature is 2.2"),
    ],
)
def test_bad_input_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        escape(**change)
