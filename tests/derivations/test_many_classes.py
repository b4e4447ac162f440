"""The softmax loss of several classes."""

import pytest
import sympy as sp

from derivations.many_classes import THREE, chances, softmax_loss, weights
from derivations.square_loss import named
from derivations.symbols import lamda


def test_chances_add_to_one():
    assert sp.simplify(sum(chances(THREE))) == 1


def test_equal_weights_give_equal_chances():
    zero = dict.fromkeys(weights(THREE), 0)
    assert softmax_loss(THREE, 2).subs(zero) == sp.log(3)


def test_two_classes_with_one_held_at_zero_are_logistic():
    shape = (2, 1)
    held = {weights(shape)[1]: 0, lamda: 0}
    (x,) = named("x", 1)
    logistic = sp.log(1 + sp.exp(-weights(shape)[0] * x))
    assert sp.simplify(sp.exp(softmax_loss(shape, 0).subs(held)) - sp.exp(logistic)) == 0


def test_unknown_label_is_refused():
    with pytest.raises(ValueError, match=r"label=3: one of 0, …, 2 is wanted"):
        softmax_loss(THREE, 3)
