import sympy as sp

from derivations.kramers_moyal import TIME
from derivations.mean_drift import MEAN, SPREAD
from derivations.symbols import lamda, w, z
from derivations.transition_kernels import D, Kernel, mean_change, mean_of_the_rate, moment_after, transition


def test_composition_agrees_with_the_integral():
    first, second = Kernel(sp.S.Half, sp.S.One), Kernel(sp.Rational(1, 3), sp.Integer(2))
    made = first.then(second)
    # Factors multiply, and the first variance is contracted by the second factor.
    known = Kernel(sp.Rational(1, 6), 2 + sp.Rational(1, 9)).told()
    assert all(sp.simplify(made[name] - known[name]) == 0 for name in known)


def test_density_of_a_kernel_has_mass_one():
    kernel = Kernel(sp.S.Half, sp.Integer(2))
    density = sp.sqrt(kernel.squared_height) * sp.exp(kernel.exponent(w, z))
    assert sp.simplify(sp.integrate(density.subs(z, 1), (w, -sp.oo, sp.oo))) == 1


def test_second_moment_after_a_long_time_is_stationary():
    assert sp.limit(moment_after(2), TIME, sp.oo) == D / lamda


def test_rate_of_the_first_two_moments():
    assert mean_of_the_rate(1) == -lamda * MEAN
    assert sp.expand(mean_of_the_rate(2) + 2 * lamda * (MEAN**2 + SPREAD**2) - 2 * D) == 0


def test_mean_does_not_move_in_no_time():
    assert sp.simplify(mean_change(3).subs(TIME, 0)) == 0


def test_variance_of_the_transition_starts_with_two_d_per_time():
    assert sp.diff(transition(TIME).variance, TIME).subs(TIME, 0) == 2 * D
