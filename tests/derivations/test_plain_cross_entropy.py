"""The cross entropy of one feature."""

import mpmath
import pytest
import sympy as sp

from derivations.logistic_loss import FeatureLaw, cross_entropy
from derivations.plain_cross_entropy import feature, mass_of_disagreeing_labels, one_feature, q
from derivations.square_loss import named
from derivations.symbols import lamda, w


def test_short_form_is_the_cross_entropy_of_appendix_c():
    law = FeatureLaw(((feature,),), (sp.Integer(1),), (q,))
    whole = cross_entropy(law).subs(named("w", 1)[0], w)
    short = one_feature(q, lamda).expr
    assert sp.simplify(sp.diff(whole - short, w)) == 0
    assert sp.simplify((whole - short).subs(w, 0)) == 0


@pytest.mark.parametrize("chance", ["1/2", "1/5"])
def test_mass_agrees_with_quadrature(chance):
    exact = mass_of_disagreeing_labels().subs({q: sp.Rational(chance), feature: 2})
    loss = sp.lambdify(w, one_feature(sp.Rational(chance)).expr.subs(feature, 2), "mpmath")
    assert abs(mpmath.quad(lambda v: mpmath.exp(-loss(v)), [-200, -20, 0, 20, 200]) - exact.evalf(20)) < 1e-12
