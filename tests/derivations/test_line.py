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


@pytest.mark.parametrize(
    "expr",
    [
        2 * sp.sqrt(w**2 + sp.Rational(401, 100)) - sp.exp(-((w - sp.Rational(7, 20)) ** 2) * 15),
        sp.exp(w * sp.Rational(99, 100))
        + sp.exp(-w * sp.Rational(16, 25))
        - 3 * sp.cos(w * sp.Rational(23, 100)),
        sp.sqrt(w**2 + 1) + sp.sqrt((w - 1) ** 2 + 2) + sp.sqrt((w - 2) ** 2 + 3),
        sp.cosh(w * sp.Rational(137, 100)) + sp.cosh(w * sp.Rational(83, 100)),
    ],
)
def test_what_sympy_would_search_for_hours_is_refused_at_once(expr):
    with pytest.raises(ValueError, match="cannot all be listed: it mixes"):
        stationary_points(expr, w)
