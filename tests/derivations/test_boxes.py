"""Polynomials on boxes and segments."""

import pytest
import sympy as sp

from derivations.boxes import is_positive_definite_on, stays_below, values_on
from derivations.symbols import x, y

Q = sp.QQ


def poly(expr):
    return sp.Poly(expr, x, y, domain=sp.QQ)


def box(*intervals):
    return tuple((Q(a), Q(b)) for a, b in intervals)


def test_values_on_a_box_hold_all_values():
    assert values_on(poly(x * y), box((-1, 2), (-3, 1))) == (-6, 3)
    assert values_on(poly(x**2 + 1), box((-1, 2), (0, 0))) == (1, 5)
    assert values_on(poly(-(x**3)), box((-1, 2), (0, 0))) == (-8, 1)


def test_values_at_a_point_are_exact():
    assert values_on(poly(x**3 * y - y / 3), box((2, 2), (5, 5))) == (Q(115, 3), Q(115, 3))


@pytest.mark.parametrize(("radius", "expected"), [(Q(1, 10), True), (Q(2), False)])
def test_definiteness_on_a_box(radius, expected):
    matrix = [[poly(2), poly(x)], [poly(x), poly(1)]]  # definite for x² < 2
    assert is_positive_definite_on(matrix, ((-radius, radius), (Q(0), Q(0)))) is expected


def test_indefinite_matrices_are_not_definite():
    assert not is_positive_definite_on([[poly(1), poly(2)], [poly(2), poly(1)]], box((0, 0), (0, 0)))


@pytest.mark.parametrize(
    ("level", "expected"),
    [(Q(-1), False), (Q(24, 100), False), (Q(1, 4), False), (Q(26, 100), True), (Q(9), True)],
)
def test_a_segment_is_below_its_maximum_only(level, expected):
    # x(1 − x) + 0 y has maximum 1/4 in the middle of the segment
    assert stays_below(poly(x * (1 - x)), (Q(0), Q(0)), (Q(1), Q(3)), level) is expected


def test_narrow_passes_are_shown_by_halving():
    bumps = poly((x**2 - y) ** 2 - (x - 1) ** 2 / 100)
    assert stays_below(bumps, (Q(-1), Q(1)), (Q(-1, 2), Q(1, 4)), Q(1, 10))
