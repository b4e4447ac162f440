"""The Fokker–Planck equation against stiff solvers on the same matrix: ratios in `extra_info`."""

from time import process_time

import numpy as np
import pytest
import sympy as sp
from scipy import sparse
from scipy.integrate import solve_ivp
from scipy.linalg import expm

from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL
from ledger.figure import Curve
from numerics.line.cell_chain import cell_chain, initial_law
from numerics.line.jump_chain import moved

BELL = sp.exp(-25 * (w + sp.Rational(4, 5)) ** 2)


def problem(cells=400, eta=20.0):
    """The first law, the rates, the matrix."""
    chain = cell_chain(DOUBLE_WELL, sp.S.One, -2.0, 2.0, cells)
    right, left = chain.rates(eta)
    leaving = np.append(right, 0) + np.append(0, left)
    matrix = sparse.diags([right, -leaving, left], [-1, 0, 1], format="csc")
    return initial_law(chain, BELL, w), right, left, matrix


def backward_differences(law, matrix, time):
    """SciPy's BDF, with the sparse Jacobian, to eight digits."""
    result = solve_ivp(
        lambda _, p: matrix @ p, (0, time), law, "BDF", rtol=1e-8, atol=1e-12, jac=matrix, t_eval=[time]
    )
    return result.y[:, -1]


def matrix_exponential(law, matrix, time):
    """SciPy's dense exponential."""
    return expm(matrix.toarray() * time) @ law


PEERS = {"solve_ivp BDF": backward_differences, "scipy expm": matrix_exponential}


def least_time(function, *arguments, repeats=3):
    """Result and least time of a call, in seconds of this process."""
    result, least = function(*arguments), float("inf")
    for _ in range(repeats):
        start = process_time()
        function(*arguments)
        least = min(least, process_time() - start)
    return result, least


@pytest.mark.parametrize("time", [1.0, 20.0, 5000.0])
def test_law_at_a_time_against_stiff_solvers(benchmark, time):
    law, right, left, matrix = problem()
    found = benchmark(moved, law, right, left, time)
    _, own = least_time(moved, law, right, left, time)
    assert found.min() > 0
    assert found.sum() == pytest.approx(1, abs=1e-12)
    for name, peer in PEERS.items():
        other, theirs = least_time(peer, law, matrix, time)
        assert np.abs(other - found).sum() < 1e-5
        benchmark.extra_info[f"distance of {name}"] = float(np.abs(other - found).sum())
        benchmark.extra_info[f"lost mass of {name}"] = float(abs(other.sum() - 1))
        benchmark.extra_info[f"least value of {name}"] = float(other.min())
        benchmark.extra_info[f"times faster than {name}"] = theirs / own


def evolution_costs(cells=(100, 200, 400, 800)) -> Curve:
    """Milliseconds for the law of the double well at t = 20, η = 20, over the number of cells."""
    times = []
    for n in cells:
        law, right, left, _ = problem(n)
        times.append(1e3 * least_time(moved, law, right, left, 20.0)[1])
    return Curve("Fokker–Planck to t = 20", tuple(map(float, cells)), tuple(times))


def test_cost_grows_with_the_cells(benchmark):
    curve = benchmark.pedantic(evolution_costs, rounds=1)
    benchmark.extra_info["cells"] = curve.x
    benchmark.extra_info["milliseconds"] = curve.y
    assert len(curve.y) == 4
