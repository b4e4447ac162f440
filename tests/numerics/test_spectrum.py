"""The spectral gap in one dimension."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL, QUADRATIC, SHEARED_DOUBLE_WELL
from numerics.spectrum import Line, confining_interval, gauss_panel, poincare_constant, spectral_gap
from numerics.well_relaxation import WellChain

FLAT = Potential(sp.Integer(0))

# Forty digits, computed independently with a Hermite basis and mpmath.
KNOWN = {
    10: 0.0335452873080006109,
    20: 0.00277614063657272552,
    50: 1.62321508872385379e-6,
    100: 6.15465017590693404e-12,
}


@pytest.mark.parametrize("eta", KNOWN)
def test_gap_of_the_double_well_has_its_known_value(eta):
    bound = spectral_gap(DOUBLE_WELL, eta)
    assert float(bound.middle) == pytest.approx(KNOWN[eta], rel=1e-13)
    assert bound.radius < bound.middle * Fraction(1, 10**12)


@pytest.mark.parametrize("eta", ["1/100", 1, 50])
def test_gap_of_a_quadratic_is_its_stiffness(eta):
    for stiffness in (1, 3):
        bound = spectral_gap(Potential(stiffness * w**2 / 2), eta)
        assert bound.low <= stiffness <= bound.high


def test_poincare_constant_of_a_quadratic_is_eta():
    bound = poincare_constant(QUADRATIC, 7)
    assert bound.low <= 7 <= bound.high


def test_gap_does_not_see_a_shift_or_a_reflection():
    lopsided = w**4 / 4 - w**2 / 2 + w / 10
    values = [
        spectral_gap(Potential(expr), 20).middle for expr in (lopsided, lopsided + 5, lopsided.subs(w, -w))
    ]
    assert [float(v) for v in values] == pytest.approx([float(values[0])] * 3, rel=1e-12)


@pytest.mark.parametrize(
    "expr", [(w**2 - 1) ** 2 / 4 + w / 20, w**2 * (w**2 - 1) ** 2, w**2 / 2 + sp.cos(3 * w)]
)
def test_finite_volumes_find_the_same_constant(expr):
    loss = Potential(expr)
    chain = WellChain(loss, 6.0, 1000, reach=2.0)
    found = poincare_constant(loss, 6, (-2, 2))
    assert float(found.middle) == pytest.approx(chain.poincare_constant(), rel=1e-3)


def test_reflecting_interval_has_the_gap_of_a_half_wave():
    bound = spectral_gap(FLAT, 2, (0, 3))
    assert float(bound.middle) == pytest.approx((np.pi / 3) ** 2 / 2, rel=1e-13)


def test_antiderivative_is_exact_on_polynomials():
    nodes, weights, primitive = gauss_panel()
    assert primitive @ nodes**7 == pytest.approx((nodes**8 - 1) / 8, abs=1e-14)
    assert weights @ nodes**8 == pytest.approx(2 / 9)


def test_inverse_solves_its_equation():
    line = Line(QUADRATIC, 1.0, -8.0, 8.0, 64)
    inside = abs(line.nodes) < 4  # the reflecting ends are felt only near them
    assert line.inverse(line.nodes)[inside] == pytest.approx(line.nodes[inside], abs=1e-9)


def test_confining_interval_holds_nearly_all_mass():
    low, high = confining_interval(QUADRATIC, 4.0)
    assert -low == high == pytest.approx(np.sqrt(2 * 80 / 4), rel=0.02)


@pytest.mark.parametrize(
    ("loss", "eta", "interval", "message"),
    [
        (SHEARED_DOUBLE_WELL, 1, None, "one coordinate is wanted, not 2"),
        (QUADRATIC, 0, None, "eta=0: a positive number is wanted"),
        (QUADRATIC, 1, (1, 1), "ends are to be in ascending order"),
        (Potential(sp.log(1 + w**2)), 1, None, "give an interval"),
        (Potential(w), 1, None, "without critical points does not confine"),
        (Potential(w**2), 1, (-40, 40), "at most 600 is allowed"),
    ],
)
def test_what_has_no_gap_is_refused(loss, eta, interval, message):
    with pytest.raises(ValueError, match=message):
        spectral_gap(loss, eta, interval)


def test_a_float_is_refused():
    with pytest.raises(TypeError, match=r"eta=0\.5: an exact number is wanted"):
        poincare_constant(QUADRATIC, 0.5)
