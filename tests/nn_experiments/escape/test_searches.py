"""Flow, string and climb on losses of which the critical points are known."""

import pytest
import torch
from scipy.integrate import solve_ivp

from nn_experiments.escape.climb import climbed
from nn_experiments.escape.flat_loss import FlatLoss
from nn_experiments.escape.flow import rest
from nn_experiments.escape.gate import gate_between
from nn_experiments.escape.krylov import krylov
from nn_experiments.escape.lanczos import tridiagonals
from nn_experiments.escape.layout import layout_of
from nn_experiments.escape.path import evenly_spaced, path_between
from nn_experiments.escape.search import Search

from . import losses


def flat(loss, size=2):
    return FlatLoss(loss, layout_of(torch.ones(size), "start"))


def at(*values):
    return torch.tensor(values, dtype=torch.float64)


@pytest.mark.parametrize("start", [(-0.2, 1.5), (0.3, -2.0), (0.05, -0.4), (2.5, -1.0)])
def test_the_flow_ends_where_that_of_a_solver_does(start):
    loss = flat(losses.tilted)
    solved = solve_ivp(
        lambda _, w: -loss.gradient(torch.tensor(w)).numpy(), (0, 300), start, "LSODA", rtol=1e-8
    )
    found = rest(loss, at(*start))
    assert found.reached
    assert float((found.at - torch.tensor(solved.y[:, -1])).norm()) < 1e-5
    assert found.slope < 1e-11


def test_the_flow_does_not_mind_stiffness():
    found = rest(flat(lambda w: 1e3 * (w[0] - w[1] ** 2) ** 2 + (w[1] - 1) ** 2), at(-1.0, 0.5))
    assert found.reached
    assert found.steps < 400
    assert float((found.at - 1).abs().max()) < 1e-8


def test_the_flow_in_many_dimensions_uses_products_only():
    size = 400
    loss = flat(
        lambda w: (torch.linspace(0.1, 10, size).double() * (w - 1) ** 2).sum() + (w**4).sum() / 4, size
    )
    found = rest(loss, torch.zeros(size, dtype=torch.float64))
    assert found.reached


def test_a_bowed_string_leaves_the_ridge():
    loss = flat(losses.two_gates)
    path = path_between(loss, at(0, 1), at(0, -1), Search())
    found = climbed(loss, path.images[path.highest], path.tangent, path.spacing)
    assert float((found.at.abs() - at(0.75**0.5, 0)).norm()) < 1e-9


def test_the_gate_joins_its_two_minima():
    loss = flat(losses.tilted)
    ends = [rest(loss, at(s, s)).at for s in (-1, 1)]
    gate = gate_between(loss, *ends, Search())
    assert gate.joins == (True, True)
    assert gate.point.index == 1
    assert gate.point.rest.slope < 1e-11


def test_images_are_spaced_evenly():
    rows = evenly_spaced(at(0, 0.1, 0.7, 1)[:, None] * at(3, 4))
    assert torch.allclose(rows[:, 0], at(0, 1, 2, 3))
    gaps = (rows[1:] - rows[:-1]).norm(dim=1)
    assert float(gaps.max() - gaps.min()) < 1e-12


def test_a_whole_krylov_space_has_all_eigenvalues_double_ones_included():
    matrix = torch.diag(at(1, 2, 2, 5, -3))
    first = torch.randn(2, 5, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    found = krylov(lambda v: matrix @ v, first, 5)
    assert torch.allclose(found.values, at(-3, 1, 2, 2, 5))
    assert float(found.residuals.max()) < 1e-12
    assert torch.allclose(found.function(torch.square, first[0]), matrix @ matrix @ first[0])
    with pytest.raises(ValueError, match="first: all vectors are 0"):
        krylov(lambda v: matrix @ v, first * 0, 5)


def test_tridiagonals_have_the_moments_of_their_first_vectors():
    draws = torch.Generator().manual_seed(0)
    matrix = torch.randn(30, 30, generator=draws, dtype=torch.float64)
    matrix = matrix + matrix.mT
    first = torch.randn(3, 30, generator=draws, dtype=torch.float64)
    found = tridiagonals(lambda rows: rows @ matrix, first, 6)
    for power in range(1, 10):
        moment = (first * (first @ torch.linalg.matrix_power(matrix, power))).sum(1) / first.square().sum(1)
        assert torch.allclose(torch.linalg.matrix_power(found, power)[:, 0, 0], moment)


@pytest.mark.parametrize("branching", [False, True])
def test_derivatives_are_those_of_a_quadratic(branching):
    matrix = torch.tensor([[2.0, 1, 0], [1, 3, 0], [0, 0, 1]], dtype=torch.float64)
    plain = losses.quadratic(matrix)
    loss = flat((lambda w: plain(w) if float(w.detach()[0]) < 9 else w.sum()) if branching else plain, 3)
    rows = torch.arange(6).double().reshape(2, 3)
    assert loss.batches is not branching
    assert torch.allclose(loss.gradients(rows), rows @ matrix)
    assert torch.allclose(loss.hessian(rows[1]).matrix, matrix)
    assert torch.allclose(loss.hessian(rows[1]).product(rows[0]), matrix @ rows[0])
    assert torch.allclose(loss.values(rows), torch.stack([plain(row) for row in rows]))


def test_a_linear_loss_has_no_curvature():
    assert not flat(lambda w: w.sum()).hessian(at(1, 2)).matrix.any()
