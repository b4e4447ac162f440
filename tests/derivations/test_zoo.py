"""The zoo is what its labels say."""

import pytest
import sympy as sp

from derivations import zoo
from derivations.potential import Potential

R = sp.Rational
ALL = [value for value in vars(zoo).values() if isinstance(value, Potential)]


def curvatures(potential):
    return {point.at[0]: point.determinant for point in potential.minima}


def test_names_are_unique():
    assert len({p.name for p in ALL}) == len(ALL)
    assert all(p.name for p in ALL)


@pytest.mark.parametrize("potential", ALL, ids=lambda p: p.name)
def test_all_critical_points_are_nondegenerate(potential):
    assert not any(point.degenerate for point in potential.critical_points)
    assert sum((-1) ** point.index for point in potential.critical_points) == 1


def test_double_well():
    assert curvatures(zoo.DOUBLE_WELL) == {-1: 2, 1: 2}
    (top,) = zoo.DOUBLE_WELL.saddles
    assert (top.at, top.value, top.determinant) == ((0,), R(1, 4), -1)


def test_quadratic():
    assert curvatures(zoo.QUADRATIC) == {0: 1}


def test_three_minima_have_the_curvatures_of_appendix_h():
    assert curvatures(zoo.THREE_MINIMA) == {0: R(25, 2), 1: R(9, 2), R(5, 2): R(225, 8)}
    assert {m.value for m in zoo.THREE_MINIMA.minima} == {0}


def test_the_deeper_well_is_the_deepest():
    values = {m.at[0]: m.value for m in zoo.DEEPER_WELL.minima}
    assert set(values) == {R(-12, 5), 0, R(17, 10)}
    assert min(values, key=values.get) == R(-12, 5)
    assert [s.at[0] for s in zoo.DEEPER_WELL.saddles] == [R(-13, 10), R(9, 10)]


def test_in_the_sheared_double_well_rate_and_determinant_differ():
    (saddle,) = zoo.SHEARED_DOUBLE_WELL.saddles
    assert (saddle.at, saddle.determinant) == ((0, 0), -1)
    assert sp.simplify(saddle.eigenvalues[0] + (sp.sqrt(5) - 1) / 2) == 0


def test_two_gates():
    assert [m.at for m in zoo.TWO_GATES.minima] == [(0, -1), (0, 1)]
    assert {(s.value, s.eigenvalues) for s in zoo.TWO_GATES.saddles} == {(R(7, 16), (-1, 6))}
    assert [p.at for p in zoo.TWO_GATES.critical_points if p.kind == "maximum"] == [(0, 0)]
