"""The spectral gap against matrices for the generator: ratios in `extra_info`, no timed assertion."""

from time import process_time

import numpy as np
import pytest
from scipy import sparse
from scipy.linalg import eigh_tridiagonal
from scipy.sparse.linalg import ArpackError, eigsh

import numerics.line.spectrum
from derivations.zoo import DOUBLE_WELL, QUADRATIC
from ledger.figure import Curve
from numerics.line.spectrum import spectral_gap

# 40 digits by a Hermite basis in mpmath; the last is 2/E[τ], enclosed: what it leaves out is like e^{−50}.
EXACT = {
    10: 0.0335452873080006109,
    20: 0.00277614063657272552,
    50: 1.62321508872385379e-6,
    100: 6.15465017590693404e-12,
    200: 8.61620074185609409e-23,
}
REACH = 2.2


def grid(cells):
    width = 2 * REACH / cells
    return (np.arange(cells) + 0.5) * width - REACH, width


def square_root_rates(eta, cells=4000):
    """The second eigenvalue of a reversible chain on the cells."""
    x, h = grid(cells)
    half = np.exp(-eta * np.diff((x**2 - 1) ** 2 / 4) / 2)
    leaving = (np.append(half, 0) + np.append(0, 1 / half)) / (eta * h**2)
    off = np.full(cells - 1, -1 / (eta * h**2))
    return eigh_tridiagonal(leaving, off, eigvals_only=True, select="i", select_range=(1, 1))[0]


def schroedinger(eta, cells=4000):
    """λ₁ − λ₀ of −Δ/η + ηL'²/4 − L''/2 by finite differences."""
    x, h = grid(cells)
    diagonal = 2 / (eta * h**2) + eta * (x**3 - x) ** 2 / 4 - (3 * x**2 - 1) / 2
    off = np.full(cells - 1, -1 / (eta * h**2))
    low, high = eigh_tridiagonal(diagonal, off, eigvals_only=True, select="i", select_range=(0, 1))
    return high - low


def finite_elements(eta, cells=1000):
    """Linear elements with lumped mass, and a sparse eigen-solver."""
    x, h = grid(cells)
    weight, middle = np.exp(-eta * (x**2 - 1) ** 2 / 4), (x[1:] + x[:-1]) / 2
    stiff = np.exp(-eta * (middle**2 - 1) ** 2 / 4) / (eta * h)
    diagonal = np.append(stiff, 0) + np.append(0, stiff)
    matrix = sparse.diags([-stiff, diagonal, -stiff], [-1, 0, 1], format="csc")
    mass = sparse.diags(weight * h, format="csc")
    return np.sort(eigsh(matrix, k=2, M=mass, sigma=-1e-3, which="LM", return_eigenvectors=False))[1]


PEERS = {
    "square-root rates": square_root_rates,
    "Schroedinger differences": schroedinger,
    "finite elements": finite_elements,
}


def least_time(function, *arguments, repeats=7):
    """Result and least time of a call, in seconds of this process."""
    result, least = function(*arguments), float("inf")
    for _ in range(repeats):
        start = process_time()
        function(*arguments)
        least = min(least, process_time() - start)
    return result, least


def anew(loss, eta):
    """The gap, computed and not remembered."""
    numerics.line.spectrum._rates.cache_clear()
    return spectral_gap(loss, eta)


@pytest.mark.parametrize("eta", EXACT)
def test_gap_of_the_double_well_against_matrices(benchmark, eta):
    found = benchmark(anew, DOUBLE_WELL, eta)
    assert float(found.middle) == pytest.approx(EXACT[eta], rel=1e-13)
    benchmark.extra_info["relative error"] = abs(float(found.middle) / EXACT[eta] - 1)
    _, own = least_time(anew, DOUBLE_WELL, eta, repeats=50)
    benchmark.extra_info["milliseconds of the processor"] = 1e3 * own
    for name, peer in PEERS.items():
        try:
            other, time = least_time(peer, eta)
        except (ArpackError, RuntimeError):  # singular to the last digit at η = 200
            benchmark.extra_info[f"{name}"] = "fails"
            continue
        benchmark.extra_info[f"relative error of {name}"] = abs(other / EXACT[eta] - 1)
        benchmark.extra_info[f"times faster than {name}"] = time / own


def test_gap_of_the_quadratic(benchmark):
    found = benchmark(anew, QUADRATIC, 7)
    assert found.low <= 1 <= found.high


def gap_costs(inverse_temperatures=(5, 10, 20, 50, 100, 200, 500, 1000, 2000)) -> Curve:
    """Milliseconds for the gap of the double well, over the barrier in units of the temperature, η/4."""
    times = [1e3 * least_time(anew, DOUBLE_WELL, eta)[1] for eta in inverse_temperatures]
    return Curve("spectral gap", tuple(eta / 4 for eta in inverse_temperatures), tuple(times))


def test_cost_grows_with_the_barrier(benchmark):
    curve = benchmark.pedantic(gap_costs, rounds=1)
    benchmark.extra_info["barrier over temperature"] = curve.x
    benchmark.extra_info["milliseconds"] = curve.y
    assert len(curve.y) == 9
