import numpy as np
import pytest
import sympy as sp

from derivations.circulating_example import BOWL, NOISE, stationary_moments
from derivations.potential import Potential
from derivations.symbols import eps, x, y
from derivations.zoo import SHEARED_DOUBLE_WELL
from numerics.plane.stationary import stationary_in_plane


def areas(found):
    """The areas of the cells, shape (n, m)."""
    wide, high = (np.gradient(line) for line in (found.x, found.y))
    return wide[:, None] * high


def mean(found, values):
    weights = found.density * areas(found)
    return float((values * weights).sum() / weights.sum())


def test_constant_noise_gives_the_density_of_gibbs_to_all_digits():
    found = stationary_in_plane(SHEARED_DOUBLE_WELL, 2, "1/20")
    X, Y = np.meshgrid(found.x, found.y, indexing="ij")
    gibbs = np.where(found.density > 0, np.exp(-10 * ((X**2 - 1) ** 2 / 4 + (Y - X) ** 2 / 2)), 0)
    cells = areas(found)
    held = found.density > 0
    ratio = found.density[held] / gibbs[held] * (gibbs * cells).sum() / (found.density * cells).sum()
    assert np.abs(ratio - 1).max() < 1e-11
    assert max(np.abs(c).max() for c in found.current) < 1e-12


def test_noise_that_follows_the_loss_has_no_current():
    loss = (x**2 - 1) ** 2 / 4 + (y - x) ** 2 / 2
    found = stationary_in_plane(Potential(loss, (x, y)), 1 + loss, "1/20")
    X, Y = np.meshgrid(found.x, found.y, indexing="ij")
    level = 1 + (X**2 - 1) ** 2 / 4 + (Y - X) ** 2 / 2
    density = level ** -(1 + 20.0)  # (1/b) exp(−∫ dℓ/(ε₀ b(ℓ)))
    likely = found.density > 1e-6
    ratio = (found.density / density)[likely]
    assert np.ptp(ratio) < 2e-3 * ratio.mean()  # second order in the mesh
    assert max(np.abs(c).max() for c in found.current) < 1e-6 * found.density.max()


@pytest.mark.parametrize("strength", [sp.Rational(1, 10), sp.Rational(1, 5)])
def test_moments_of_the_circulating_law_are_the_exact_ones(strength):
    found = stationary_in_plane(Potential(BOWL, (x, y)), sp.expand(NOISE / eps), strength)
    X, Y = np.meshgrid(found.x, found.y, indexing="ij")
    for (i, j), value in stationary_moments(4).items():
        exact = float(value.subs(eps, strength))
        assert mean(found, X**i * Y**j) == pytest.approx(exact, rel=1e-2)


def test_the_current_has_no_sources():
    found = stationary_in_plane(Potential(BOWL, (x, y)), 1 + x**2, "1/10")
    across, along = found.current
    spin = np.abs(across).max()
    flow = areas(found)
    assert spin > 1e-3
    assert abs((across * flow).sum()) < 1e-10 * spin
    assert abs((along * flow).sum()) < 1e-10 * spin


def test_masses_of_two_unequal_wells():
    loss = (x**2 - 1) ** 2 / 4 + x / 10 + 3 * (y - x / 2) ** 2
    found = stationary_in_plane(Potential(loss, (x, y)), 1, "1/20")
    line = np.linspace(-2.5, 2.5, 20001)
    weights = np.exp(-20 * ((line**2 - 1) ** 2 / 4 + line / 10))
    top = np.sort(np.roots([1, 0, -1, 0.1]))[1].real  # near the line on which the basins meet
    left = weights[line < top].sum() / weights.sum()
    assert len(found.basins) == 2
    assert found.basins[0].at[0] == pytest.approx(np.sort(np.roots([1, 0, -1, 0.1]))[0].real)
    assert float(found.basins[0].mass.middle) == pytest.approx(left, abs=3e-3)
    total = found.basins[0].mass + found.basins[1].mass
    assert total.low <= 1 <= total.high
    assert set(np.unique(found.basin)) == {-1, 0, 1}


def test_a_single_well_holds_all():
    found = stationary_in_plane(Potential(x**2 + (x - y) ** 2, (x, y)), 1, 1)
    assert len(found.basins) == 1
    assert float(found.basins[0].mass.middle) == pytest.approx(1)


def test_the_current_is_that_of_the_density():
    """∫ φ·J = ∫ p (ε₀β ∇·φ − φ·∇L) with φ = (y³, 0) and (0, x³), without a symmetry between x and y."""
    loss, noise = x**2 / 2 + y**2, 1 + (x + 2 * y) ** 2 / 8
    found = stationary_in_plane(Potential(loss, (x, y)), noise, "1/10")
    X, Y = np.meshgrid(found.x, found.y, indexing="ij")
    weights = areas(found)
    across, along = (float((j * f * weights).sum()) for j, f in zip(found.current, (Y**3, X**3), strict=True))
    assert across == pytest.approx(-mean(found, X * Y**3), rel=0.03)
    assert along == pytest.approx(-mean(found, 2 * X**3 * Y), rel=0.03)
