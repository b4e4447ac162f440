"""Basins from a density on a mesh, beside integrals of a density that is known."""

import numpy as np
import pytest
import sympy as sp

from derivations.parse import parse
from numerics.plane.mesh_wells import mesh_balls, mesh_basins
from numerics.plane.stationary import stationary_in_plane


def test_basins_of_a_law_that_is_no_gibbs_law_are_integrals_of_it():
    """β = 1 + L: p ∝ (1 + L)^(−1 − 1/ε₀), and the basins of a loss that separates meet on a line."""
    loss = parse("(x**2 - 1)**2/4 + x/10 + y**2 + 1/8")
    density = stationary_in_plane(loss, 1 + loss.expr, "1/20")
    low, top, high = sorted(np.roots([1, 0, -1, 0.1]).real)
    found = mesh_basins(density, [(low, 0.0), (high, 0.0)])

    x, y = np.linspace(-4, 4, 1601), np.linspace(-4, 4, 1601)
    weight = (1 + sp.lambdify(loss.coords, loss.expr)(x[:, None], y)) ** -21.0
    along = weight.sum(axis=1)
    left = np.interp(top, (x[:-1] + x[1:]) / 2, np.cumsum(along)[:-1]) / along.sum()
    assert [float(mass.middle) for mass in found] == pytest.approx([left, 1 - left], abs=3e-3)


def test_balls_of_a_law_that_is_no_gibbs_law_are_known():
    """β = 1 + |w|²/2: P(|W| < r) = 1 − (1 + r²/2)^(−1/ε₀)."""
    loss = parse("(x**2 + y**2)/2")
    density = stationary_in_plane(loss, 1 + loss.expr, "1/10")
    for radius in (0.2, 0.5, 1.0):
        (found,) = mesh_balls(density, [(0.0, 0.0)], radius)
        assert float(found.middle) == pytest.approx(1 - (1 + radius**2 / 2) ** -10, rel=2e-3)
