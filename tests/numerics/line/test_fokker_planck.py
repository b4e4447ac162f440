"""The Fokker–Planck equation on the line."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from scipy.special import expi

from derivations.potential import Potential
from derivations.symbols import t, w, x
from derivations.zoo import DOUBLE_WELL, QUADRATIC
from numerics.line.fokker_planck import _extrapolated, evolved_density
from numerics.line.spectrum import slowest_rates, spectral_gap
from numerics.well_relaxation import WellChain

BELL = sp.exp(-25 * (w + sp.Rational(4, 5)) ** 2)


def gaussian_distance(mean, variance):
    """y of N(mean, variance) from N(0, 1)."""
    return np.exp(mean**2 / (2 - variance)) / np.sqrt(variance * (2 - variance)) - 1


def width(evolution):
    return evolution.places[1] - evolution.places[0]


@pytest.mark.parametrize("eta", [20, 20 + sp.exp(-t), 20 + 10 * sp.exp(-t / 5) * sp.sin(5 * t)])
@pytest.mark.parametrize("noise", [1, 1 + w**2 / 2])
def test_law_is_never_negative_and_keeps_its_mass(eta, noise):
    found = evolved_density(DOUBLE_WELL, -1, ["1/10", 3], eta, noise=noise, cells=100)
    assert found.densities.min() >= 0
    assert found.densities.sum(axis=1) * width(found) == pytest.approx(1, abs=1e-12)


def test_gaussian_stays_gaussian():
    # From N(1, 1/2) at η = 1.
    found = evolved_density(QUADRATIC, sp.exp(-((w - 1) ** 2)), ["1/2", 1, 3], 1)
    for time, density, wrong, y in zip(
        found.times, found.densities, found.uncertainties, found.distances, strict=True
    ):
        mean, variance = np.exp(-time), 1 - np.exp(-2 * time) / 2
        exact = np.exp(-((found.places - mean) ** 2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)
        assert np.abs(density - exact).sum() * width(found) < 2 * wrong < 2e-3
        assert float(y.middle) == pytest.approx(gaussian_distance(mean, variance), rel=1e-5)
        assert y.low < Fraction(gaussian_distance(mean, variance)) < y.high


def test_gaussian_follows_a_settling_temperature():
    # From a point at η = 1 + 1/(1 + t): the excess variance has a closed form.
    found = evolved_density(QUADRATIC, 0, [4, 10, 20], 1 + 1 / (1 + t))
    for time, y in zip(found.times, found.distances, strict=True):
        excess = -np.exp(-2 * time) - 2 * np.exp(-2 * (time + 2)) * (expi(2 * time + 4) - expi(4))
        assert float(y.middle) == pytest.approx(gaussian_distance(0, 1 + excess), rel=3e-6)


def test_gaussian_follows_a_quickly_changing_temperature():
    # v' = −2v + 2/η with 1/η = 1 + e^{−t} sin(10t)/2.
    eta = 1 / (1 + sp.exp(-t) * sp.sin(10 * t) / 2)
    found = evolved_density(QUADRATIC, sp.exp(-(w**2) / 2), ["3/10", 1], eta)
    s = np.linspace(0, 1, 200_001)
    source = np.exp(2 * s) * (2 + np.exp(-s) * np.sin(10 * s))
    for time, y in zip(found.times, found.distances, strict=True):
        upto = s <= time + 1e-12
        variance = np.exp(-2 * time) * (1 + np.trapezoid(source[upto], s[upto]))
        assert float(y.middle) == pytest.approx(gaussian_distance(0, variance), rel=1e-3)


def test_dense_exponential_finds_the_same_distance():
    found = evolved_density(DOUBLE_WELL, BELL, [20, 600], 20)
    chains = [WellChain(DOUBLE_WELL, 20.0, cells, reach=2.0) for cells in (100, 200)]
    for time, y in zip((20.0, 600.0), found.distances, strict=True):
        coarse, fine = (chain.squared_distance(time, chain.bell(-0.8, 0.02)) for chain in chains)
        assert float(y.middle) == pytest.approx(fine + (fine - coarse) / 3, rel=5e-4)


def test_cold_well_empties_at_the_rate_of_the_gap():
    # 1/gap is 6·10⁵ units of time.
    first, later = 3 * 10**5, 9 * 10**5
    found = evolved_density(DOUBLE_WELL, -1, [first, later], 50, cells=100)
    gap = float(spectral_gap(DOUBLE_WELL, 50).middle)
    ratio = float(found.distances[1].middle / found.distances[0].middle)
    assert ratio == pytest.approx(np.exp(-2 * gap * (later - first)), rel=1e-3)


def test_late_decay_with_noise_is_that_of_the_gap():
    # Even start: the odd slowest mode does not take part.
    noise = 1 + w**2 / 2
    found = evolved_density(DOUBLE_WELL, sp.exp(-4 * w**2), [8, 12], 6, noise=noise)
    second = float(slowest_rates(DOUBLE_WELL, 6, 2, noise=noise)[1].middle)
    assert float(found.distances[1].middle / found.distances[0].middle) == pytest.approx(
        np.exp(-8 * second), rel=1e-3
    )


def test_stationary_law_stays():
    start = sp.exp(-20 * DOUBLE_WELL.expr)
    found = evolved_density(DOUBLE_WELL, start, [1], 20)
    assert found.densities[0] == pytest.approx(found.stationary, rel=1e-2, abs=1e-6)
    assert found.distances[0].high < Fraction(1, 10**4)


def test_law_does_not_see_a_shift_or_a_reflection():
    lopsided = w**4 / 4 - w**2 / 2 + w / 10
    one, shifted, mirrored = (
        evolved_density(Potential(expr), start, [2], 10, cells=60)
        for expr, start in ((lopsided, -1), (lopsided + 5, -1), (lopsided.subs(w, -w), 1))
    )
    assert shifted.densities == pytest.approx(one.densities, rel=1e-9)
    assert mirrored.densities[:, ::-1] == pytest.approx(one.densities, rel=1e-6)


def test_given_interval_reflects():
    found = evolved_density(Potential(sp.Integer(0)), "1/4", [50], 1, interval=(0, 1), cells=20)
    assert found.densities == pytest.approx(1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((QUADRATIC, 0, [], 1), "ascending order"),
        ((QUADRATIC, 0, [0, 1], 1), "ascending order"),
        ((QUADRATIC, 0, [2, 1], 1), "ascending order"),
        ((QUADRATIC, 0, [1], -1), "a positive number"),
        ((QUADRATIC, 0, [1], 1 + t), "no positive limit"),
        ((QUADRATIC, 0, [1], 2 + sp.sin(t)), "no positive limit"),
        ((QUADRATIC, x, [1], 1), "not coordinates of the loss"),
        ((QUADRATIC, 1 / (1 + w**2), [1], 1), "reaches too far out"),
        ((QUADRATIC, sp.exp(-(w**2) / 6), ["1/100"], 1), "not seen to be finite"),
        ((DOUBLE_WELL, sp.exp(-(w**2)), ["1/100"], 64), "below the smallest float"),
        ((Potential(sp.log(1 + w**2)), 0, [1], "1/2"), "give an interval"),
        ((Potential(sp.log(1 + w**2)), 0, [1], 1), "cells=200: too few|not seen to be finite"),
        ((Potential(x**2 + w**2, (x, w)), 0, [1], 1), "one coordinate is wanted"),
    ],
)
def test_what_cannot_be_evolved_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        evolved_density(*arguments)


def test_small_meshes_and_mixed_up_ends_are_refused():
    with pytest.raises(ValueError, match="cells=3: at least 10"):
        evolved_density(QUADRATIC, 0, [1], 1, cells=3)
    with pytest.raises(ValueError, match="ends are to be in ascending order"):
        evolved_density(QUADRATIC, 0, [1], 1, interval=(1, 0))


def test_too_many_jumps_are_refused():
    with pytest.raises(ValueError, match="would have to jump too often"):
        evolved_density(QUADRATIC, 0, [10**6], 1 + 1 / (1 + t))


def test_floats_are_refused():
    with pytest.raises(TypeError, match=r"times=0\.5: an exact number"):
        evolved_density(QUADRATIC, 0, [0.5], 1)


def test_an_error_of_second_order_is_extrapolated_and_doubted():
    found = _extrapolated(1 + 0.04, 1 + 0.01, "two meshes")
    assert float(found.middle) == pytest.approx(1, abs=1e-12)
    assert float(found.radius) == pytest.approx(0.03, abs=1e-6)
