"""Escape times on the line against the usual ways: ratios in `extra_info`, no timed assertion.

Peers: SciPy's and mpmath's nested quadrature, and one pass of mpmath over Gauss panels, whose number and
order were chosen by hand so that it just reaches its digits. Times are CPU seconds of this process;
`numerics/costs` draws them over digits and barrier.
"""

from fractions import Fraction
from time import process_time

import mpmath
import numpy as np
import pytest
import sympy as sp
from scipy import integrate

from derivations.potential import Potential
from derivations.zoo import DOUBLE_WELL
from numerics.backends import compiled
from numerics.line.escape import mean_escape_time
from numerics.line.gauss_passage import mean_escape_time_in_doubles, way_up
from numerics.line.mpmath_passage import escape_time_by_mpmath

pytestmark = pytest.mark.benchmark(timer=process_time)

ETA = 10
EXACT = "66.26862636491788077656599300504349639"
ONE_PASS = {  # (eta, digits): points, panels, order
    (10, 30): ((-2.65, -1, 1), (2, 4), 40),
    (50, 30): ((-2.0, -1, 1), (3, 7), 40),
    (100, 30): ((-1.8, -1, 1), (4, 10), 40),
    (10, 100): ((-3.4, -1, 1), (3, 4), 120),
    (100, 100): ((-2.2, -1, 1), (4, 10), 120),
}


def nested_scipy(eta: int = ETA) -> float:
    """The nested integral by `scipy.integrate.quad`, in doubles."""
    height = compiled(DOUBLE_WELL.expr, DOUBLE_WELL.coords, "numba")

    def below(x: float) -> float:
        return integrate.quad(lambda z: np.exp(-eta * height(z)), -5, x, points=[-1], epsrel=1e-12)[0]

    return eta * integrate.quad(lambda x: np.exp(eta * height(x)) * below(x), -1, 1, epsrel=1e-12)[0]


def nested_mpmath(digits: int) -> mpmath.mpf:
    """The nested integral by `mpmath.quad`, cut and split where it should be."""
    height = compiled(DOUBLE_WELL.expr, DOUBLE_WELL.coords, "mpmath")

    def below(x: mpmath.mpf) -> mpmath.mpf:
        return mpmath.quad(lambda z: mpmath.exp(-ETA * height(z)), [-5, -1, x])

    with mpmath.workdps(digits):
        return ETA * mpmath.quad(lambda x: mpmath.exp(ETA * height(x)) * below(x), [-1, 1])


def plain_mpmath(digits: int) -> mpmath.mpf:
    """The same as it stands in the book, from −∞."""

    def height(x: mpmath.mpf) -> mpmath.mpf:
        return (x**2 - 1) ** 2 / 4

    def below(x: mpmath.mpf) -> mpmath.mpf:
        return mpmath.quad(lambda z: mpmath.exp(-ETA * height(z)), [-mpmath.inf, x])

    with mpmath.workdps(digits):
        return ETA * mpmath.quad(lambda x: mpmath.exp(ETA * height(x)) * below(x), [-1, 1])


def seconds(function, *arguments, repeats=1):
    """The least time of a call, in CPU seconds, and its result."""
    least = float("inf")
    for _ in range(repeats):
        start = process_time()
        result = function(*arguments)
        least = min(least, process_time() - start)
    return result, least


def own_seconds(function, *arguments):
    """The least time per call in blocks of ten calls, after one call to warm up."""
    function(*arguments)

    def ten():
        for _ in range(10):
            function(*arguments)

    return seconds(ten, repeats=7)[1] / 10


@pytest.mark.parametrize("eta", [10, 20, 50, 100])
def test_doubles_against_scipy(benchmark, eta):
    found = benchmark(mean_escape_time_in_doubles, DOUBLE_WELL, eta, -1, 1)
    exact = float(mean_escape_time(DOUBLE_WELL, eta, -1, 1, 20).middle)
    assert found == pytest.approx(exact, rel=1e-13)
    own = own_seconds(mean_escape_time_in_doubles, DOUBLE_WELL, eta, -1, 1)
    other, time = seconds(nested_scipy, eta, repeats=5)
    benchmark.extra_info["relative error"] = abs(found / exact - 1)
    benchmark.extra_info["relative error of scipy"] = abs(other / exact - 1)
    benchmark.extra_info["times faster than nested scipy.quad"] = time / own


def test_a_sweep_over_temperatures_in_doubles(benchmark):
    way, etas = way_up(DOUBLE_WELL, -1, 1), np.linspace(5, 100, 200)
    times = benchmark(lambda: [way.time(eta) for eta in etas])
    assert (np.diff(np.log(times)) > 0).all()


@pytest.mark.parametrize("peer", [plain_mpmath, nested_mpmath])
def test_thirty_certified_digits_against_nested_mpmath(benchmark, peer):
    found = benchmark(mean_escape_time, DOUBLE_WELL, ETA, -1, 1, 30)
    own = own_seconds(mean_escape_time, DOUBLE_WELL, ETA, -1, 1, 30)
    other, time = seconds(peer, 30)
    with mpmath.workdps(40):
        assert mpmath.almosteq(other, mpmath.mpf(EXACT), rel_eps=mpmath.mpf(10) ** -30)
    assert found.radius < found.middle / 10**30
    benchmark.extra_info["milliseconds"] = 1000 * own
    benchmark.extra_info["times faster than nested mpmath.quad"] = time / own


@pytest.mark.parametrize(("eta", "digits"), ONE_PASS)
def test_certified_digits_against_one_pass_of_mpmath(benchmark, eta, digits):
    found = benchmark(mean_escape_time, DOUBLE_WELL, eta, -1, 1, digits)
    assert found.radius < found.middle / 10**digits
    own = own_seconds(mean_escape_time, DOUBLE_WELL, eta, -1, 1, digits)
    points, panels, order = ONE_PASS[eta, digits]
    arguments = (DOUBLE_WELL, eta, points, digits, panels, order)
    escape_time_by_mpmath(*arguments)  # the rule of Gauss is made once
    other, time = seconds(escape_time_by_mpmath, *arguments, repeats=3)
    with mpmath.workdps(digits + 10):
        error = other * found.middle.denominator / found.middle.numerator - 1
    assert abs(error) < mpmath.mpf(10) ** -digits
    benchmark.extra_info["times faster than one pass of mpmath"] = time / own


@pytest.mark.parametrize("digits", [15, 50, 100, 300, 1000])
def test_cost_of_digits(benchmark, digits):
    found = benchmark.pedantic(mean_escape_time, (DOUBLE_WELL, ETA, -1, 1, digits), rounds=5, warmup_rounds=1)
    assert found.radius < found.middle / 10**digits


@pytest.mark.parametrize("eta", [20, 100, 1000, 10_000])
def test_cost_of_the_barrier(benchmark, eta):
    found = benchmark(mean_escape_time, DOUBLE_WELL, eta, -1, 1)
    benchmark.extra_info["H/eps"] = eta / 4
    assert found.radius < found.middle / 10**15


W = DOUBLE_WELL.coords[0]
LOSSES = {
    "tilted": (Potential((W**2 - 1) ** 2 / 4 + W / 10), -1, 1),
    "cosine": (Potential(W**2 / 2 + sp.cos(3 * W)), -1, 1),
    "softplus": (Potential(sp.log(1 + sp.exp(-W)) + W**2 / 10), -1, 2),
    "root": (Potential(sp.sqrt(1 + W**2)), 0, 2),
}


@pytest.mark.parametrize("name", LOSSES)
def test_thirty_digits_for_other_losses(benchmark, name):
    loss, start, target = LOSSES[name]
    found = benchmark(mean_escape_time, loss, ETA, start, target, 30)
    quick = Fraction(mean_escape_time_in_doubles(loss, ETA, start, target))
    assert found.radius < found.middle / 10**30
    assert abs(quick / found.middle - 1) < Fraction(1, 10**13)
