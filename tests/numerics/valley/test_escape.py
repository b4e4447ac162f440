from fractions import Fraction

import pytest

from derivations.potential import Potential
from derivations.symbols import x, y
from derivations.zoo import DOUBLE_WELL, TWO_GATES
from ledger.bound import Grade
from numerics.line.escape import mean_escape_time
from numerics.plane.escape import mean_escape_time_to
from numerics.plane.landscape import landscape
from numerics.plane.targets import HalfPlane
from numerics.valley import escape
from numerics.valley.escape import mean_escape_time_along_valley

PUBLISHED = {"1/10": (88.2671329411, 1e-11)}
"""From an independent trial of the scheme; the start lies on the valley."""

TRIPLE_1D = Potential(x**2 * (x**2 - 1) ** 2 + x**2 / 10, (x,), name="three wells")


@pytest.mark.parametrize("eta", [5, 10, 40, 200, 800])
def test_a_straight_valley_takes_the_time_of_one_dimension(upright, eta):
    exact = mean_escape_time(DOUBLE_WELL, eta, -1, 1)
    found = mean_escape_time_along_valley(upright, Fraction(1, eta), (-1, 0), 1, accuracy=1e-11)
    assert float(found.middle / exact.middle) == pytest.approx(1, abs=2e-12)
    assert found.grade is Grade.NUMERICAL


@pytest.mark.parametrize("eta", [10, 60, 400])
def test_three_wells_in_a_row_take_the_time_of_one_dimension(eta):
    straight = Potential(TRIPLE_1D.expr + 2 * y**2, (x, y))
    exact = mean_escape_time(TRIPLE_1D, eta, -1, 1)
    found = mean_escape_time_along_valley(straight, Fraction(1, eta), (-1, 0), 1, accuracy=1e-11)
    assert float(found.middle / exact.middle) == pytest.approx(1, abs=3e-12)


def test_the_height_of_the_start_across_a_straight_valley_does_not_matter(upright):
    low, high = (mean_escape_time_along_valley(upright, "1/10", (-1, c), 1) for c in (0, 1))
    assert float(high.middle) == pytest.approx(float(low.middle), rel=1e-12)


@pytest.mark.parametrize("eps", PUBLISHED)
def test_the_curved_valley_takes_the_known_time(curved, eps):
    value, error = PUBLISHED[eps]
    found = mean_escape_time_along_valley(curved, eps, (-1, 0), 1, accuracy=1e-10)
    assert float(found.middle) == pytest.approx(value, rel=error)


@pytest.mark.parametrize("name", ["curved", "sheared", "widening"])
def test_finite_volumes_take_the_same_time(name, request):
    potential = request.getfixturevalue(name)
    land = landscape(potential, 1, "1/10")
    grid = mean_escape_time_to(land, (-1.0, -0.25), HalfPlane(1.0), accuracy=1e-3)
    found = mean_escape_time_along_valley(potential, "1/10", (-1, "-1/4"), 1)
    assert float(grid.middle) == pytest.approx(float(found.middle), rel=1e-3)


@pytest.mark.parametrize("name", ["curved", "sheared", "widening"])
@pytest.mark.parametrize("eps", ["1/8", "1/40"])
def test_the_bound_holds_the_finer_value(name, eps, request):
    potential = request.getfixturevalue(name)
    rough, fine = (
        mean_escape_time_along_valley(potential, eps, (-1, 0), 1, accuracy=a) for a in (1e-6, 1e-9)
    )
    assert rough.low <= fine.high
    assert fine.low <= rough.high


def test_a_mirrored_way_takes_the_same_time(sheared):
    there = mean_escape_time_along_valley(sheared, "1/10", (-1, -1), 1)
    back = mean_escape_time_along_valley(sheared, "1/10", (1, 1), -1)
    assert float(there.middle) == pytest.approx(float(back.middle), rel=1e-12)


def test_the_order_of_the_coordinates_does_not_matter(curved):
    turned = Potential(curved.expr.subs({x: y, y: x}, simultaneous=True), (x, y))
    there = mean_escape_time_along_valley(curved, "1/20", ("-1", "1/4"), 1)
    here = mean_escape_time_along_valley(turned, "1/20", ("1/4", "-1"), 1)
    assert here.middle == there.middle


def test_a_potential_without_a_valley_is_refused():
    with pytest.raises(ValueError, match="two gates: no valley chart"):
        mean_escape_time_along_valley(TWO_GATES, "1/10", (0, -1), 1)


def test_a_start_on_the_line_is_refused(curved):
    with pytest.raises(ValueError, match=r"start=\(1, 0\): it lies on the line x = 1"):
        mean_escape_time_along_valley(curved, "1/10", (1, 0), 1)


def test_no_noise_is_refused(curved):
    with pytest.raises(ValueError, match="eps=0: a positive number is wanted"):
        mean_escape_time_along_valley(curved, 0, (-1, 0), 1)


def test_a_float_is_refused(curved):
    with pytest.raises(TypeError, match=r"eps=0\.1: an exact number is wanted"):
        mean_escape_time_along_valley(curved, 0.1, (-1, 0), 1)


def test_an_accuracy_out_of_reach_is_refused(curved, monkeypatch):
    monkeypatch.setattr(escape, "RESOLUTIONS", escape.RESOLUTIONS[:3])
    with pytest.raises(ValueError, match="accuracy=1e-20: not reached"):
        mean_escape_time_along_valley(curved, "1/60", (-1, 0), 1, accuracy=1e-20)
