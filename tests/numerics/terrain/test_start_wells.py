import pytest
import sympy as sp

from derivations.parse import parse
from derivations.potential import Potential
from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL
from numerics.terrain.basins import basins
from numerics.terrain.start_wells import is_at, well_below

GRAPH = basins(SHEARED_DOUBLE_WELL, [[-1, -1], [1, 1]])


def below(*place):
    number = well_below(SHEARED_DOUBLE_WELL, GRAPH, tuple(map(sp.Rational, place)), "start")
    return GRAPH.wells[number].middle


def test_descent_follows_the_flow_and_not_the_distance():
    assert below("-1", "-1") == (-1, -1)
    assert below("0.1", "0.1") == (1, 1)
    assert below("0.3", "-3") == (-1, -1)
    assert below("-0.3", "3") == (1, 1)


def test_only_the_very_minimum_is_at_it():
    well = GRAPH.wells[0]
    assert is_at((sp.Integer(round(well.middle[0])),) * 2, well)
    assert not is_at((sp.Rational(99999999, 100000000), sp.Integer(1)), well)


def test_a_saddle_leads_nowhere():
    with pytest.raises(ValueError, match="start=\\(0, 0\\) is a critical point that is no"):
        below("0", "0")
    graph = basins(DOUBLE_WELL, [[-1], [1]])
    with pytest.raises(ValueError, match="minima: -1, 1"):
        well_below(DOUBLE_WELL, graph, (sp.Integer(0),), "target")


def test_a_slope_without_an_end_is_no_place_to_descend_from():
    loss = parse("sqrt(x) + x**2 + (y - 1)**2")
    with pytest.raises(ValueError, match="is not a finite real number at start=\\(0, 3\\)"):
        well_below(loss, GRAPH, (sp.Integer(0), sp.Integer(3)), "start")


@pytest.mark.parametrize("scale", [10**-7, 10**7])
def test_a_flat_place_is_judged_by_the_scale_of_the_loss(scale):
    loss = Potential(sp.Rational(str(scale)) * DOUBLE_WELL.expr, DOUBLE_WELL.coords)
    graph = basins(loss, [[-1], [1]])
    assert graph.wells[well_below(loss, graph, (sp.Rational(1, 10),), "start")].middle == (1,)
    with pytest.raises(ValueError, match="is a critical point"):
        well_below(loss, graph, (sp.Integer(0),), "start")
