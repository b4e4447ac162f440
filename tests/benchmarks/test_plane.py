"""Escape times in the plane against the usual ways: ratios in `extra_info`, no timed assertion.

Peers: SciPy's sparse solver (SuperLU) for the same chain, and scikit-fem with elements of order 2 and 4 for
the curved valley (x² − 1)²/4 + (y + x² − 1)²/2 from (−1, 0) to x ≥ 1. Times are CPU seconds of this process.
"""

from time import process_time

import numpy as np
import pytest
import sympy as sp
from scipy import sparse
from scipy.sparse.linalg import spsolve

from derivations.potential import Potential
from derivations.symbols import x, y
from numerics.plane.chain import diffusion_chain
from numerics.plane.domain import domain
from numerics.plane.elimination import eliminated
from numerics.plane.escape import mean_escape_time_to
from numerics.plane.gap import spectral_gap_in_plane
from numerics.plane.landscape import landscape
from numerics.plane.targets import HalfPlane

VALLEY = Potential((x**2 - 1) ** 2 / 4 + (y + x**2 - 1) ** 2 / 2, (x, y), name="curved valley")
WARM = 88.2671329411  # at ε = 1/10, by a spectral scheme
COLD = {20: 2.242557894656e9, 30: 4.869644409278e13, 60: 5.136107531192e26, 200: 3.221916473280e87}
START, EDGE = (-1.0, 0.0), HalfPlane(1.0)


def seconds(function, *arguments, repeats=3):
    """The least time of a call, in CPU seconds, and its result."""
    least = float("inf")
    for _ in range(repeats):
        begin = process_time()
        result = function(*arguments)
        least = min(least, process_time() - begin)
    return least, result


def valley_chain(eps0, refinement):
    """The chain of the valley, and the state at the start."""
    land = landscape(VALLEY, 1, eps0)
    place = domain(land, [START, EDGE.centre], 23.0)
    mesh = place.mesh(START, refinement, [EDGE])
    chain = diffusion_chain(land, mesh, place.inside(land, mesh, START), [EDGE])
    return chain, chain.state_at(mesh.nearest(START))


def by_elimination(chain):
    return eliminated(chain).rewards(np.ones(chain.killing.size))


def by_superlu(chain):
    """The same equations, solved as a sparse matrix."""
    size = chain.killing.size
    here, jumps = np.repeat(np.arange(size), 4), chain.goals.ravel() >= 0
    entries = chain.rates.ravel()[jumps], (here[jumps], chain.goals.ravel()[jumps])
    rates = sparse.csr_matrix(entries, (size, size))
    diagonal = sparse.diags(np.asarray(rates.sum(axis=1)).ravel() + chain.killing)
    return spsolve((diagonal - rates).tocsc(), np.ones(size))


def by_finite_elements(order, across, along):
    """T at (−1, 0) by scikit-fem on a box that ends at x = 1, for ε = 1/10."""
    skfem = pytest.importorskip("skfem")
    element = skfem.ElementQuad2() if order == 2 else skfem.ElementQuadP(order)
    lines = np.linspace(-2, 1, across + 1), np.linspace(-3, 2.4, along + 1)
    basis = skfem.Basis(skfem.MeshQuad.init_tensor(*lines), element, intorder=2 * order + 2)

    def weight(at):
        a, b = at
        return np.exp(-10 * ((a**2 - 1) ** 2 / 4 + (b + a**2 - 1) ** 2 / 2))

    @skfem.BilinearForm
    def stiffness(u, v, form):
        return weight(form.x) * (u.grad[0] * v.grad[0] + u.grad[1] * v.grad[1]) / 10

    @skfem.LinearForm
    def load(v, form):
        return weight(form.x) * v

    edge = basis.get_dofs(lambda at: np.isclose(at[0], 1))
    system = skfem.condense(stiffness.assemble(basis), load.assemble(basis), D=edge)
    return float((basis.probes(np.array([[-1.0], [0.0]])) @ skfem.solve(*system))[0])


@pytest.mark.parametrize("refinement", [2, 4, 8, 12])
def test_elimination_without_subtraction(benchmark, refinement):
    chain, at = valley_chain("1/10", refinement)
    times = benchmark(by_elimination, chain)
    slow, plain = seconds(by_superlu, chain)
    quick, _ = seconds(by_elimination, chain)
    benchmark.extra_info |= {"states": chain.killing.size, "times faster than SuperLU": slow / quick}
    assert np.allclose(times, plain, rtol=1e-8)
    assert times[at] == pytest.approx(WARM, rel=1e-2)


@pytest.mark.parametrize(("order", "across", "along"), [(2, 60, 60), (4, 24, 24)])
def test_the_curved_valley_against_finite_elements(benchmark, order, across, along):
    pytest.importorskip("skfem")
    land = landscape(VALLEY, 1, "1/10")
    found = benchmark(mean_escape_time_to, land, START, EDGE, 1e-4)
    slow, peer = seconds(by_finite_elements, order, across, along)
    quick, _ = seconds(mean_escape_time_to, land, START, EDGE, 1e-4)
    error, other = (abs(t / WARM - 1) for t in (float(found.middle), peer))
    benchmark.extra_info |= {
        "relative error": error,
        f"relative error of scikit-fem Q{order}": other,
        f"times faster than scikit-fem Q{order}": slow / quick,
    }
    assert error < 1e-6
    assert other < 1e-4


@pytest.mark.parametrize("climb", COLD)
def test_high_barriers(benchmark, climb):
    land = landscape(VALLEY, 1, sp.Rational(1, 4 * climb))
    found = benchmark.pedantic(mean_escape_time_to, (land, START, EDGE, 1e-4), rounds=2)
    chain, at = valley_chain(sp.Rational(1, 4 * climb), 3)
    plain, right = (solve(chain)[at] for solve in (by_superlu, by_elimination))
    benchmark.extra_info |= {
        "relative error": abs(float(found.middle) / COLD[climb] - 1),
        "error of SuperLU, same mesh": abs(plain / right - 1),
    }
    assert float(found.middle) == pytest.approx(COLD[climb], rel=1e-6)


def test_the_smallest_gap(benchmark):
    plane = Potential((x**2 - 1) ** 2 / 4 + y**2, (x, y))
    gap = benchmark.pedantic(spectral_gap_in_plane, (plane, 1, "1/240"), rounds=2)
    assert 0 < gap.radius < 1e-4 * gap.middle
