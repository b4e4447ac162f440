"""The logarithmic density of a diffusion on the line, and where its mass is."""

import numpy as np
import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL, QUADRATIC
from numerics.line.line_diffusion import line_diffusion


def test_confining_interval_holds_nearly_all_mass():
    low, high = line_diffusion(QUADRATIC, 4).confined(80.0)
    assert -low == high == pytest.approx(np.sqrt(2 * 80 / 4), rel=0.05)


def test_depth_counts_from_the_outermost_critical_point():
    # The right well is 200 above the left one.
    line = line_diffusion(Potential((w**2 - 1) ** 2 / 4 + w / 10), 1000)
    _, high = line.confined(44.0)
    shallow = float(line.loss.critical_points[-1].value)
    assert 1000 * (float(line.loss.at((sp.Float(high),))) - shallow) == pytest.approx(44, rel=0.2)


def test_depth_counts_from_where_the_density_turns_with_noise():
    line = line_diffusion(DOUBLE_WELL, 10, 1 + w**2)
    low, high = line.confined(44.0)
    nodes = np.linspace(1.2, high, 100_001)
    rise = np.trapezoid(np.maximum(line.slope(nodes), 0), nodes)
    assert rise == pytest.approx(44, rel=0.1)
    assert low == -high


def test_loss_whose_critical_points_cannot_be_listed_is_confined_all_the_same():
    low, high = line_diffusion(Potential(w**2 / 2 + sp.cos(3 * w)), 6).confined(44.0)
    assert -low == high
    assert 3.8 < high < 5


def test_slope_is_that_of_the_logarithm_of_the_density():
    # p = e^{−φ}/β with φ' = ηL'/β = 10 w/(1 + w²).
    places = np.array([-2.0, 0.3, 1.0])
    line = line_diffusion(QUADRATIC, 10, 1 + w**2)
    assert line.slope(places) == pytest.approx(12 * places / (1 + places**2))
    assert line.speed(places) == pytest.approx((1 + places**2) / 10)


def test_noise_that_vanishes_is_refused():
    line = line_diffusion(QUADRATIC, 10, w**2)
    with pytest.raises(ValueError, match="positive and finite, and is not at 0"):
        line.speed(np.array([-1.0, 0.0, 1.0]))


def test_barrier_of_a_quadratic_is_that_of_the_oscillator():
    reach = np.geomspace(1e-12, 1e12, 1000)
    assert line_diffusion(QUADRATIC, 6).barrier(1) == pytest.approx(6 * reach**2 / 4 - 0.5)


def test_barrier_with_noise_is_that_in_the_coordinate_of_constant_noise():
    # w = sinh y for β = 1 + w²: −log p = (η + 1) log cosh y there.
    tanh2 = (places := np.geomspace(1e-12, 1e12, 1000)) ** 2 / (1 + places**2)
    expected = (11**2 * tanh2 / 4 - 11 * (1 - tanh2) / 2) / 10
    assert line_diffusion(QUADRATIC, 10, 1 + w**2).barrier(1) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_slow_modes_high_up_are_looked_for():
    # One minimum at −1.07, and a stretch on its right, 100/η higher, where L is nearly flat.
    expr = (17 * (w**8 + w**7 + w) + 23 * w**6 + 30 * w**5 + 14 * w**4 + 20 * w**3 - 8 * w**2) / 10
    assert line_diffusion(QUADRATIC, 10).haunts(1.0) == (0.0, 0.0)
    assert line_diffusion(Potential(sp.expand(expr)), 20).haunts(16.0)[1] > 80
