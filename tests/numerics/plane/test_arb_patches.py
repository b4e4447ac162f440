import flint
import numpy as np
import pytest
import sympy as sp
from scipy import integrate

from derivations.symbols import x, y
from numerics.backends import compiled
from numerics.plane.arb_patches import Exponential, enclosed_energy, enclosed_mass, patch_rule
from numerics.plane.patches import Patches

EXPR = (x**2 - 1) ** 2 / 4 + (y - x) ** 2 / 2


def gibbs(sign=-1, eta=4):
    return Exponential(compiled(EXPR, (x, y), "arb"), flint.arb(eta), flint.arb(0), sign)


def edges(patches):
    return tuple(
        [flint.arb(a) + (flint.arb(b) - flint.arb(a)) * k / n for k in range(n + 1)]
        for (a, b), n in zip((patches.ends, patches.sides), patches.counts, strict=True)
    )


def test_the_basis_is_one_at_its_node_and_its_size_is_a_bound():
    rule = patch_rule(3, 6)
    assert len(rule.points) == 6
    assert flint.arb(sum(rule.weights, flint.arb(0))).contains(2)
    rows = [sum(row, flint.arb(0)) for row in rule.values.tolist()]
    assert all(row.contains(1) for row in rows)
    assert all(bound >= 1 for bound in rule.sizes[2][0])


@pytest.mark.parametrize("sign", [-1, 1])
def test_the_energy_of_a_function_is_enclosed(sign):
    patches = Patches((-0.5, 0.75), (-0.5, 0.5), (4, 4), 2)
    first, second = np.meshgrid(np.linspace(-0.5, 0.75, 9), np.linspace(-0.5, 0.5, 9), indexing="ij")
    values = first**2 + first * second
    u = x**2 + x * y
    density = sp.lambdify((y, x), sp.exp(sign * 4 * EXPR) * (sp.diff(u, x) ** 2 + sp.diff(u, y) ** 2))
    truth, error = integrate.dblquad(density, -0.5, 0.75, -0.5, 0.5, epsabs=1e-13)
    found = enclosed_energy(patches, edges(patches), values, gibbs(sign), 12)
    assert found.overlaps(flint.arb(truth, error + 1e-12))
    assert found.rad() < 1e-6


def test_few_points_give_a_wider_bound_that_still_holds():
    patches = Patches((-1.0, 1.0), (-1.0, 1.0), (2, 2), 1)
    values = np.add.outer(np.linspace(0, 1, 3), np.zeros(3))
    fine = enclosed_energy(patches, edges(patches), values, gibbs(), 20)
    for points in (6, 9, 12):
        rough = enclosed_energy(patches, edges(patches), values, gibbs(), points)
        assert rough.overlaps(fine)
        assert rough.rad() > fine.rad()


def test_a_mass_is_enclosed():
    patches = Patches((-1.0, 1.0), (-1.0, 1.0), (4, 4), 1)
    density = sp.lambdify((y, x), sp.exp(-4 * EXPR))
    truth, error = integrate.dblquad(density, -1, 1, -1, 1, epsabs=1e-13)
    found = enclosed_mass(edges(patches), gibbs(), 14)
    assert found.overlaps(flint.arb(truth, error + 1e-12))
    assert found.rad() < 1e-6
