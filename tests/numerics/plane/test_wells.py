import pytest
import sympy as sp

from derivations.parse import parse
from derivations.recovered_losses import THREE_VALLEYS
from derivations.zoo import QUADRATIC, SHEARED_DOUBLE_WELL
from ledger.bound import Grade, exact
from numerics.line.wells import line_wells
from numerics.plane.wells import NOT_ALL, plane_wells

ONE, TENTH = sp.Integer(1), sp.Rational(1, 10)


def close(bound, truth):
    return abs(bound.middle - truth.middle) <= bound.radius + truth.radius


def test_product_law_has_the_basins_of_its_first_factor():
    plane = plane_wells(parse("(x**2-1)**2/4 + x/4 + y**2"), ONE, TENTH)
    line = line_wells(parse("(w**2-1)**2/4 + w/4"), ONE, TENTH)
    assert all(close(a, b) for a, b in zip(plane.basins, line.basins, strict=True))
    assert all(mass.grade is Grade.NUMERICAL and mass.radius < mass.middle / 10**8 for mass in plane.basins)


def test_normaliser_is_the_product_of_those_on_the_lines():
    plane = plane_wells(parse("(x**2-1)**2/4 + y**4 + y**2 - 3"), ONE, TENTH).normaliser
    factors = ("(w**2-1)**2/4", "w**4 + w**2 - 3")
    first, second = (line_wells(parse(text), ONE, TENTH).normaliser for text in factors)
    assert close(plane, first * second)


def test_masses_of_balls_and_basins_are_consistent():
    wells = plane_wells(THREE_VALLEYS, ONE, sp.Rational(1, 200), TENTH)
    total = sum(wells.basins, exact(0))
    assert total.low <= 1 <= total.high
    assert all(inside.high < basin.high for inside, basin in zip(wells.balls, wells.basins, strict=True))
    assert [spot.middle for spot in wells.minima] == [(-1.5, 1), (0, 0), (0.5, 0.5)]
    assert len(wells.gates) == 2


def test_constant_noise_is_only_a_temperature():
    plain = plane_wells(SHEARED_DOUBLE_WELL, ONE, TENTH, TENTH)
    other = plane_wells(SHEARED_DOUBLE_WELL, sp.Integer(5), sp.Rational(1, 50), TENTH)
    assert all(close(a, b) for a, b in zip(plain.balls, other.balls, strict=True))


def test_critical_points_that_are_looked_for_are_said_to_be():
    wells = plane_wells(parse("x**2 + y**2 + sin(3*x)*sin(2*y)"), ONE, TENTH)
    assert wells.warnings == (NOT_ALL,)
    assert close(wells.basins[0], wells.basins[1])


def test_lone_degenerate_minimum_holds_everything():
    wells = plane_wells(parse("x**4 + y**4"), ONE, TENTH, TENTH)
    assert wells.basins == (exact(1),)
    assert wells.minima[0].kind == "degenerate"


def test_noise_that_follows_the_loss_gives_the_exact_density():
    # β = 1 + L with L = (x² + y²)/2 + …: p ∝ (1 + L)^(−1 − 1/ε₀), and for the round loss all is known
    (x, y) = (loss := parse("(x**2 + y**2)/2")).coords
    wells = plane_wells(loss, 1 + (x**2 + y**2) / 2, TENTH, sp.Rational(1, 2))
    truth = 1 - sp.Rational(9, 8) ** -10
    assert float(wells.balls[0].middle) == pytest.approx(
        float(truth), abs=float(wells.balls[0].radius) + 1e-4
    )
    assert wells.normaliser is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("x**2 - y**2", "add up to -1 instead of 1"),
        ("-x**2 - y**2", "it has no minimum|however far one looks"),
        ("x**3 + y**2", "is degenerate|however far one looks"),
        ("(x**2 + y**2 - 1)**2", "not finitely many isolated ones"),
        ("x**4 + y**4 - x**2*y - y**3", "is degenerate"),
        ("x**2 + y**2 + z**2", "two coordinates are wanted, not 3"),
    ],
)
def test_what_has_no_answer_is_refused(text, problem):
    with pytest.raises(ValueError, match=problem):
        plane_wells(parse(text), ONE, ONE)


def test_one_coordinate_is_refused():
    with pytest.raises(ValueError, match="two coordinates are wanted, not 1"):
        plane_wells(QUADRATIC, ONE, ONE)
