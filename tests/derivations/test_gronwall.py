"""The differential inequality at the end of Appendix E."""

import pytest
import sympy as sp

from derivations.gronwall import (
    C_1,
    C_P,
    Y,
    a,
    coefficients_after_plugging,
    extremes,
    largest_solution,
    printed_bound,
    true_bound,
    y_T,
)
from derivations.symbols import eta, s


def test_largest_solution_solves_the_equation():
    y = largest_solution()
    assert sp.simplify(sp.diff(y, s) + a * y - a) == 0
    assert sp.simplify(y.subs(s, 0) - y_T) == 0


def test_true_bound_does_not_tend_to_zero():
    assert sp.limit(true_bound().subs({a: 1, y_T: 5}), s, sp.oo) == 1


def test_printed_bound_starts_where_the_true_one_does():
    assert printed_bound().subs(s, 0) == true_bound().subs(s, 0) == y_T


def test_printed_bound_falls_below_one():
    excess = sp.diff(printed_bound().subs({a: 1, y_T: 1}), s)
    assert sp.simplify(excess + s * sp.exp(-s)) == 0


def test_no_allowance_leaves_the_poincare_constant():
    assert coefficients_after_plugging(sp.Integer(0)) == (C_P / eta, 0)


def test_whole_allowance_leaves_no_decay():
    assert coefficients_after_plugging(C_P / C_1)[0] == 0


def test_coefficients_hold_no_unknown():
    assert not any(c.has(Y) for c in coefficients_after_plugging(C_P / (3 * C_1)))


@pytest.mark.parametrize(("expr", "expected"), [(1 / a, (sp.S.Half, 1)), (a**2, (1, 4))])
def test_extremes_of_monotone_functions_are_at_the_ends(expr, expected):
    assert extremes(expr, a, sp.Integer(1), sp.Integer(2)) == expected
