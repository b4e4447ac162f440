import sympy as sp

from derivations.calculus import gradient
from derivations.direction_loss import SPACE, DirectionLoss
from derivations.symbols import x, y, z

LETTERS = sp.symbols("f_u f_v f_uu f_uv f_vv", real=True)


def of_the_product() -> tuple[sp.Expr, dict[sp.Symbol, sp.Expr]]:
    """L = u²v with u = x/z, v = y/z, and the derivatives of f = u²v."""
    u, v = x / z, y / z
    return u**2 * v, dict(zip(LETTERS, (2 * u * v, u**2, 2 * v, 2 * u, sp.S.Zero), strict=True))


def test_chain_rule_gives_the_gradient_of_a_concrete_function():
    loss, derivatives = of_the_product()
    assert (DirectionLoss().gradient().subs(derivatives) - gradient(loss, SPACE)).expand() == sp.zeros(3, 1)


def test_chain_rule_gives_the_hessian_of_a_concrete_function():
    loss, derivatives = of_the_product()
    difference = DirectionLoss().hessian().subs(derivatives) - sp.hessian(loss, SPACE)
    assert difference.applyfunc(sp.simplify) == sp.zeros(3, 3)


def test_point_is_scaled():
    assert DirectionLoss(sp.Integer(3)).point == 3 * sp.Matrix(SPACE)
