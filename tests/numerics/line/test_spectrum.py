"""The spectral gap in one dimension."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from scipy.linalg import eigh_tridiagonal

from derivations.potential import Potential
from derivations.symbols import w, x
from derivations.zoo import DOUBLE_WELL, QUADRATIC, SHEARED_DOUBLE_WELL, THREE_MINIMA
from numerics.line.escape import mean_escape_time, mean_escape_time_with_noise
from numerics.line.spectrum import poincare_constant, slowest_rates, spectral_gap
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
    assert float(bound.middle) == pytest.approx(KNOWN[eta], rel=5e-14)
    assert bound.low <= Fraction(KNOWN[eta]) <= bound.high
    assert bound.radius < bound.middle * Fraction(1, 10**13)


@pytest.mark.parametrize("eta", [200, 1000, 2500])
def test_colder_gaps_are_twice_the_certified_escape_rate(eta):
    # What is left out is of the size of the gap itself.
    time = mean_escape_time(DOUBLE_WELL, eta, -1, 1)
    product = spectral_gap(DOUBLE_WELL, eta) * time
    assert product.low <= 2 <= product.high
    assert product.radius < Fraction(2, 10**12)


@pytest.mark.parametrize("eta", ["1/100", 1, 50])
def test_gap_of_a_quadratic_is_its_stiffness(eta):
    for stiffness in (1, 3):
        bound = spectral_gap(Potential(stiffness * w**2 / 2), eta)
        assert bound.low <= stiffness <= bound.high


def test_quadratic_has_the_integers():
    for n, bound in enumerate(slowest_rates(QUADRATIC, 5, 6), start=1):
        assert bound.low <= n <= bound.high
        assert bound.radius < Fraction(1, 10**11)


def test_half_waves_are_squares():
    bounds = slowest_rates(FLAT, 2, 4, (0, 3))
    assert [float(b.middle) for b in bounds] == pytest.approx(
        [(n * np.pi / 3) ** 2 / 2 for n in (1, 2, 3, 4)], rel=1e-12
    )


def test_further_rates_of_a_cold_well_lose_the_digits_that_are_said():
    # Between two high walls the second well behaves like a quadratic one: λ₂ → 2.
    first, second = slowest_rates(DOUBLE_WELL, 60, 2)
    chain = WellChain(DOUBLE_WELL, 60.0, 2000, reach=1.8)
    assert float(first.middle) == pytest.approx(chain.poincare_constant() / 60, rel=1e-4)
    assert second.radius > second.middle * Fraction(1, 10**10)


def test_rates_that_are_lost_in_rounding_are_refused():
    with pytest.raises(ValueError, match="do not settle as the panels get finer"):
        slowest_rates(THREE_MINIMA, 60, 3)


def test_poincare_constant_of_a_quadratic_is_eta():
    bound = poincare_constant(QUADRATIC, 7)
    assert bound.low <= 7 <= bound.high


def test_gap_does_not_see_a_shift_or_a_reflection():
    lopsided = w**4 / 4 - w**2 / 2 + w / 10
    values = [
        spectral_gap(Potential(expr), 20).middle for expr in (lopsided, lopsided + 5, lopsided.subs(w, -w))
    ]
    assert [float(v) for v in values] == pytest.approx([float(values[0])] * 3, rel=1e-13)


def test_gap_follows_a_change_of_scale():
    # w = 3v: the same time needs L and 1/η nine times smaller.
    loss = w**4 / 4 - w**2 / 2 + w / 10
    stretched = Potential(9 * loss.subs(w, w / 3))
    assert float(spectral_gap(stretched, Fraction(20, 9)).middle) == pytest.approx(
        float(spectral_gap(Potential(loss), 20).middle), rel=1e-13
    )


def test_a_constant_noise_is_another_temperature():
    noisy, hot = spectral_gap(DOUBLE_WELL, 20, noise=2), spectral_gap(DOUBLE_WELL, 10)
    assert float(noisy.middle) == pytest.approx(float(hot.middle), rel=1e-13)


@pytest.mark.parametrize(("loss", "height"), [(w**2 / 2, 10), (w**2 / 2, 15), (w**4 / 4 - w**2 / 2, 5)])
def test_walls_may_be_as_high_as_they_like(loss, height):
    # Far beyond e^700 nothing counts any more.
    walled = spectral_gap(Potential(loss), 20, (-height, height))
    assert float(walled.middle) == pytest.approx(float(spectral_gap(Potential(loss), 20).middle), rel=1e-11)


def test_wells_far_up_the_side_do_not_hide_the_gap():
    # The wells of the cosine go up to ηL = 1000; the slowest mode crosses the hill in the middle. Others are
    # visited on the way, so twice the rate is the gap to four digits only.
    loss = Potential(sp.cos(w) + w**2 / 200)
    product = float((spectral_gap(loss, 20) * mean_escape_time(loss, 20, -3, 3)).middle)
    assert product == pytest.approx(2, rel=1e-4)


def test_mean_of_a_linear_force_decays_whatever_the_noise():
    # 𝓛w = −w: the gap is 1 as long as the second moment is finite.
    for noise in (1 + w**2, 2 + sp.sin(w)):
        bound = spectral_gap(QUADRATIC, 20, noise=noise)
        assert bound.low <= 1 <= bound.high


def test_gap_with_noise_is_that_in_the_coordinate_of_constant_noise():
    # w = sinh y for β = 1 + w²; L in y by Itô.
    ends, low = (sp.Rational(-11, 5), sp.Rational(11, 5)), sp.log(sp.cosh(w))
    inner = Potential(sp.sinh(w) ** 2 / 2 - 2 * low + low / 20)
    one = spectral_gap(inner, 20, ends)
    other = spectral_gap(DOUBLE_WELL, 20, tuple(map(sp.sinh, ends)), noise=1 + w**2)
    assert float(one.middle) == pytest.approx(float(other.middle), rel=1e-12)


def test_cold_gap_with_noise_is_the_sum_of_the_certified_escape_rates():
    noise = 1 + w**2 / 4 + w**4 / 8
    rates = [
        1 / float(mean_escape_time_with_noise(DOUBLE_WELL, noise, "1/200", *way).middle)
        for way in ((-1, 1), (1, -1))
    ]
    assert float(spectral_gap(DOUBLE_WELL, 200, noise=noise).middle) == pytest.approx(sum(rates), rel=1e-12)


def test_shallow_well_far_above_the_deepest_one_is_not_cut_off():
    # It is 200/η above: the gap is the certified rate out of it.
    loss = Potential((w**2 - 1) ** 2 / 4 + w / 10)
    low, _, high = (p.at[0] for p in loss.critical_points)
    time = mean_escape_time(loss, 1000, high, low)
    product = spectral_gap(loss, 1000) * time
    assert abs(product.middle - 1) < Fraction(1, 10**12)


def test_slow_stretch_far_above_the_minimum_is_seen():
    # L has one critical point, and nearly a second one where ηL is 100 higher: there the slowest mode lives.
    expr = (17 * (w**8 + w**7 + w) + 23 * w**6 + 30 * w**5 + 14 * w**4 + 20 * w**3 - 8 * w**2) / 10
    places, step = np.linspace(-1.8, 1.2, 4000, retstep=True)
    slope, bend = (sp.lambdify(w, sp.diff(expr, w, n))(places) for n in (1, 2))
    levels = eigh_tridiagonal(  # −f''/η + (ηL'²/4 − L''/2) f
        5 * slope**2 - bend / 2 + 1 / (10 * step**2), np.full(3999, -1 / (20 * step**2)), eigvals_only=True
    )
    assert float(spectral_gap(Potential(sp.expand(expr)), 20).middle) == pytest.approx(levels[1], rel=1e-3)


@pytest.mark.parametrize(
    "expr", [(w**2 - 1) ** 2 / 4 + w / 20, w**2 * (w**2 - 1) ** 2, w**2 / 2 + sp.cos(3 * w)]
)
def test_finite_volumes_find_the_same_constant(expr):
    loss = Potential(expr)
    chain = WellChain(loss, 6.0, 1000, reach=2.0)
    found = poincare_constant(loss, 6, (-2, 2))
    assert float(found.middle) == pytest.approx(chain.poincare_constant(), rel=1e-3)


def test_kink_is_followed():
    # On [−3, 3] with L = |w| the slowest mode is odd: f'' − ηf' = −ηλf on (0, 3), f(0) = 0, f'(3) = 0.
    found = float(spectral_gap(Potential(sp.Abs(w)), 8, (-3, 3)).middle)
    k = np.sqrt(8 * found - 16)
    assert np.tan(3 * k) == pytest.approx(-k / 4, rel=1e-9)


@pytest.mark.parametrize(
    ("loss", "eta", "interval", "message"),
    [
        (SHEARED_DOUBLE_WELL, 1, None, "one coordinate is wanted, not 2"),
        (QUADRATIC, 0, None, "eta=0: a positive number is wanted"),
        (QUADRATIC, 1, (1, 1), "ends are to be in ascending order"),
        (Potential(sp.log(1 + w**2)), 1, None, "give an interval"),
        (Potential(sp.log(1 + w**2)), 8, None, "confined and have a gap"),
        (Potential(w), 1, None, "without critical points does not confine"),
        (Potential(w**2), 1, (-4000, 4000), "panels would be needed"),
        (DOUBLE_WELL, 10_000, None, r"a barrier of 2500 ε has to be crossed .* below 1e-300"),
        (Potential(1 / w), 1, (-1, 1), r"varies too much|not finite"),
    ],
)
def test_what_has_no_gap_is_refused(loss, eta, interval, message):
    with pytest.raises(ValueError, match=message):
        spectral_gap(loss, eta, interval)


@pytest.mark.parametrize(
    ("noise", "message"),
    [
        (w, "positive and finite"),
        (x, r"\['x'\] are not coordinates of the loss"),
        (0, "noise=0: a positive number is wanted"),
        (-2, "noise=-2: a positive number is wanted"),
    ],
)
def test_what_is_no_noise_is_refused(noise, message):
    with pytest.raises(ValueError, match=message):
        spectral_gap(QUADRATIC, 1, (-2, 2), noise=noise)


def test_floats_are_refused():
    with pytest.raises(TypeError, match=r"eta=0\.5: an exact number is wanted"):
        poincare_constant(QUADRATIC, 0.5)
    with pytest.raises(TypeError, match=r"noise=0\.5: exact numbers only"):
        spectral_gap(QUADRATIC, 1, noise=0.5)


def test_a_strange_count_is_refused():
    with pytest.raises(ValueError, match="count=0: a number from 1 to 20"):
        slowest_rates(QUADRATIC, 1, 0)


def test_parameters_are_refused():
    with pytest.raises(ValueError, match="numbers are wanted for the parameters"):
        spectral_gap(Potential(x * w**2, (w,), parameters=(x,)), 1)


def test_the_method_names_the_panels_of_two_resolutions():
    (bound,) = slowest_rates(FLAT, 2, 1, (0, 3))
    coarse, fine = (int(word) for word in bound.method.replace(",", "").split() if word.isdigit())
    assert fine == 2 * coarse > 0
