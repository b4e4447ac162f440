import pytest
import sympy as sp

from derivations.kramers_moyal import (
    GENERIC,
    TIME,
    coefficient_of_generator,
    coefficient_of_ornstein_uhlenbeck,
    expansion_term,
    increment_moment,
)
from derivations.sde import sgd_diffusion
from derivations.symbols import eps, lamda, w, x, y, z


def test_two_terms_of_the_expansion_are_the_heat_equation_with_drift():
    p = sp.Function("p")(w)
    assert sp.expand(expansion_term(1, -w, p) + expansion_term(2, eps, p)) == sp.expand(
        sp.diff(w * p, w) + eps * sp.diff(p, w, 2)
    )


def test_increment_moments_solve_the_moment_equation():
    # d/dt E(W − z)² = E[−2λW(W − z) + 2D] with W = z + ΔW.
    first, second = increment_moment(1, eps), increment_moment(2, eps)
    rate = -2 * lamda * (second + z * first) + 2 * eps
    assert sp.simplify(sp.diff(second, TIME) - rate) == 0


@pytest.mark.parametrize("n", [3, 4])
def test_coefficients_beyond_the_second_vanish(n):
    assert coefficient_of_generator(n, GENERIC) == 0
    assert coefficient_of_ornstein_uhlenbeck(n, eps) == 0


def test_expansion_starts_at_one():
    with pytest.raises(ValueError, match="n=0: the expansion starts at n = 1"):
        expansion_term(0, eps, w)


@pytest.mark.parametrize("n", [0, 7])
def test_unknown_moments_are_refused(n):
    with pytest.raises(ValueError, match=f"n={n}: moments 1, …, 6 of the Gaussian are known here"):
        increment_moment(n, eps)


def test_coefficients_are_for_the_line():
    plane = sgd_diffusion(x * y, sp.eye(2), (x, y))
    with pytest.raises(ValueError, match="diffusion has 2 coordinates, not 1"):
        coefficient_of_generator(1, plane)
