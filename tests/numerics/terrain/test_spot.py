import pytest
import sympy as sp

from derivations.parse import parse
from derivations.zoo import DEEPER_WELL, SHEARED_DOUBLE_WELL, TWO_GATES
from ledger.bound import Grade
from numerics.degenerate_gate import FLAT_GATE
from numerics.terrain.spot import spot_of
from numerics.terrain.terrain import terrain_of

QUARTIC = parse("x**4/4 - x**2/2 + x/10 + (y-x)**2/2")


@pytest.mark.parametrize("potential", [DEEPER_WELL, SHEARED_DOUBLE_WELL, TWO_GATES, QUARTIC])
def test_bounds_hold_the_exact_point(potential):
    for point in potential.critical_points:
        spot = spot_of(potential, point)
        numbers = (*spot.at, spot.value, *spot.hessian_eigenvalues)
        for bound, exact in zip(numbers, (*point.at, point.value, *point.eigenvalues), strict=True):
            assert bound.radius < sp.Rational(1, 10**50)
            assert abs(sp.Rational(bound.middle) - exact).evalf(60) < sp.Rational(1, 10**50)
        assert (spot.index, spot.kind) == (point.index, point.kind)


def test_grades_follow_from_the_way():
    assert spot_of(DEEPER_WELL, DEEPER_WELL.minima[0]).value.grade is Grade.SYMBOLIC
    assert spot_of(QUARTIC, QUARTIC.minima[0]).value.grade is Grade.ENCLOSED


def test_a_degenerate_point_is_one():
    (gate,) = [p for p in FLAT_GATE.critical_points if p.degenerate]
    assert spot_of(FLAT_GATE, gate).kind == "degenerate"


def test_parameters_are_refused():
    loss = type(SHEARED_DOUBLE_WELL)(
        sp.Symbol("x") ** 2 * sp.Symbol("k"), (sp.Symbol("x"),), "", (sp.Symbol("k"),)
    )
    with pytest.raises(ValueError, match="numbers are wanted for"):
        terrain_of(loss)
