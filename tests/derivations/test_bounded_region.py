"""Losses on bounded regions."""

import pytest
import sympy as sp

from derivations.bounded_region import (
    SEPARABLE,
    R,
    boundary_slope,
    powers_with_a_mass,
    powers_with_bounded_curvature,
    share_of_a_ball_inside,
    smooth_powers,
)
from derivations.symbols import w
from derivations.zoo import QUADRATIC

TWO, HALVES = sp.Integer(2), sp.Rational(3, 2)


def test_mass_of_an_integrable_singularity():
    assert powers_with_a_mass([sp.S.Half, TWO]) == sp.FiniteSet(sp.S.Half)


def test_power_three_halves_is_once_differentiable():
    assert smooth_powers([HALVES], 1) == sp.FiniteSet(HALVES)
    assert smooth_powers([HALVES], 2) is sp.S.EmptySet


def test_curvature_of_a_square_is_bounded():
    assert powers_with_bounded_curvature([HALVES, TWO]) == sp.FiniteSet(TWO)


def test_separable_loss_falls_everywhere():
    assert (boundary_slope(SEPARABLE).subs(R, 1) + 1 / (1 + sp.E)).equals(0)
    assert SEPARABLE.expr.subs(w, 2).evalf() < SEPARABLE.expr.subs(w, 1).evalf()


def test_half_a_ball_lies_inside():
    assert share_of_a_ball_inside() == sp.S.Half


def test_loss_with_a_critical_point_is_refused():
    with pytest.raises(ValueError, match="quadratic: a loss without critical points is wanted"):
        boundary_slope(QUADRATIC)
