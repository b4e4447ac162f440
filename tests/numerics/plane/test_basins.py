import numpy as np
import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.symbols import x, y
from numerics.plane.basins import basins_of_attraction
from numerics.plane.landscape import landscape
from numerics.plane.mesh import Mesh


def found(loss, reach=2.0, lines=161):
    mesh = Mesh(np.linspace(-reach, reach, lines) + 1e-3, np.linspace(-reach, reach, lines) + 2e-3)
    land = landscape(Potential(loss, (x, y)), 1, "1/10")
    minima, number = basins_of_attraction(land, mesh, np.ones((lines, lines), dtype=bool))
    return mesh, minima, number


def test_basins_of_a_loss_that_separates_meet_on_the_axes():
    mesh, minima, number = found((x**2 - 1) ** 2 + (y**2 - 1) ** 2)
    X, Y = mesh.nodes()
    assert len(minima) == 4
    near = np.argmin(np.hypot(X[..., None] - minima[:, 0], Y[..., None] - minima[:, 1]), axis=-1)
    off = (abs(X) > 0.03) & (abs(Y) > 0.03)
    assert (number == near)[off].all()


def test_a_narrow_askew_valley_is_one_basin():
    _, minima, number = found((x**2 + y**2) / 20 + 40 * (y - 3 * x / 5) ** 2)
    assert len(minima) == 1
    assert minima[0] == pytest.approx((0, 0), abs=1e-6)
    assert (number == 0).all()


def test_the_border_is_the_stable_line_of_the_saddle():
    # −∇L of (x² − 1)²/4 + 8 (y − x)²/2 near the saddle: its line has the slope of the stiff eigenvector
    mesh, minima, number = found((x**2 - 1) ** 2 / 4 + 4 * (y - x) ** 2, 0.5, 201)
    assert len(minima) == 0 or number.max() <= 1
    stiff = np.linalg.eigh(np.array([[7.0, -8.0], [-8.0, 8.0]]))[1][:, 1]
    X, Y = mesh.nodes()
    side = X * stiff[1] - Y * stiff[0]
    clear = (abs(side) > 0.02) & (np.hypot(X, Y) < 0.25)
    left, right = (np.unique(number[clear & (np.sign(side) == s)]) for s in (-1, 1))
    assert left.size == right.size == 1
    assert left[0] != right[0]


def test_basins_of_minima_off_the_origin():
    mesh, minima, number = found(((x - 1) ** 2 - sp.Rational(1, 4)) ** 2 + (y - sp.Rational(1, 2)) ** 2)
    X, _ = mesh.nodes()
    assert sorted(minima[:, 0]) == pytest.approx([0.5, 1.5], abs=1e-6)
    right = int(minima[:, 0].argmax())
    off = abs(X - 1) > 0.03
    assert ((number == right) == (X > 1))[off].all()


def test_whoever_is_still_on_the_way_is_given_the_nearest_minimum(monkeypatch):
    monkeypatch.setattr("numerics.plane.basins.STEPS", 0)
    loss = (x**2 - 1) ** 2 + (y - x / 2 - sp.Rational(1, 4)) ** 2
    mesh, minima, number = found(loss, lines=41)
    X, Y = mesh.nodes()
    near = np.hypot(X[..., None] - minima[:, 0], Y[..., None] - minima[:, 1]).argmin(axis=-1)
    high = landscape(Potential(loss, (x, y)), 1, 1).loss(X, Y) > 1.5
    assert high.any()
    assert (number == near)[high].all()
