import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.symbols import w, x, y
from derivations.zoo import TWO_GATES
from numerics.valley.chart import valley_chart


@pytest.mark.parametrize("name", ["curved", "widening", "sheared", "upright"])
def test_the_chart_gives_the_potential_back(name, request):
    potential = request.getfixturevalue(name)
    chart = valley_chart(potential)
    again = chart.floor + chart.stiffness * (chart.across - chart.line) ** 2 / 2
    assert sp.expand(again - potential.expr) == 0


def test_a_valley_along_the_second_coordinate_is_found():
    chart = valley_chart(Potential((y**2 - 1) ** 2 / 4 + (x - y**2) ** 2, (x, y)))
    assert (chart.along, chart.across, chart.swapped) == (y, x, True)
    assert chart.line == y**2


def test_a_stiffness_that_vanishes_somewhere_is_refused():
    with pytest.raises(ValueError, match="no valley chart"):
        valley_chart(Potential(x**4 + x**2 * y**2 + y, (x, y), name="pinched"))


def test_two_quartic_coordinates_are_refused():
    with pytest.raises(ValueError, match="two gates: no valley chart, V is a polynomial of degree 2"):
        valley_chart(TWO_GATES)


def test_one_coordinate_is_refused():
    with pytest.raises(ValueError, match="a valley needs two coordinates and no parameters, not 1 and 0"):
        valley_chart(Potential(w**2))
