"""The regularised cross entropy."""

import pytest
import sympy as sp

from derivations.logistic_loss import FeatureLaw, any_law, by_points, cross_entropy, sigmoid
from derivations.square_loss import named
from derivations.symbols import lamda, w

COIN = FeatureLaw(((sp.Integer(1),),), (sp.Integer(1),), (sp.Rational(1, 2),))


def test_sigmoid_is_a_shifted_hyperbolic_tangent():
    assert sp.simplify(sigmoid(w).rewrite(sp.tanh) - (1 + sp.tanh(w / 2)) / 2) == 0


def test_loss_of_a_coin_is_a_logarithm_of_a_hyperbolic_cosine():
    a = named("w", 1)[0]
    expected = sp.log(sp.exp(a / 2) + sp.exp(-a / 2)) + lamda * a**2
    difference = sp.diff(cross_entropy(COIN) - expected, a)
    assert sp.simplify(difference) == 0
    assert sp.simplify(cross_entropy(COIN).subs(a, 0)) == sp.log(2)


def test_weights_enter_linearly():
    law = any_law(2, 1)
    first, second = (
        FeatureLaw((x,), (sp.Integer(1),), (q,)) for x, q in zip(law.points, law.chances, strict=True)
    )
    p, q = law.weights
    unpenalised = cross_entropy(law).subs(lamda, 0)
    parts = p * cross_entropy(first).subs(lamda, 0) + q * cross_entropy(second).subs(lamda, 0)
    assert sp.expand(unpenalised - parts) == 0


def test_law_without_a_chance_for_each_point_is_refused():
    with pytest.raises(ValueError, match=r"points, weights, chances: \[1, 1, 0\] of them"):
        FeatureLaw(((w,),), (sp.Integer(1),), ())


def test_empty_law_is_refused():
    with pytest.raises(ValueError, match=r"\[0, 0, 0\] of them"):
        FeatureLaw((), (), ())


def test_shares_of_the_points_add_up():
    law = any_law(2, 1)
    loss = cross_entropy(law)
    assert sp.simplify(by_points(sp.diff(loss, lamda), law) - named("w", 1)[0] ** 2) == 0
    weighted = law.mean((w, w**2 - w)) + lamda
    assert sp.expand(by_points(weighted, law) - weighted) == 0
