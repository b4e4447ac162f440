import pytest
import sympy as sp

from derivations.calculus import divergence, formal_adjoint, gradient, laplacian
from derivations.symbols import w, x, y

PLANE = (x, y)


def generic(name, *coords):
    return sp.Function(name)(*coords)


def test_laplacian_is_the_trace_of_the_hessian():
    f = generic("f", x, y)
    assert sp.expand(laplacian(f, PLANE) - sp.hessian(f, PLANE).trace()) == 0


def test_divergence_of_a_known_field():
    assert divergence(sp.Matrix([x**2 * y, y**3]), PLANE) == 2 * x * y + 3 * y**2


def test_gradient_is_a_column():
    assert gradient(x * y**2, PLANE) == sp.Matrix([y**2, 2 * x * y])


def test_divergence_refuses_a_field_of_another_dimension():
    with pytest.raises(ValueError, match=r"field has shape \(1, 1\), not \(2, 1\)"):
        divergence(sp.Matrix([x]), PLANE)


def test_adjoint_of_a_second_order_operator_differs_by_an_exact_derivative():
    # Lagrange's identity: p A h − h A*p is the derivative of an explicit flux, whatever h and p are.
    a, b, c, p, h = (generic(name, w) for name in "abcph")
    dual = formal_adjoint(lambda f: a * f.diff(w, 2) + b * f.diff(w) + c * f, p, (w,))
    flux = p * a * h.diff(w) - h * sp.diff(a * p, w) + p * b * h
    difference = p * (a * h.diff(w, 2) + b * h.diff(w) + c * h) - h * dual - flux.diff(w)
    assert sp.expand(difference.doit()) == 0


def test_adjoint_twice_is_the_operator():
    a, b, p = (generic(name, x, y) for name in "abp")

    def operator(f):
        return a * f.diff(x, y) + b * f.diff(y, 3)

    twice = formal_adjoint(lambda f: formal_adjoint(operator, f, PLANE), p, PLANE)
    assert sp.expand((twice - operator(p)).doit()) == 0


def test_adjoint_of_zero_is_zero():
    assert formal_adjoint(lambda f: 0 * f, generic("p", w), (w,)) == 0


def test_adjoint_refuses_what_is_not_linear():
    with pytest.raises(ValueError, match="operator is not linear"):
        formal_adjoint(lambda f: f**2, generic("p", w), (w,))
