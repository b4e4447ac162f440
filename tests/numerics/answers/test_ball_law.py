import math

import pytest
import sympy as sp

from derivations.parse import parse
from derivations.zoo import QUADRATIC, THREE_MINIMA
from numerics.answers.ball_law import gaussian_ball, law_of_ball, law_of_basin
from numerics.line.wells import line_wells
from numerics.plane.gibbs_masses import disc_mass
from numerics.plane.wells import plane_wells
from numerics.terrain.spot import spot_of

ONE = sp.Integer(1)


@pytest.mark.parametrize(
    ("eta", "radius", "name", "error"),
    [
        (1, "1/100", "small ball", 1e-6),
        (10, "1/10", "Gaussian ball", 0.01),
        (3000, "1/10", "whole well", 0.01),
    ],
)
def test_law_of_the_regime_is_close(eta, radius, name, error):
    wells = line_wells(THREE_MINIMA, ONE, 1 / sp.Rational(eta), sp.Rational(radius))
    for minimum, mass in zip(wells.minima, wells.balls, strict=True):
        law = law_of_ball(minimum, sp.Rational(eta), wells.normaliser, sp.Rational(radius))
        assert law.name == name
        assert float(law.value.middle / mass.middle) == pytest.approx(1, abs=error)


def test_laplace_is_exact_for_a_gaussian():
    wells = line_wells(QUADRATIC, ONE, ONE)
    value = law_of_basin(wells.minima[0], ONE, wells.normaliser)
    assert value.low <= 1 <= value.high


def test_laws_hold_in_the_plane_too():
    loss = parse("x**2 + 4*y**2 + x**4")
    wells = plane_wells(loss, ONE, sp.Rational(1, 100), sp.Rational(1, 10))
    law = law_of_ball(wells.minima[0], sp.Integer(100), wells.normaliser, sp.Rational(1, 10))
    assert law.name == "Gaussian ball"
    assert float(law.value.middle / wells.balls[0].middle) == pytest.approx(1, abs=0.02)
    basin = law_of_basin(wells.minima[0], sp.Integer(100), wells.normaliser)
    assert float(basin.middle) == pytest.approx(1, abs=0.02)


def test_gaussian_ball_on_the_line_is_an_error_function():
    spot = spot_of(QUADRATIC, QUADRATIC.critical_points[0])
    assert float(gaussian_ball(spot, ONE, ONE).middle) == pytest.approx(math.erf(1 / math.sqrt(2)), rel=1e-15)


def test_gaussian_ball_in_the_plane_agrees_with_a_disc():
    loss = parse("x**2 + 9*y**2")
    spot = spot_of(loss, loss.critical_points[0])
    share = gaussian_ball(spot, sp.Integer(3), sp.Rational(1, 2))
    disc = float(disc_mass(loss, 3.0, (0, 0), 0.5).middle) * 3 * math.sqrt(2 * 18) / (2 * math.pi)
    assert float(share.middle) == pytest.approx(disc, rel=1e-12)


def test_degenerate_minimum_follows_no_law():
    loss = parse("w**4")
    wells = line_wells(loss, ONE, ONE)
    assert law_of_basin(wells.minima[0], ONE, wells.normaliser) is None
    assert law_of_ball(wells.minima[0], ONE, wells.normaliser, ONE) is None


def test_three_coordinates_are_refused():
    loss = parse("x**2 + y**2 + z**2")
    with pytest.raises(ValueError, match="one or two coordinates are wanted, not 3"):
        gaussian_ball(spot_of(loss, loss.critical_points[0]), ONE, ONE)
