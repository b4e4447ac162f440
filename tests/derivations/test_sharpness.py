import sympy as sp

from derivations.sharpness import PRODUCT_NET, frobenius_norm
from derivations.symbols import x, y


def test_frobenius_norm_of_two_eigenvalues():
    assert frobenius_norm([sp.Integer(3), sp.Integer(4)]) == 5


def test_product_net_has_a_singular_hessian_at_its_minima():
    assert PRODUCT_NET.hessian.subs({x: 2, y: sp.Rational(1, 2)}).det() == 0
