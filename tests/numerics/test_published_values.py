"""Numbers that others have published, or that are known in closed form; none is computed by this suite."""

import itertools
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy as sp
from scipy.integrate import solve_ivp

from derivations.coupled_chain import chain_eyring_kramers
from derivations.potential import Potential
from derivations.symbols import eta, w
from derivations.zoo import QUADRATIC
from numerics.line.escape import mean_escape_time
from numerics.line.gauss_passage import mean_escape_time_by_gauss, mean_escape_time_in_doubles
from numerics.line.mpmath_passage import escape_time_by_mpmath
from numerics.line.spectrum import slowest_rates
from numerics.terrain.kramers import kramers_answer

# dX = −X dt + √2 dB. The On-Line Encyclopedia of Integer Sequences, with its digits.
FIRST_PASSAGES = {
    "A249417": (0, 1, "2.09340664967832180692016181125008182860054690520795852"),
    "A249418": (1, 0, "0.901908012652806500639431208443776742843419260619578953963"),
    "A250719": (2, 0, "1.42520456553779971895973664561512171220230685824"),
}
LENGTH = 2
"""Of the interval of Allen and Cahn: below π, so that 0 is the only gate for both kinds of ends."""


@pytest.mark.parametrize("sequence", FIRST_PASSAGES)
def test_first_passages_of_ornstein_and_uhlenbeck_have_all_published_digits(sequence):
    start, target, digits = FIRST_PASSAGES[sequence]
    bound = mean_escape_time(QUADRATIC, 1, start, target, len(digits) + 5)
    last = Fraction(1, 10 ** (len(digits) - 2))  # printed digits may be cut off
    assert Fraction(digits) - last < bound.low <= bound.high < Fraction(digits) + last


@pytest.mark.parametrize("sequence", FIRST_PASSAGES)
def test_doubles_have_the_published_digits_they_can_hold(sequence):
    start, target, digits = FIRST_PASSAGES[sequence]
    found = (
        mean_escape_time_in_doubles(QUADRATIC, 1, start, target),
        float(mean_escape_time_by_gauss(QUADRATIC, 1, start, target).middle),
    )
    assert found == pytest.approx((float(digits), float(digits)), rel=1e-13)


def test_mpmath_passage_has_the_published_digits():
    *_, digits = FIRST_PASSAGES["A249417"]
    found = escape_time_by_mpmath(QUADRATIC, 1, (-12, 0, 1), 30, (24, 2))
    with mpmath.workdps(35):
        assert abs(found / mpmath.mpf(digits) - 1) < mpmath.mpf(10) ** -28


@pytest.mark.parametrize("height", [2, 8, 25])
def test_rare_passages_are_the_series_of_ricciardi_and_sato(height):
    """E τ = ½ Σ (√2 a)ⁿ Γ(n/2)/n! from 0 to a, a² = 2 · height (Ricciardi and Sato, 1988)."""
    bound = mean_escape_time(QUADRATIC, 2 * height, 0, 1, 30)
    with mpmath.workdps(40):
        level = mpmath.sqrt(4 * height)
        series = (
            mpmath.nsum(lambda n: level**n * mpmath.gamma(n / 2) / mpmath.factorial(n), [1, mpmath.inf]) / 2
        )
        middle = mpmath.mpf(bound.middle.numerator) / bound.middle.denominator
        assert abs(middle / series - 1) < mpmath.mpf(10) ** -28


@pytest.mark.parametrize("depth", [4, 20])
def test_rates_in_a_trigonometric_poeschl_teller_well_are_known(depth):
    """L = −2a log cos w, ε = 1: a(a − 1)/cos² − a² for Schrödinger, and the rates n(n + 2a)."""
    end = sp.Rational(314, 200) if depth == 4 else sp.Rational(3, 2)
    bounds = slowest_rates(Potential(-2 * depth * sp.log(sp.cos(w))), 1, 4, (-end, end))
    assert [float(b.middle) for b in bounds] == pytest.approx(
        [n * (n + 2 * depth) for n in range(1, 5)], 1e-9
    )


def test_bound_states_of_the_hyperbolic_poeschl_teller_well_are_known():
    """L = 2a log cosh w, ε = 1: the rates n(2a − n), n < a; above a² they are continuous."""
    bound = slowest_rates(Potential(20 * sp.log(sp.cosh(w))), 1, 3, (-9, 9))
    assert [float(b.middle) for b in bound] == pytest.approx([19, 36, 51], rel=1e-9)


@pytest.mark.parametrize("share", ["1/2", "9/10", "999999/1000000"])
def test_losses_that_darboux_makes_of_a_quadratic_have_its_rates(share):
    """L = w²/2 + 2 log(1 + c erf(w/√2)), ε = 1 (Mielnik, 1984); near c = 1 its well lies deep and far out."""
    loss = Potential(w**2 / 2 + 2 * sp.log(1 + sp.Rational(share) * sp.erf(w / sp.sqrt(2))))
    for n, bound in enumerate(slowest_rates(loss, 1, 4), start=1):
        assert bound.low <= n <= bound.high
        assert bound.radius < Fraction(1, 10**8)


def string(sites):
    """The energy of Allen and Cahn, ∫ u'²/2 + (u² − 1)²/4, on `sites` cells with free ends; √width."""
    width = sp.Rational(LENGTH, sites)
    coords = sp.symbols(f"u_1:{sites + 1}", real=True)
    heights = [c / sp.sqrt(width) for c in coords]  # so that the gradient is that of L²
    wells = sp.Add(*(width * (u**2 - 1) ** 2 / 4 for u in heights))
    bonds = sp.Add(*((b - a) ** 2 / (2 * width) for a, b in itertools.pairwise(heights)))
    return Potential(sp.expand(wells + bonds), coords), sp.sqrt(width)


def gelfand_yaglom(curvature):
    """y'(LENGTH) of y'' = curvature · y, y(0) = 1, y'(0) = 0: the determinant with free ends."""
    way = solve_ivp(lambda _, y: (y[1], curvature * y[0]), (0, LENGTH), (1, 0), rtol=1e-12, atol=1e-12)
    return way.y[1, -1]


def test_prefactors_of_a_string_tend_to_the_determinants_of_gelfand_and_yaglom():
    """Berglund and Gentz (2013): 2^{3/4} π √(sin ℓ / sinh(√2 ℓ)) for free ends."""
    limit = 2 * np.pi * np.sqrt(-gelfand_yaglom(-1) / gelfand_yaglom(2))
    assert limit == pytest.approx(
        2**0.75 * np.pi * np.sqrt(np.sin(LENGTH) / np.sinh(np.sqrt(2) * LENGTH)), 1e-9
    )
    found = []
    for sites in (2, 4):
        loss, end = string(sites)
        answer = kramers_answer(loss, sp.S.One, "1/20", (-end,) * sites, (end,) * sites)
        found.append(float(answer.prefactor.middle))
    assert (
        abs(found[1] - limit) < abs(found[0] - limit) / 3.5
    )  # the error is of the second order in the width
    assert (4 * found[1] - found[0]) / 3 == pytest.approx(limit, rel=5e-3)


def test_prefactors_of_a_ring_tend_to_the_products_of_euler():
    """Over k, Π (1 − ℓ²/(2πk)²)² and Π (1 + 2ℓ²/(2πk)²)² are a squared sine and a squared sinh."""
    limit = 2 * np.pi * np.sin(LENGTH / 2) / np.sinh(LENGTH / np.sqrt(2))
    found = [
        float(chain_eyring_kramers(sites, sp.Rational(2 * sites**2, LENGTH**2)).subs(eta, 0))
        for sites in (8, 16, 32)
    ]
    errors = [value / limit - 1 for value in found]
    assert [a / b for a, b in itertools.pairwise(errors)] == pytest.approx([4, 4], rel=0.02)
    assert (4 * found[2] - found[1]) / 3 == pytest.approx(limit, rel=1e-6)
