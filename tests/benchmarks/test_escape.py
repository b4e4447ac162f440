"""Exact escape times against the usual ways to compute them: ratios in `extra_info`, no timed assertion."""

from time import process_time

import mpmath
import numpy as np
import pytest
from scipy import integrate

from derivations.zoo import DOUBLE_WELL
from numerics.backends import compiled
from numerics.escape import mean_escape_time

ETA = 10
EXACT = "66.26862636491788077656599300504349639"


def nested_scipy() -> float:
    """The nested integral by `scipy.integrate.quad`, in doubles."""
    height = compiled(DOUBLE_WELL.expr, DOUBLE_WELL.coords, "numba")

    def below(x: float) -> float:
        return integrate.quad(lambda z: np.exp(-ETA * height(z)), -5, x, points=[-1], epsrel=1e-12)[0]

    return ETA * integrate.quad(lambda x: np.exp(ETA * height(x)) * below(x), -1, 1, epsrel=1e-12)[0]


def nested_mpmath(digits: int) -> mpmath.mpf:
    """The nested integral by `mpmath.quad`."""
    height = compiled(DOUBLE_WELL.expr, DOUBLE_WELL.coords, "mpmath")

    def below(x: mpmath.mpf) -> mpmath.mpf:
        return mpmath.quad(lambda z: mpmath.exp(-ETA * height(z)), [-5, -1, x])

    with mpmath.workdps(digits):
        return ETA * mpmath.quad(lambda x: mpmath.exp(ETA * height(x)) * below(x), [-1, 1])


def seconds(function, *arguments, repeats=1):
    """The least time of a call, in seconds of this process, after one call to warm up."""
    result, least = function(*arguments), float("inf")
    for _ in range(repeats):
        start = process_time()
        function(*arguments)
        least = min(least, process_time() - start)
    return result, least


def test_fifteen_certified_digits_against_scipy(benchmark):
    found = benchmark(mean_escape_time, DOUBLE_WELL, ETA, -1, 1)
    other, time = seconds(nested_scipy, repeats=5)
    assert float(found.middle) == pytest.approx(float(EXACT), rel=1e-15)
    benchmark.extra_info["relative error of scipy"] = abs(other / float(EXACT) - 1)
    if benchmark.stats:
        benchmark.extra_info["times faster than nested scipy.quad"] = time / benchmark.stats.stats.min


def test_thirty_certified_digits_against_mpmath(benchmark):
    found = benchmark(mean_escape_time, DOUBLE_WELL, ETA, -1, 1, 30)
    other, time = seconds(nested_mpmath, 30)
    assert mpmath.almosteq(other, mpmath.mpf(EXACT), rel_eps=1e-14)
    assert found.radius < found.middle / 10**30
    if benchmark.stats:
        benchmark.extra_info["times faster than nested mpmath.quad"] = time / benchmark.stats.stats.min


@pytest.mark.parametrize("digits", [100, 1000])
def test_many_certified_digits(benchmark, digits):
    found = benchmark(mean_escape_time, DOUBLE_WELL, ETA, -1, 1, digits)
    assert found.radius < found.middle / 10**digits


@pytest.mark.parametrize("eta", [20, 100, 1000, 10_000])
def test_cold_escapes(benchmark, eta):
    found = benchmark(mean_escape_time, DOUBLE_WELL, eta, -1, 1)
    assert found.radius < found.middle / 10**15
