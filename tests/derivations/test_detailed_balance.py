import sympy as sp

from derivations.detailed_balance import (
    AXES,
    ROOTS,
    SPACE,
    curl,
    current_times_covariance,
    settled,
    slope_without_current,
    turning,
)
from derivations.fokker_planck import fokker_planck
from derivations.sde import sgd_diffusion
from derivations.stationary_covariance import quadratic, settled_covariance
from derivations.symbols import M, gamma, x, y

ROOT = sp.ImmutableMatrix([[1, 2], [0, 1]])
NOISE = ROOT * ROOT.T


def current(hessian):
    return current_times_covariance(quadratic(hessian, ROOT), settled_covariance(hessian, ROOT))


def test_the_settled_covariance_solves_lyapunovs_equation():
    hessian, covariance = sp.diag(*AXES), settled()
    rest = hessian * covariance + covariance * hessian - gamma / M * ROOTS * ROOTS.T
    assert rest.applyfunc(sp.simplify).is_zero_matrix


def test_noise_that_commutes_with_the_hessian_leaves_no_current():
    for hessian in (sp.eye(2), NOISE, NOISE**2 + 3 * sp.eye(2)):
        assert current(sp.ImmutableMatrix(hessian)).is_zero_matrix


def test_noise_that_does_not_leaves_one():
    found = current(sp.ImmutableMatrix([[2, 1], [1, 3]]))
    assert not found.is_zero_matrix
    assert (found + found.T).applyfunc(sp.simplify).is_zero_matrix


def test_what_turns_is_twice_what_flows():
    hessian = sp.ImmutableMatrix([[2, 1], [1, 3]])
    covariance = settled_covariance(hessian, ROOT)
    assert (turning(-hessian, covariance) + 2 * current(hessian)).applyfunc(sp.simplify).is_zero_matrix


def test_isotropic_noise_does_not_turn():
    same = {ROOTS[i, j]: int(i == j) for i in range(3) for j in range(i, 3)}
    assert turning(-sp.diag(*AXES), settled().subs(same)).is_zero_matrix
    assert len(SPACE) == 3


def test_a_gradient_has_no_curl():
    assert curl(sp.Matrix([2 * x * y, x**2])) == 0
    assert curl(sp.Matrix([-y, x])) == 2


def test_the_density_without_current_is_stationary():
    """Double well along x, harder noise along y."""
    loss = (x**2 - 1) ** 2 + y**2
    diffusion = sgd_diffusion(loss, sp.diag(1, 2), (x, y))
    density = sp.exp(-2 * M / gamma * ((x**2 - 1) ** 2 + y**2 / 4))
    assert sp.simplify(fokker_planck(diffusion, density) / density) == 0
    slope = slope_without_current(diffusion) - sp.Matrix([sp.diff(sp.log(density), v) for v in (x, y)])
    assert slope.applyfunc(sp.simplify).is_zero_matrix
