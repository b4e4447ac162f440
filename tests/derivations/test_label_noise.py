"""Label noise of the square loss."""

import sympy as sp

from derivations.label_noise import (
    gradient_covariance_at_the_centre,
    risk_in_scaled_units,
    scales_with_unit_variance,
    second_moments_of,
    v,
)
from derivations.logistic_loss import FeatureLaw
from derivations.square_loss import square_risk

LAW = FeatureLaw(
    ((sp.Integer(1), sp.Integer(2)), (sp.Integer(3), sp.Integer(0))), (sp.S.Half,) * 2, (sp.S.Half,) * 2
)


def test_common_variance_has_one_scale():
    assert scales_with_unit_variance([sp.Integer(9), sp.Integer(9)]) == sp.FiniteSet(3)


def test_unit_variance_changes_nothing():
    assert sp.expand(risk_in_scaled_units(2).subs(v, 1) - square_risk(2)) == 0


def test_second_moments_by_hand():
    assert second_moments_of(LAW) == sp.Matrix([[5, 1], [1, 2]])


def test_covariance_by_hand():
    assert gradient_covariance_at_the_centre(LAW) == sp.Matrix([[20, 4], [4, 8]])
