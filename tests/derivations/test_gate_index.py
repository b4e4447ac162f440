"""Negative eigenvalues at gates."""

import pytest
import sympy as sp

from derivations.gate_index import (
    CURVATURES,
    DEPTH,
    PLACE,
    _least,
    height_of_joining,
    negative_at,
    quadratic_form,
)
from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL, TWO_GATES


@pytest.mark.parametrize("negative", range(4))
def test_a_quadratic_form_has_as_many_negative_curvatures_as_asked_for(negative):
    values = sp.hessian(quadratic_form(negative), PLACE).diagonal()
    assert [bool(v.is_negative) for v in values] == [i < negative for i in range(3)]


@pytest.mark.parametrize("negative", [-1, 4])
def test_other_numbers_are_refused(negative):
    with pytest.raises(ValueError, match="curvatures can be negative"):
        quadratic_form(negative)


def test_nothing_lies_below_a_minimum():
    with pytest.raises(ValueError, match="nothing lies below a minimum"):
        height_of_joining(0)


def test_the_ellipse_starts_and_ends_at_the_depth():
    end = sp.sqrt(2 * DEPTH / CURVATURES[0])
    for sign in (1, -1):
        assert (
            sp.simplify(quadratic_form(2).subs(dict(zip(PLACE, (sign * end, 0, 0), strict=True)))) == -DEPTH
        )


@pytest.mark.parametrize(
    ("potential", "point", "number"),
    [
        (DOUBLE_WELL, (0,), 1),
        (DOUBLE_WELL, (1,), 0),
        (SHEARED_DOUBLE_WELL, (0, 0), 1),
        (TWO_GATES, (0, 0), 2),
        (TWO_GATES, (sp.sqrt(3) / 2, 0), 1),
    ],
)
def test_negative_eigenvalues_agree_with_the_index(potential, point, number):
    assert negative_at(potential, point) == number
    (found,) = [p for p in potential.critical_points if p.at == point]
    assert found.index == number


def test_a_form_that_falls_in_any_direction_has_no_least_value():
    second, third = PLACE[1:]
    assert _least(second**2 + third**2) == 0
    for form in (third**2 - second**2, second**2 - third**2):
        with pytest.raises(ArithmeticError, match="is not bounded below"):
            _least(form)
