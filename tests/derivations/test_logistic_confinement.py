"""Bounds of the regularised cross entropy that use two moments of the features only."""

import sympy as sp

from derivations.logistic_confinement import (
    NULL,
    dimension,
    label_likelihoods,
    m_1,
    m_2,
    penalty_is_left_out,
    rho,
    worst_curvature,
    worst_growth,
)
from derivations.logistic_loss import cross_entropy
from derivations.potential import Potential
from derivations.square_confinement import gibbs_curvature, growth
from derivations.symbols import lamda

MOMENTS = {m_1: 1, m_2: 1, dimension: 2, lamda: sp.Rational(1, 4)}
FAR = (sp.Integer(9), sp.Integer(12))


def loss():
    return Potential(cross_entropy(NULL).subs(lamda, MOMENTS[lamda]), NULL.coords)


def at_far_point(expr):
    return expr.subs(dict(zip(NULL.coords, FAR, strict=True))).evalf()


def test_likelihoods_of_the_two_labels_add_to_one():
    assert sp.simplify(sum(label_likelihoods())) == 1


def test_actual_growth_is_no_worse_than_the_worst():
    bounds = [f.subs(MOMENTS).subs(rho, 15).evalf() for f in worst_growth()]
    first, second = (at_far_point(f) for f in growth(loss()))
    assert first >= bounds[0]
    assert second <= bounds[1]


def test_actual_curvature_is_within_its_bound():
    assert abs(at_far_point(gibbs_curvature(loss()))) <= worst_curvature().subs(MOMENTS).subs(rho, 15).evalf()


def test_gradient_without_penalty_is_at_most_the_feature():
    assert at_far_point(penalty_is_left_out(NULL).norm()) < 1
