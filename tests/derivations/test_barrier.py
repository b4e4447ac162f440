"""Communication heights and gates."""

import heapq
from itertools import combinations

import numpy as np
import pytest
import sympy as sp

from derivations.barrier import barrier
from derivations.potential import Potential
from derivations.symbols import w, x, y, z
from derivations.zoo import DEEPER_WELL, DOUBLE_WELL, SHEARED_DOUBLE_WELL, THREE_MINIMA, TWO_GATES

R = sp.Rational
GENERIC = Potential((x**2 + y**2 - 1) ** 2 + x**2 * y - x * y / 3 + x / 5, (x, y), "generic quartic")
SEXTIC = Potential(x**6 + y**6 - 3 * x**2 * y**2 + x**3 - y + x, (x, y), "sextic")

CLOVER = Potential(
    (x**2 + y**2) / 2 + (x**3 - 3 * x * y**2) / 2 + (x**2 + y**2) ** 2 / 8 + x / 60 + y / 90, (x, y), "clover"
)
"""A well in the middle of three others, all saddles between it and them."""


def grid_height(potential: Potential, start, target, size: float = 2.5, number: int = 121) -> float:
    """The lowest maximum over paths on a square grid (Dijkstra with max instead of +)."""
    side = np.linspace(-size, size, number)
    value = sp.lambdify(potential.coords, potential.expr, "numpy")(*np.meshgrid(side, side, indexing="ij"))
    first, last = (tuple(int(np.abs(side - float(c)).argmin()) for c in p) for p in (start, target))
    best = np.full(value.shape, np.inf)
    best[first] = value[first]
    queue = [(value[first], first)]
    while queue:
        height, (i, j) = heapq.heappop(queue)
        if (i, j) == last:
            return height
        for a in range(max(0, i - 1), min(number, i + 2)):
            for b in range(max(0, j - 1), min(number, j + 2)):
                climbed = max(height, value[a, b])
                if climbed < best[a, b]:
                    best[a, b] = climbed
                    heapq.heappush(queue, (climbed, (a, b)))
    raise AssertionError("the grid is connected")


@pytest.mark.parametrize(
    "potential", [SHEARED_DOUBLE_WELL, TWO_GATES, GENERIC, SEXTIC, CLOVER], ids=lambda p: p.name
)
def test_the_height_is_the_bottleneck_of_a_grid(potential):
    for a, b in combinations(potential.minima, 2):
        exact = float(barrier(potential, a, b).height.evalf(15))
        assert grid_height(potential, a.at, b.at) == pytest.approx(exact, abs=0.01)


@pytest.mark.parametrize(
    ("potential", "start", "target", "height", "gates"),
    [
        (DOUBLE_WELL, -1, 1, R(1, 4), [(0,)]),
        (DEEPER_WELL, 0, R(17, 10), DEEPER_WELL.at((R(9, 10),)), [(R(9, 10),)]),
        (DEEPER_WELL, R(17, 10), R(-12, 5), DEEPER_WELL.at((R(-13, 10),)), [(R(-13, 10),)]),
        (SHEARED_DOUBLE_WELL, (-1, -1), (1, 1), R(1, 4), [(0, 0)]),
        (TWO_GATES, (0, 1), (0, -1), R(7, 16), [(-sp.sqrt(3) / 2, 0), (sp.sqrt(3) / 2, 0)]),
    ],
)
def test_known_barriers(potential, start, target, height, gates):
    found = barrier(potential, start, target)
    assert found.height == height
    assert [gate.at for gate in found.gates] == gates
    assert found.is_direct


def test_the_barrier_is_symmetric():
    a, b = THREE_MINIMA.minima[0], THREE_MINIMA.minima[2]
    assert barrier(THREE_MINIMA, a, b) == barrier(THREE_MINIMA, b, a)


@pytest.mark.parametrize(
    ("potential", "start", "target"),
    [
        (Potential(w**2 * (w**2 - 1) ** 2), -1, 1),
        (Potential(x**2 * (x**2 - 1) ** 2 + y**2, (x, y)), (-1, 0), (1, 0)),
    ],
)
def test_equal_gates_one_after_the_other_are_in_series(potential, start, target):
    found = barrier(potential, start, target)
    (route,) = found.routes
    assert [gate.at[0] for gate in route] == [-1 / sp.sqrt(3), 1 / sp.sqrt(3)]
    assert not found.is_direct


def test_the_order_of_gates_follows_the_way():
    found = barrier(Potential(w**2 * (w**2 - 1) ** 2), 1, -1)
    assert [gate.at[0].is_positive for gate in found.routes[0]] == [True, False]


def test_all_ways_round_a_square_are_found():
    square = Potential((x**2 - 1) ** 2 + (y**2 - 1) ** 2, (x, y))
    across = barrier(square, (-1, -1), (1, 1))
    assert sorted(len(route) for route in across.routes) == [2, 2]
    along = barrier(square, (-1, -1), (1, -1))
    assert sorted(len(route) for route in along.routes) == [1, 3]
    assert len(along.gates) == len(across.gates) == 4


def test_lower_valleys_are_passed_through():
    # from −1 to 1 the highest of two passes counts, and the well between them is passed
    tilted = Potential(sp.expand(w**2 * (w**2 - 1) ** 2 + w / 20))
    first, _, last = tilted.minima
    (route,) = barrier(tilted, first, last).routes
    assert [gate.at for gate in route] == [tilted.saddles[1].at]


def test_three_dimensions():
    L = Potential((x**2 - 1) ** 2 / 4 + (y - x) ** 2 / 2 + (z - y) ** 2, (x, y, z))
    found = barrier(L, (-1, -1, -1), (1, 1, 1))
    assert (found.height, found.gates[0].at) == (R(1, 4), (0, 0, 0))


def test_a_degenerate_gate_on_the_line_still_has_a_height():
    found = barrier(Potential(w**6 / 6 - w**4 / 4), -1, 1)
    assert found.height == 0
    assert found.gates[0].degenerate


def test_start_must_be_a_minimum():
    with pytest.raises(ValueError, match="start=0 is not a minimum but maximum; minima: -1, 1"):
        barrier(DOUBLE_WELL, 0, 1)


def test_target_must_be_another_minimum():
    with pytest.raises(ValueError, match="target=2 is no critical point"):
        barrier(DOUBLE_WELL, -1, 2)
    with pytest.raises(ValueError, match="start and target are the same minimum"):
        barrier(DOUBLE_WELL, 1, 1)


def test_poles_in_between_are_refused():
    with pytest.raises(ValueError, match="not shown to be continuous between -1 and 1"):
        barrier(Potential(w**2 + 1 / w**2), -1, 1)


def test_degenerate_critical_points_are_refused_in_space():
    degenerate = Potential((x**2 - 1) ** 2 * (x**2 - 4) ** 2 + y**2 + x**4 * y**4, (x, y))
    assert barrier(degenerate, (-1, 0), (1, 0)).is_direct
    with pytest.raises(ValueError, match="degenerate critical points"):
        barrier(Potential(x**6 / 6 - x**4 / 4 + y**2, (x, y)), (-1, 0), (1, 0))


def test_potentials_that_do_not_confine_are_refused():
    with pytest.raises(ValueError, match=r"does not grow to infinity .* add up to 2 instead of 1"):
        barrier(Potential((x**2 - 1) ** 2 + (x**2 * y - x - 1) ** 2, (x, y)), (-1, 0), (1, 2))
