import pytest
import sympy as sp

from derivations.fokker_planck import (
    diffusion_coefficient,
    fokker_planck,
    isotropic_sgd_diffusion,
    printed_equation,
)
from derivations.symbols import beta, w, x, y

TIME = sp.Symbol("t", positive=True)


def test_gaussian_kernel_of_the_quadratic_solves_the_equation():
    D = diffusion_coefficient(beta)
    mean, spread = 3 * sp.exp(-TIME), D * (1 - sp.exp(-2 * TIME))
    kernel = sp.exp(-((w - mean) ** 2) / (2 * spread)) / sp.sqrt(spread)
    right = fokker_planck(isotropic_sgd_diffusion(w**2 / 2, beta, (w,)), kernel)
    assert sp.simplify((sp.diff(kernel, TIME) - right) / kernel) == 0


@pytest.mark.parametrize("coords", [(w,), (x, y)], ids=["line", "plane"])
def test_gibbs_density_does_not_move(coords):
    loss = sp.Function("L", real=True)(*coords)
    gibbs = sp.exp(-loss / diffusion_coefficient(beta))
    assert sp.simplify(fokker_planck(isotropic_sgd_diffusion(loss, beta, coords), gibbs)) == 0
    assert sp.simplify(printed_equation(loss, beta, gibbs, coords)) == 0


def test_equation_holds_in_three_dimensions():
    coords = (w, x, y)
    loss, variance, p = (sp.Function(name, positive=True)(*coords) for name in ("L", "beta", "p"))
    derived = fokker_planck(isotropic_sgd_diffusion(loss, variance, coords), p)
    assert sp.expand((derived - printed_equation(loss, variance, p, coords)).doit()) == 0
