from fractions import Fraction

import pytest
import sympy as sp
from scipy import integrate

from derivations.potential import Potential
from derivations.symbols import w, x, y
from derivations.zoo import DOUBLE_WELL, QUADRATIC, THREE_MINIMA
from ledger.bound import Grade
from numerics.bounds import closed_form
from numerics.line.neighbourhoods import ball_probability, basin, basin_probability, interval_probability

BASINS = (0, 1, sp.Rational(5, 2))


def test_ball_of_a_gaussian_has_the_normal_probability():
    mass = ball_probability(QUADRATIC, 4, 0, "1/2")
    truth = closed_form(sp.erf(1 / sp.sqrt(2)))
    assert mass.grade is Grade.ENCLOSED
    assert mass.low <= truth.high
    assert truth.low <= mass.high
    assert mass.radius < Fraction(1, 10**30)


def test_enclosure_agrees_with_quadrature_in_doubles():
    density = sp.lambdify(w, sp.exp(-7 * THREE_MINIMA.expr))
    total, inside = (integrate.quad(density, *ends, epsabs=1e-13)[0] for ends in ((-3, 5), (0.9, 1.1)))
    assert float(ball_probability(THREE_MINIMA, 7, 1, "1/10").middle) == pytest.approx(
        inside / total, rel=1e-9
    )


def test_intervals_and_basins_agree_with_quadrature_in_doubles():
    density = sp.lambdify(w, sp.exp(-7 * THREE_MINIMA.expr))
    low, high = ((7 + side * sp.sqrt(19)) / 6 for side in (-1, 1))
    for found, ends in (
        (basin_probability(THREE_MINIMA, 7, 1), (float(low), float(high))),
        (basin_probability(THREE_MINIMA, 7, 0), (-3, float(low))),
        (interval_probability(THREE_MINIMA, 7, sp.Rational(1, 3), sp.oo), (1 / 3, 5)),
    ):
        total, inside = (
            integrate.quad(density, *e, epsabs=1e-13, points=p)[0]
            for e, p in (((-3, 5), (0, 1, 2.5)), (ends, None))
        )
        assert float(found.middle) == pytest.approx(inside / total, rel=1e-9)


def test_probabilities_of_all_basins_add_up_to_one():
    total = sum(
        (basin_probability(THREE_MINIMA, 10, c) for c in BASINS[1:]), basin_probability(THREE_MINIMA, 10, 0)
    )
    assert total.low <= 1 <= total.high


def test_half_line_of_an_even_loss_has_half_the_mass():
    half = interval_probability(DOUBLE_WELL, 3, 0, sp.oo)
    assert half.low <= Fraction(1, 2) <= half.high


def test_basin_ends_at_the_neighbouring_maxima():
    assert basin(DOUBLE_WELL, -1) == (-sp.oo, 0)
    assert basin(DOUBLE_WELL, 1) == (0, sp.oo)
    assert basin(THREE_MINIMA, 1) == ((7 - sp.sqrt(19)) / 6, (7 + sp.sqrt(19)) / 6)


@pytest.mark.parametrize("point", [0, 2])
def test_basin_of_another_point_is_refused(point):
    with pytest.raises(ValueError, match=f"minimum={point}: not a minimum of double well"):
        basin(DOUBLE_WELL, point)


def test_basin_of_a_loss_that_is_no_polynomial_is_refused():
    with pytest.raises(ValueError, match="a polynomial is wanted"):
        basin(Potential(sp.cosh(w)), 0)


def test_radius_must_be_positive():
    with pytest.raises(ValueError, match="radius=0: a positive number is wanted"):
        ball_probability(QUADRATIC, 1, 0, 0)


def test_two_coordinates_are_refused():
    with pytest.raises(ValueError, match="one coordinate is wanted, not 2"):
        interval_probability(Potential(x**2 + y**2, (x, y)), 1, 0, 1)


def test_float_centre_is_refused():
    with pytest.raises(TypeError, match=r"centre=0\.5: an exact number is wanted"):
        ball_probability(QUADRATIC, 1, 0.5, 1)
