"""η = 1 and η = 2 in turn."""

import pytest
import sympy as sp

from derivations.alternating_temperature import jump, start, turn, variance_after
from derivations.symbols import eta, t


def test_variance_starts_at_its_start_and_solves_its_equation():
    v = variance_after(t, eta)
    assert sp.simplify(v.subs(t, 0) - start) == 0
    assert sp.simplify(v.diff(t) + 2 * v - 2 / eta) == 0


def test_limits_are_those_of_many_turns():
    value = sp.Float(5)
    for _ in range(30):
        value = variance_after(
            sp.S.One, sp.Integer(1), variance_after(sp.S.One, sp.Integer(2), value)
        ).evalf()
    high, low = turn(sp.Integer(1), sp.Integer(2))
    assert float(high) == pytest.approx(float(value), rel=1e-12)
    assert (float(high), float(low)) == pytest.approx((0.9404, 0.5596), abs=1e-4)


def test_without_a_change_there_is_no_jump():
    assert sp.simplify(jump(sp.Integer(2), sp.Integer(2))) == 0
