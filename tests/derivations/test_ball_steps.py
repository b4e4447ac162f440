import sympy as sp

from derivations.ball_mass import height, radius
from derivations.ball_steps import (
    end,
    gaussian_integral,
    normal_probability,
    square_mass,
    variance_of_diffusion,
    variance_of_gibbs,
)
from derivations.symbols import eta, kappa, lamda, t


def test_normal_probability_of_the_line_is_one():
    assert sp.limit(normal_probability(end), end, sp.oo) == 1


def test_gaussian_integral_over_the_line():
    assert sp.limit(gaussian_integral(3), end, sp.oo) == sp.sqrt(sp.pi / 3)


def test_square_that_grows_holds_the_whole_bell():
    a, b = sp.symbols("a b", positive=True)
    assert (
        sp.simplify(
            sp.limit(square_mass(a, b), radius, sp.oo)
            - kappa * sp.exp(-eta * height) * 2 * sp.pi / (eta * sp.sqrt(a * b))
        )
        == 0
    )


def test_variance_starts_at_zero_and_ends_at_the_one_of_gibbs():
    assert variance_of_diffusion().subs(t, 0) == 0
    assert variance_of_gibbs() == 1 / (eta * lamda)
