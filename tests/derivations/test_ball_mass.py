import pytest
import sympy as sp

from derivations.ball_mass import (
    ball_integral,
    ball_volume,
    cube_mass,
    height,
    laplace_mass,
    printed_mass,
    radius,
    small_ball_coefficients,
    small_ball_mass,
)
from derivations.symbols import eta

V = sp.symbols("v1:4", real=True)
LAMBDA = sp.symbols("lambda_1:4", positive=True)


@pytest.mark.parametrize("d", [1, 2, 3])
def test_integral_of_one_is_the_volume(d):
    assert sp.simplify(ball_integral(sp.Integer(1), V[:d]) - ball_volume(d)) == 0


@pytest.mark.parametrize("d", [1, 2, 3])
def test_mean_of_a_squared_coordinate_is_one_over_d_plus_two(d):
    for v in V[:d]:
        assert sp.simplify(ball_integral(v**2, V[:d]) / ball_volume(d) - sp.Rational(1, d + 2)) == 0


def test_odd_polynomials_have_no_integral():
    assert ball_integral(V[0] ** 2 * V[2], V) == 0
    assert ball_integral(V[0] * V[1], V[:2]) == 0


def test_four_coordinates_are_refused():
    with pytest.raises(ValueError, match="v has 4 coordinates: 1, 2 or 3 are allowed"):
        ball_integral(sp.Integer(1), sp.symbols("v1:5"))


def test_cube_formula_becomes_the_laplace_formula_for_large_eta():
    assert sp.limit(cube_mass(height, LAMBDA[:2]) / laplace_mass(height, LAMBDA[:2]), eta, sp.oo) == 1


def test_cube_and_ball_agree_in_one_dimension_for_small_radius():
    quotient = sp.series(cube_mass(height, LAMBDA[:1]) / small_ball_mass(height, LAMBDA[:1]), radius, 0, 4)
    assert sp.simplify(quotient.removeO() - 1) == 0


@pytest.mark.parametrize(
    ("d", "expected"), [(1, 2 * sp.sqrt(sp.pi)), (2, sp.pi**2), (3, 4 * sp.pi ** sp.Rational(5, 2) / 3)]
)
def test_printed_formula_is_off_by_a_known_factor(d, expected):
    quotient = small_ball_mass(height, LAMBDA[:d]) / printed_mass(height, LAMBDA[:d])
    assert sp.simplify(sp.limit(quotient, radius, 0) - sp.exp(eta * height) * expected) == 0


def test_coefficients_of_an_isotropic_bowl():
    # In the plane ∫ e^{−ηaρ²/2} over the disc of radius ε is 2π(1 − e^{−ηaε²/2})/(ηa).
    a = sp.Symbol("a", positive=True)
    exact = sp.series(
        2 * (1 - sp.exp(-eta * a * radius**2 / 2)) / (eta * a * radius**2), radius, 0, 4
    ).removeO()
    letters = {"L_11": a, "L_22": a, "L_12": 0}
    found = [
        c.subs({s: letters[s.name] for s in c.free_symbols if s.name in letters})
        for c in small_ball_coefficients(2)
    ]
    assert sp.simplify(sum(c * radius**k for k, c in enumerate(found)) - exact) == 0
