from fractions import Fraction

import pytest

from ledger.bound import Bound, Grade, exact
from numerics.terrain.basin_graph import BasinGraph, Pass, lowest_ways, reachable_before
from numerics.terrain.spot import Spot


def spot(at, value):
    return Spot((exact(at),), exact(value), (exact(1),), None)


def graph(wells, *doors):
    return BasinGraph(
        tuple(spot(n, 0) for n in range(wells)),
        tuple(Pass(spot(10 + n, height), one, other) for n, (one, other, height) in enumerate(doors)),
        complete=True,
    )


def ways(found, start, target):
    return lowest_ways(found, [door.gate.value for door in found.passes], start, target)


def test_the_highest_pass_of_the_lowest_way_counts():
    found = graph(4, (0, 1, 1), (1, 3, 4), (0, 2, 2), (2, 3, 3), (0, 3, 9))
    assert ways(found, 0, 3).routes == ((3,),)


def test_equal_passes_stand_side_by_side_or_in_series():
    found = ways(graph(3, (0, 1, 5), (1, 2, 5), (0, 2, 5), (0, 2, 6)), 0, 2)
    assert sorted(found.routes) == [(0, 1), (2,)]
    assert sorted(found.passes) == [0, 1, 2]


def test_a_pass_that_leads_nowhere_is_no_gate():
    assert ways(graph(3, (0, 1, 5), (0, 2, 5), (0, 0, 5)), 0, 1).passes == (0,)


def test_heights_are_equal_if_their_bounds_overlap():
    found = graph(2, (0, 1, 0), (0, 1, 0))
    wide = [Bound(Fraction(0), Fraction(2), Grade.ENCLOSED), Bound(Fraction(1), Fraction(3), Grade.ENCLOSED)]
    assert len(lowest_ways(found, wide, 0, 1).passes) == 2
    apart = [exact(0), exact(1)]
    assert lowest_ways(found, apart, 0, 1).passes == (0,)


def test_what_lies_beyond_the_target_is_not_reached_before():
    line = graph(4, (0, 1, 1), (1, 2, 1), (2, 3, 1))
    assert reachable_before(line, 1, 2) == (0,)
    assert reachable_before(line, 0, 3) == (1, 2)


def test_without_a_way_there_is_none():
    with pytest.raises(ValueError, match="no nondegenerate saddle was found that joins 0 and 2"):
        ways(graph(3, (0, 1, 1)), 0, 2)
