import sympy as sp

from derivations.stationary_covariance import balance, gaussian_residual, quadratic, settled_covariance
from derivations.symbols import M, gamma

STIFF = sp.ImmutableMatrix([[2, 1], [1, 3]])
ROUND = sp.ImmutableMatrix(sp.eye(2))


def test_isotropic_noise_settles_in_the_gibbs_law():
    assert sp.simplify(settled_covariance(STIFF, ROUND) - gamma / (2 * M) * STIFF.inv()) == sp.zeros(2, 2)


def test_settled_gaussian_is_stationary_and_another_is_not():
    diffusion = quadratic(STIFF, sp.ImmutableMatrix([[1, 2], [0, 1]]))
    settled = settled_covariance(STIFF, sp.ImmutableMatrix([[1, 2], [0, 1]]))
    assert gaussian_residual(diffusion, settled) == 0
    assert gaussian_residual(diffusion, 2 * settled) != 0


def test_balance_with_the_identity_is_twice_the_hessian():
    assert balance(STIFF, sp.eye(2)) == 2 * sp.Matrix(STIFF)
