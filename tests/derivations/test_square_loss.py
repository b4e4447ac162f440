"""Moments and derivatives of the square loss."""

import pytest
import sympy as sp

from derivations.square_loss import (
    centred_risk,
    expectation,
    linear_model,
    moment,
    named,
    second_moments,
    square_risk,
)
from derivations.symbols import y


def on_two_points(expr, x_values, y_values):
    """The mean over the pairs (x, y), each equally likely."""
    x = named("x", 1)[0]
    pairs = list(zip(x_values, y_values, strict=True))
    return sum(expr.subs({x: a, y: b}) for a, b in pairs) / sp.Integer(len(pairs))


def test_expectation_is_linear_and_keeps_constants():
    x = named("x", 1)[0]
    assert expectation(3 * x**2 - x * y + 5, (x, y)) == 3 * moment((2, 0)) - moment((1, 1)) + 5


def test_risk_is_the_mean_over_a_sample():
    x, w = named("x", 1)[0], named("w", 1)[0]
    xs, ys = (1, -2, 3), (2, 0, 1)
    moments = {moment(p): on_two_points(x ** p[0] * y ** p[1], xs, ys) for p in ((2, 0), (1, 1), (0, 2))}
    direct = on_two_points((y - x * w) ** 2, xs, ys)
    assert sp.expand(square_risk(1).subs(moments) - direct) == 0


def test_second_moments_are_symmetric():
    assert second_moments(3).is_symmetric()
    assert second_moments(3).shape == (3, 3)


def test_linear_model_puts_the_least_risk_at_the_centre():
    d = 2
    risk = square_risk(d).subs(linear_model(d))
    centre = dict(zip(named("w", d), named("c", d), strict=True))
    assert sp.expand(risk.subs(centre)) == 1
    assert all(sp.expand(sp.diff(risk, a).subs(centre)) == 0 for a in named("w", d))


def test_centred_risk_at_a_distance_of_one():
    w, c = named("w", 1)[0], named("c", 1)[0]
    assert sp.expand(centred_risk(1).subs(w, c + 1)) == moment((2, 0)) + 1


def test_dimension_zero_is_refused():
    with pytest.raises(ValueError, match="d=0: a dimension is at least 1"):
        named("x", 0)
