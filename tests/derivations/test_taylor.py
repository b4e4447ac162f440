"""The expansion at a minimum."""

import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.square_loss import named
from derivations.symbols import x, y
from derivations.taylor import any_polynomial, quadratic_form, second_order_term
from derivations.zoo import QUADRATIC, TWO_GATES


def test_any_polynomial_has_all_its_coefficients():
    assert len(any_polynomial(2, 3).parameters) == 10


def test_negative_degree_is_refused():
    with pytest.raises(ValueError, match="degree=-1: a polynomial has a degree of at least 0"):
        any_polynomial(1, -1)


def test_second_order_term_of_the_quadratic():
    v = named("v", 1)[0]
    assert second_order_term(QUADRATIC) == v**2 / 2
    assert quadratic_form(QUADRATIC) == v**2


def test_second_order_term_is_half_the_second_derivative_along_the_ray():
    v, s = named("v", 2), sp.Symbol("s")
    along = TWO_GATES.expr.subs({x: x + s * v[0], y: y + s * v[1]}, simultaneous=True)
    assert sp.expand(second_order_term(TWO_GATES) - sp.diff(along, s, 2).subs(s, 0) / 2) == 0


def test_mixed_term_is_counted_twice():
    v = named("v", 2)
    assert sp.expand(quadratic_form(Potential(x * y, (x, y)))) == 2 * v[0] * v[1]


def test_a_polynomial_may_be_a_constant():
    constant = any_polynomial(1, 0)
    assert constant.expr == constant.parameters[0]
