"""Escapes along a valley against scikit-fem: ratios, digits and cost in `extra_info`, no timed assertion."""

from fractions import Fraction
from time import process_time

import numpy as np
import pytest

from derivations.potential import Potential
from derivations.symbols import x, y
from numerics.plane.capacity_bounds import capacity_between_lines, strip
from numerics.valley.capacity import equilibrium_escape_time, symmetric_escape_time
from numerics.valley.chart import valley_chart
from numerics.valley.escape import RESOLUTIONS, mean_escape_time_along_valley, wells_along
from numerics.valley.profile import Profile, course

CURVED = Potential((x**2 - 1) ** 2 / 4 + (y + x**2 - 1) ** 2 / 2, (x, y), name="curved valley")
NOISE = Fraction(1, 10)
EXACT = 88.2671329412560
"""T(−1, 0) at ε = 1/10 to the line x = 1, from resolutions far beyond those that are timed."""

BARRIERS = {
    10: 1.073030696827e5,
    20: 2.242557894656e9,
    30: 4.869644409278e13,
    60: 5.136107531192e26,
    200: 3.221916473280e87,
}


def least_seconds(function, repeats):
    """The result of a call and the least CPU time of some."""
    result, least = function(), float("inf")
    for _ in range(repeats):
        start = process_time()
        function()
        least = min(least, process_time() - start)
    return result, least


def scikit_fem(cells: int, eps: float) -> float:
    """T(−1, 0) by quadrilaterals of degree 4 on cells² of them, as one would write it: sparse LU."""
    fem = pytest.importorskip("skfem")
    left, bottom, top = -2.3, -5.0, 3.0
    mesh = fem.MeshQuad.init_tensor(np.linspace(left, 1, cells + 1), np.linspace(bottom, top, cells + 1))
    u, v = mesh.p[:, mesh.t].mean(axis=1)
    low = (u**2 - 1) ** 2 / 4 + (v + u**2 - 1) ** 2 / 2 < 40 * eps
    mesh = mesh.restrict(np.flatnonzero(low))  # the rest would ruin the matrix
    basis = fem.Basis(mesh, fem.ElementQuadP(4), intorder=9)

    def gibbs(w):
        px, py = w.x
        return np.exp(-((px**2 - 1) ** 2 / 4 + (py + px**2 - 1) ** 2 / 2) / eps)

    form = fem.BilinearForm(lambda u, v, w: eps * gibbs(w) * (u.grad[0] * v.grad[0] + u.grad[1] * v.grad[1]))
    load = fem.LinearForm(lambda v, w: gibbs(w) * v)
    target = basis.get_dofs(lambda p: np.isclose(p[0], 1)).all()
    matrix, right = form.assemble(basis), load.assemble(basis)
    solution = fem.solve(*fem.condense(matrix, right, D=target))
    return float((basis.probes(np.array([[-1.0], [0.0]])) @ solution)[0])


def test_curved_valley_against_scikit_fem(benchmark):
    found = benchmark(mean_escape_time_along_valley, CURVED, NOISE, (-1, 0), 1)
    error = abs(float(found.middle) / EXACT - 1)
    assert error < 1e-8
    assert float(found.radius / found.middle) <= 1e-8
    _, own = least_seconds(lambda: mean_escape_time_along_valley(CURVED, NOISE, (-1, 0), 1), 20)
    benchmark.extra_info |= {"relative error": error, "CPU ms": 1e3 * own}
    for cells in (24, 48):  # the second is still less accurate
        value, seconds = least_seconds(lambda n=cells: scikit_fem(n, 0.1), 1)
        name = f"scikit-fem Q4, {cells}² cells"
        benchmark.extra_info |= {
            f"relative error of {name}": abs(value / EXACT - 1),
            f"times faster than {name}": seconds / own,
        }


@pytest.mark.parametrize("height", BARRIERS)
def test_times_over_high_barriers(benchmark, height):
    noise = Fraction(1, 4 * height)
    found = benchmark(equilibrium_escape_time, CURVED, noise, -1, 1, accuracy=1e-10)
    assert float(found.middle) == pytest.approx(BARRIERS[height], rel=2e-12)
    benchmark.extra_info["bound of the relative error"] = float(found.radius / found.middle)


@pytest.mark.parametrize("height", BARRIERS)
def test_proved_times_over_high_barriers(benchmark, height):
    noise = Fraction(1, 4 * height)
    found = benchmark.pedantic(symmetric_escape_time, (CURVED, noise, -1, 1), rounds=2)
    assert float(found.middle) == pytest.approx(BARRIERS[height], rel=1e-9)
    benchmark.extra_info["proved bound of the relative error"] = float(found.radius / found.middle)


@pytest.mark.parametrize("resolution", RESOLUTIONS[:5], ids=lambda r: f"{r[0]} modes, degree {r[1]}")
def test_cost_against_unknowns(benchmark, resolution):
    profile = Profile(valley_chart(CURVED), 0.1)
    wells = wells_along(profile, course(profile, 1.0), resolution)
    value = benchmark(lambda: wells_along(profile, course(profile, 1.0), resolution).times().at(-1.0, 0.0))
    benchmark.extra_info |= {"unknowns": wells.unknowns, "relative error": abs(value / EXACT - 1)}
    assert value == pytest.approx(EXACT, rel=1e-8)


@pytest.mark.parametrize("patches", [(8, 20), (10, 32), (12, 40)], ids=str)
def test_proved_capacity_over_two_gates(benchmark, patches):
    gates = Potential((x**2 + y**2 - 1) ** 2 + x**2 / 2, (y, x), name="two gates")
    domain = strip(gates, Fraction(7, 72), (-1, 0), (0, "17/10"), (False, True))
    found = benchmark.pedantic(capacity_between_lines, (domain, patches), rounds=2)
    assert found.radius < found.middle / 1000
    benchmark.extra_info["proved bound of the relative error"] = float(found.radius / found.middle)
