import pytest
import sympy as sp

from derivations.fokker_planck import fokker_planck, isotropic_sgd_diffusion
from derivations.mean_drift import MEAN, SPREAD, flux, gaussian_mean, rate_of_mean, stationary_slope
from derivations.symbols import M, gamma, w


def test_gaussian_mean_of_the_fourth_power():
    known = MEAN**4 + 6 * MEAN**2 * SPREAD**2 + 3 * SPREAD**4
    assert sp.expand(gaussian_mean(w**4) - known) == 0


def test_gaussian_mean_agrees_with_the_integral():
    density = sp.exp(-((w - 2) ** 2) / 18) / sp.sqrt(18 * sp.pi)
    integral = sp.integrate(sp.expand(w**3 - w) * density, (w, -sp.oo, sp.oo))
    assert sp.simplify(integral - gaussian_mean(w**3 - w).subs({MEAN: 2, SPREAD: 3})) == 0


def test_only_polynomials_are_averaged():
    with pytest.raises(ValueError, match=r"f=exp\(w\): only polynomials in w"):
        gaussian_mean(sp.exp(w))


def test_flux_is_that_of_the_derived_equation():
    loss, variance, p = (sp.Function(name, positive=True)(w) for name in ("L", "beta", "p"))
    derived = fokker_planck(isotropic_sgd_diffusion(loss, variance, (w,)), p)
    assert sp.expand((derived + sp.diff(flux(loss, variance, p), w)).doit()) == 0


def test_heat_equation_moves_the_second_moment_only():
    assert rate_of_mean(w, lambda p: sp.diff(p, w, 2)) == 0
    assert rate_of_mean(w**2, lambda p: sp.diff(p, w, 2)) == 2


def test_modes_of_the_double_well_move_inwards():
    # γ/M = 1/4 and β = 1 + w²: D = (1 + w²)/8, modes at ±√(1 − 1/4).
    slope = stationary_slope((w**2 - 1) ** 2 / 4, 1 + w**2).subs({gamma: 1, M: 4})
    assert set(sp.solve(slope, w)) == {0, sp.sqrt(3) / 2, -sp.sqrt(3) / 2}
