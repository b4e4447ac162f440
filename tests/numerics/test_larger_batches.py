"""Escape times in a wide plain."""

import numpy as np
import pytest
import sympy as sp
from scipy import integrate

from derivations.symbols import w
from numerics.larger_batches import WIDE, escape_time_in_the_plain


@pytest.mark.parametrize("inverse", [1, 4])
def test_the_time_agrees_with_quadrature_in_doubles(inverse):
    loss = sp.lambdify(w, WIDE.expr)
    climb = integrate.quad(lambda z: np.exp(inverse * loss(z)), -1, 1)[0]
    half = sum(
        integrate.quad(lambda z: np.exp(-inverse * loss(z)), a, b)[0]
        for a, b in ((0, 5), (5, 200), (200, 1500))
    )
    assert float(escape_time_in_the_plain(sp.Integer(inverse)).middle) == pytest.approx(
        inverse * climb * half, rel=1e-9
    )


def test_the_minima_and_the_gate_are_where_they_are_said_to_be():
    at = {p.at[0]: p.kind for p in WIDE.critical_points}
    assert (at[-1], at[0], at[1]) == ("minimum", "maximum", "minimum")
    assert set(at) == {-1, 0, 1}


def test_a_temperature_is_positive():
    with pytest.raises(ValueError, match="a positive number is wanted"):
        escape_time_in_the_plain(sp.Integer(0))
