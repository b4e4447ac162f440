"""Stationary points on the line, beyond polynomials."""

import pytest
import sympy as sp

from derivations.line import stationary_points
from derivations.symbols import w


def test_rational_slopes_are_solved_exactly():
    found = stationary_points(sp.log(1 + (w**2 - 1) ** 2) / 2, w)
    assert sorted(found, key=lambda p: p[0]) == [(-1, 0, 4), (0, sp.log(2) / 2, -1), (1, 0, 4)]


def test_poles_are_no_stationary_points():
    assert {at for at, _, _ in stationary_points(w**2 + 1 / w**2, w)} == {-1, 1}


def test_common_roots_of_numerator_and_denominator_are_seen():
    assert stationary_points(sp.log(w**2), w) == []


def test_points_where_the_function_is_not_real_are_left_out():
    assert stationary_points(sp.log(w**2 - 1) + w**2, w) == []


def test_exponentials_are_solved():
    ((at, value, curvature),) = stationary_points(sp.exp(w) - 3 * w, w)
    assert (at, value, curvature) == (sp.log(3), 3 - 3 * sp.log(3), 3)


@pytest.mark.parametrize(
    "expr", [sp.cos(w), -sp.exp(-((w - 1) ** 2)) - sp.exp(-((w + 1) ** 2)), sp.cosh(w) - 2 * w**2]
)
def test_incomplete_answers_are_refused(expr):
    with pytest.raises(ValueError, match="cannot all be listed"):
        stationary_points(expr, w)
