import flint
import numpy as np
import pytest
import sympy as sp
from scipy.integrate import solve_ivp

from derivations.symbols import t
from numerics.settling import (
    ETA,
    excess_variance,
    printed_bound,
    settling_distance,
    start,
    time_of_appendix_f,
    value,
)


def test_excess_variance_solves_its_equation():
    u = excess_variance()
    assert sp.simplify(u.diff(t) + 2 * u - 2 * (1 / ETA - 1)) == 0
    assert u.subs(t, 0) == start


def test_value_agrees_with_a_solver_of_the_equation():
    solution = solve_ivp(lambda s, v: -2 * v + 2 * (1 + s) / (2 + s), (0, 24), [0.0], rtol=1e-11, atol=1e-13)
    u = solution.y[0, -1] - 1
    enclosed = value(settling_distance(excess_variance(sp.Integer(-1))), flint.arb(24))
    assert float(enclosed.mid()) == pytest.approx(1 / np.sqrt(1 - u**2) - 1, rel=1e-6)


def test_distance_falls_like_half_the_inverse_square():
    with flint.ctx.workprec(4096):
        far = value(settling_distance(excess_variance(sp.Integer(-1))), flint.arb(1000))
        assert float((far * 1002**2).mid()) == pytest.approx(0.5, rel=1e-2)


def test_time_of_appendix_f_is_where_eta_is_close_enough():
    assert float(time_of_appendix_f()) == pytest.approx(3.7942, abs=1e-4)


def test_printed_bound_starts_at_the_distance():
    assert printed_bound(sp.Integer(0), sp.Integer(3), sp.Rational(1, 7)) == sp.Rational(1, 7)
