import numpy as np
import pytest
import sympy as sp

from derivations.barrier import barrier
from derivations.parse import parse
from derivations.zoo import DEEPER_WELL, DOUBLE_WELL, SHEARED_DOUBLE_WELL, TWO_GATES
from numerics.degenerate_gate import FLAT_GATE
from numerics.terrain import basins as basins_module
from numerics.terrain.basin_graph import lowest_ways
from numerics.terrain.basins import FOLLOWED, UP_TO_THERE, basins
from numerics.ways_across import UNEQUAL_GATES
from tests.numerics.terrain.test_kramers import MUELLER_BROWN

CHAIN = parse("(a**2-1)**2/4+(b**2-1)**2/4+(c**2-1)**2/4+((a-b)**2+(b-c)**2+(c-a)**2)/20")


def number_at(graph, place):
    return next(n for n, well in enumerate(graph.wells) if np.allclose(well.middle, place, atol=1e-9))


@pytest.mark.parametrize(
    ("potential", "start", "target"),
    [
        (SHEARED_DOUBLE_WELL, (-1, -1), (1, 1)),
        (TWO_GATES, (0, -1), (0, 1)),
        (UNEQUAL_GATES, (0, -1), (0, 1)),
        (CHAIN, (-1, -1, -1), (1, 1, 1)),
    ],
)
def test_the_search_finds_what_the_exact_machinery_proves(monkeypatch, potential, start, target):
    proved = basins(potential, [start, target])
    monkeypatch.setattr(basins_module, "_exact_points", lambda potential: None)
    found = basins(potential, [start, target])
    assert proved.complete
    assert found.warnings == (FOLLOWED,) if found.complete else UP_TO_THERE in found.warnings[0]
    assert len(found.wells) == len(proved.wells)
    assert len(found.passes) == len(proved.passes)
    exact = barrier(potential, start, target)
    for graph in (proved, found):
        heights = [door.gate.value for door in graph.passes]
        ways = lowest_ways(graph, heights, number_at(graph, start), number_at(graph, target))
        assert heights[ways.level].low <= sp.Rational(heights[ways.level].middle) <= heights[ways.level].high
        assert float(heights[ways.level].middle) == pytest.approx(float(exact.height), abs=1e-14)
        assert len(ways.passes) == len(exact.gates)


def test_on_the_line_gates_join_neighbours():
    graph = basins(DEEPER_WELL, [[0], [1]])
    assert [(door.one, door.other) for door in graph.passes] == [(0, 1), (1, 2)]
    graph = basins(FLAT_GATE, [[-1], [1]])
    assert [str(door.gate) for door in graph.passes] == ["0"]


def test_an_inflection_joins_nothing():
    """L' = (w + 2)(w + 1)w²(w − 1): the inflection 0 lies between the gate −1 and the well 1."""
    (w,) = DOUBLE_WELL.coords
    slope = sp.expand((w + 2) * (w + 1) * w**2 * (w - 1))
    graph = basins(type(DOUBLE_WELL)(sp.integrate(slope, w)), [[-2], [1]])
    assert [well.middle for well in graph.wells] == [(-2.0,), (1.0,)]
    assert [(str(door.gate), door.one, door.other) for door in graph.passes] == [("-1", 0, 1)]


def test_the_three_wells_of_mueller_and_brown():
    graph = basins(MUELLER_BROWN, [[-0.55, 1.44], [0.62, 0.03]])
    assert sorted(round(float(well.value.middle), 4) for well in graph.wells) == [
        -146.6995,
        -108.1667,
        -80.7678,
    ]
    heights = sorted((round(float(door.gate.value.middle), 4), door.one, door.other) for door in graph.passes)
    assert [h for h, *_ in heights] == [-72.2489, -40.6648]
    shallow = number_at(graph, min((w.middle for w in graph.wells), key=lambda c: abs(c[1] - 0.4667)))
    assert all(shallow in (door.one, door.other) for door in graph.passes)


def test_a_degenerate_point_in_the_plane_is_kept_with_a_warning():
    graph = basins(parse("x**6/6-x**4/4+(y-x**2)**2/2"), [[-1, 1], [1, 1]])
    assert len(graph.passes) == 1
    assert "not proved" in graph.warnings[0]


def test_points_that_are_degenerate_in_two_directions_are_named():
    graph = basins(parse("(x**2+y**2)**2*((x-1)**2+y**2)+x**6+y**6"), [[0, 0], [1, 0]])
    assert any("degenerate" in warning for warning in graph.warnings)
