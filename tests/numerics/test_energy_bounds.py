"""The two sides of (E.4) and (E.6)."""

import pytest
import sympy as sp

from derivations.symbols import eta
from numerics.energy_bounds import (
    constant_of,
    covering_constant,
    drift_terms,
    energy_side,
    printed_constant,
    true_drift_bound,
    true_energy_bound,
)
from numerics.gaussian_family import m, v


def test_constant_shrinks_when_the_loss_is_raised():
    assert sp.simplify(printed_constant(5) - sp.exp(-5) * printed_constant(0)) == 0
    assert float(printed_constant(0)) == pytest.approx(1.598, abs=1e-3)


def test_drift_terms_of_a_narrow_gaussian():
    assert sp.simplify(drift_terms().subs({m: 0, v: sp.S.Half}) - 2 / (3 * sp.sqrt(3))) == 0


def test_covering_constant_is_never_less_than_either_coefficient():
    for bound, ball, mass in ((1, 10, 3), (2, 1, 9)):
        numbers = [sp.Integer(n) for n in (bound, ball, mass)]
        assert covering_constant(*numbers) == sp.Max(
            sp.Rational(bound + ball, 2), sp.Rational(bound * mass, 2)
        )
    assert constant_of(sp.Integer(1), sp.Integer(10), sp.Integer(3)) == 3


def test_true_bounds_hold_on_gaussians():
    for mean in (0, 1, 2):
        for spread in ("1/4", "4/5", "3/2", "7/4"):
            place = {m: mean, v: sp.Rational(spread)}
            assert sp.Abs(drift_terms().subs(place)).evalf() <= true_drift_bound().subs(place).evalf() + 1e-12
            for heat in ("3/4", "1", "5/4"):
                there = {**place, eta: sp.Rational(heat)}
                assert energy_side().subs(there).evalf() <= true_energy_bound().subs(there).evalf() + 1e-12
