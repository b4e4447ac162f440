from fractions import Fraction

import pytest
import sympy as sp

from derivations.parse import parse
from derivations.zoo import DOUBLE_WELL, QUADRATIC, THREE_MINIMA
from ledger.bound import Grade, exact
from numerics.line.neighbourhoods import ball_probability, basin_probability
from numerics.line.wells import line_wells

ONE, TENTH = sp.Integer(1), sp.Rational(1, 10)


def overlap(a, b):
    return a.low <= b.high and b.low <= a.high


@pytest.mark.parametrize("eta", [1, 10, 300])
def test_masses_are_those_of_certified_quadrature(eta):
    wells = line_wells(THREE_MINIMA, ONE, 1 / sp.Integer(eta), TENTH)
    for number, place in enumerate((0, 1, "5/2")):
        assert overlap(wells.balls[number], ball_probability(THREE_MINIMA, eta, place, TENTH))
        assert overlap(
            wells.basins[number],
            basin_probability(THREE_MINIMA, eta, place if place != "5/2" else sp.Rational(5, 2)),
        )
    assert all(mass.grade is Grade.ENCLOSED for mass in (*wells.balls, *wells.basins, wells.normaliser))


def test_normaliser_of_a_gaussian_is_known():
    total = line_wells(QUADRATIC, ONE, sp.Integer(1), digits=30).normaliser
    assert abs(total.middle - Fraction(str(sp.sqrt(2 * sp.pi).evalf(40)))) < Fraction(1, 10**29)


@pytest.mark.parametrize("digits", [1, 15, 50, 100])
def test_digits_are_certain(digits):
    wells = line_wells(DOUBLE_WELL, ONE, sp.Rational(1, 20), TENTH, digits)
    assert all(
        mass.radius < mass.middle / 10**digits for mass in (*wells.basins, *wells.balls, wells.normaliser)
    )


def test_basins_add_up_to_one():
    one = sum(line_wells(parse("cosh(w) + sin(5*w)"), ONE, ONE).basins, exact(0))
    assert one.low <= 1 <= one.high


def test_constant_noise_is_only_a_temperature():
    plain = line_wells(THREE_MINIMA, ONE, sp.Rational(1, 10), TENTH)
    other = line_wells(THREE_MINIMA, sp.Integer(5), sp.Rational(1, 50), TENTH)
    pairs = zip((*plain.balls, plain.normaliser), (*other.balls, other.normaliser), strict=True)
    assert all(overlap(a, b) for a, b in pairs)


def test_noise_that_the_force_follows_leaves_a_gaussian_over_the_noise():
    loss = parse("w**4/4 + w**2/2")
    (w,) = loss.coords
    # L' = w(1 + w²), β = 1 + w², ε₀ = 1/2: p ∝ e^{−w²}/(1 + w²), whose integral is πe·erfc(1)
    total = line_wells(loss, 1 + w**2, sp.Rational(1, 2), ONE).normaliser
    assert abs(total.middle - Fraction(str((sp.pi * sp.E * sp.erfc(1)).evalf(30)))) < Fraction(1, 10**15)


def test_balls_that_overlap_are_each_right():
    wells = line_wells(DOUBLE_WELL, ONE, sp.Rational(1, 3), sp.Integer(3))
    assert overlap(wells.balls[0], ball_probability(DOUBLE_WELL, 3, -1, 3))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("-w**2", "it has no minimum"),
        ("w**3", "it has no minimum"),
        ("w**3 - w", "no proof that the process does not run away"),
        ("sqrt(w**2)", "it is not smooth"),
        ("1/w**2 + w**2", "no enclosure near"),
        ("x**2 + y**2", "one coordinate is wanted, not 2"),
    ],
)
def test_what_has_no_stationary_law_is_refused(text, problem):
    with pytest.raises(ValueError, match=problem):
        line_wells(parse(text), ONE, ONE)
