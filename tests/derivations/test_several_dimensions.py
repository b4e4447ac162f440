import sympy as sp

from derivations.fokker_planck import fokker_planck
from derivations.sde import Diffusion
from derivations.several_dimensions import anisotropic, uniform
from derivations.symbols import x, y

TIME = sp.Symbol("t", positive=True)


def test_gaussian_with_growing_covariance_solves_the_anisotropic_equation():
    root = sp.Matrix([[2, 1], [1, 1]])
    brownian = Diffusion(sp.ImmutableMatrix([0, 0]), sp.ImmutableMatrix(root), (x, y))
    at = sp.Matrix([x, y])
    quadratic = (at.T * (TIME * root * root.T).inv() * at)[0]
    kernel = sp.exp(-quadratic / 2) / TIME
    assert sp.simplify((sp.diff(kernel, TIME) - fokker_planck(brownian, kernel)) / kernel) == 0


def test_generic_noise_is_symmetric_and_not_isotropic():
    covariance = anisotropic().covariance
    assert covariance == covariance.T
    assert covariance[0, 1] != 0


def test_uniform_noise_is_constant():
    covariance = uniform().covariance
    assert covariance == covariance.T
    assert not covariance.has(x, y)
