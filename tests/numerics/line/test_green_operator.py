"""The inverse of the generator on the line."""

import numpy as np
import pytest

from derivations.zoo import DOUBLE_WELL, QUADRATIC
from numerics.line.gauss_panel import gauss_panel
from numerics.line.green_operator import GreenOperator
from numerics.line.line_diffusion import line_diffusion
from numerics.line.steep_panels import halved, steep_panels, subdivided


def green(loss, eta, low, high):
    line = line_diffusion(loss, eta)
    return GreenOperator(line, steep_panels(line.slope, low, high, 10.0))


@pytest.mark.parametrize("order", [16, 24])
def test_antiderivative_is_exact_on_polynomials(order):
    nodes, weights, primitive = gauss_panel(order)
    assert primitive @ nodes**7 == pytest.approx((nodes**8 - 1) / 8, abs=1e-14)
    assert weights @ nodes**8 == pytest.approx(2 / 9)


def test_operator_solves_its_equation():
    operator = green(QUADRATIC, 1, -9.0, 9.0)
    for degree, rate in ((1, 1), (2, 2)):  # Hermite polynomials
        mode = operator.nodes if degree == 1 else operator.nodes**2 - 1
        found = operator.hardy_constant * operator.applied(operator.roots * operator.ascending(mode))
        found -= (found * operator.roots).sum() * operator.roots
        wanted = operator.roots * operator.ascending(mode) / rate
        assert found == pytest.approx(wanted, abs=1e-9)  # the ends reflect


def test_operator_is_symmetric():
    operator = green(DOUBLE_WELL, 20, -2.0, 2.0)
    generator = np.random.default_rng(7)
    f, g = (generator.normal(size=operator.roots.shape) * operator.roots for _ in range(2))
    f, g = (v - (v * operator.roots).sum() * operator.roots for v in (f, g))
    assert (f * operator.applied(g)).sum() == pytest.approx((g * operator.applied(f)).sum(), rel=1e-9)


def test_hardy_bounds_hold_for_the_quadratic():
    operator = green(QUADRATIC, 1, -9.0, 9.0)
    assert 1 / (4 * operator.hardy_constant) < 1 < 1 / (operator.hardy_constant * operator.lighter)


def test_heights_are_the_loss():
    operator = green(DOUBLE_WELL, 20, -2.0, 2.0)
    assert operator.heights == pytest.approx(5 * (operator.nodes**2 - 1) ** 2, abs=2e-3)  # no node at ±1
    assert np.ptp(operator.heights - 5 * (operator.nodes**2 - 1) ** 2) < 1e-13 * 60


def test_masses_are_probabilities_on_both_sides():
    operator = green(DOUBLE_WELL, 20, -2.0, 2.0)
    assert operator.masses.sum() == pytest.approx(1, abs=1e-15)
    assert operator.lighter == pytest.approx(0.5)


def test_panels_climb_no_more_than_asked():
    line = line_diffusion(DOUBLE_WELL, 1000)
    edges = steep_panels(line.slope, -1.5, 1.5, 10.0)
    heights = 250 * (edges**2 - 1) ** 2
    assert np.abs(np.diff(heights)).max() <= 10
    assert (edges[0], edges[-1]) == (-1.5, 1.5)


def test_panels_are_cut_into_equal_parts():
    assert subdivided(np.array([0.0, 1, 3]), np.array([1, 4])) == pytest.approx([0, 1, 1.5, 2, 2.5, 3])
    assert halved(np.array([0.0, 1, 3])) == pytest.approx([0, 0.5, 1, 2, 3])
