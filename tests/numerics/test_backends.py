from fractions import Fraction

import flint
import mpmath
import numpy as np
import pytest
import sympy as sp

from numerics.backends import compiled

w, x = sp.symbols("w x", real=True)

AWKWARD = {
    "a third": w / 3 + sp.Rational(2, 7),
    "pi": sp.pi * w + sp.pi**2 / 6,
    "root of two": sp.sqrt(2) * w**2 + sp.sqrt(3) / 5,
    "constants next to each other": sp.pi * sp.sqrt(2) * w / 7 + sp.E + sp.Rational(1, 3),
    "a large rational": w + sp.Rational(10**30 + 1, 3**61),
    "elementary": sp.exp(-(w**2) / 3) + sp.log(2 + sp.sin(w) * sp.cos(w)) + sp.tanh(w / 3),
    "hyperbolic": sp.cosh(w / 7) + sp.sinh(w) ** 2 + sp.atan(w) ** 2,
    "powers": (1 + w**2) ** sp.Rational(3, 2) + (2 + w**2) ** sp.Rational(-1, 3) + 1 / (1 + w**4),
    "a double well": (w**2 - sp.Rational(1, 9)) ** 2 / 4 + sp.Rational(7, 2),
}
POINTS = [Fraction(k, 8) for k in range(-23, 24, 3)]
RELATIVE = 4e-16
CONDITION = 8
"""How many roundings of 4e-16 the terms of an expression above may add up to, as all its values are ≥ 0.1."""


def truth(expr, point):
    with mpmath.workdps(60):
        return compiled(expr, (w,), "mpmath")(mpmath.mpf(point.numerator) / point.denominator)


def value(expr, point, backend):
    function = compiled(expr, (w,), backend)
    if backend == "torch":
        torch = pytest.importorskip("torch")
        return float(function(torch.tensor(float(point), dtype=torch.float64)))
    if backend == "numpy":
        return float(function(np.array([float(point)]))[0])
    return float(function(float(point)))


@pytest.mark.parametrize("backend", ["mpmath", "numpy", "numba", "torch"])
@pytest.mark.parametrize("expr", AWKWARD.values(), ids=AWKWARD)
def test_float_backends_agree_with_sixty_digits(expr, backend):
    for point in POINTS:
        exact = truth(expr, point)
        if abs(exact) > 0.1:
            assert abs(value(expr, point, backend) / exact - 1) < CONDITION * RELATIVE, point


@pytest.mark.parametrize("backend", ["numpy", "numba", "torch"])
@pytest.mark.parametrize(
    "constant", [sp.Rational(1, 3), sp.pi, sp.sqrt(2), sp.pi / 3, sp.E**2, sp.Integer(3) ** 61]
)
def test_a_constant_is_the_nearest_double(constant, backend):
    found = value(constant * w, Fraction(1), backend)
    with mpmath.workdps(60):
        assert found.hex() == float(mpmath.mpf(sp.N(constant, 50))).hex()


@pytest.mark.parametrize("expr", AWKWARD.values(), ids=AWKWARD)
def test_the_arb_ball_contains_the_truth_and_is_small(expr):
    with flint.ctx.workprec(170):
        for point in POINTS:
            ball = flint.arb(
                compiled(expr, (w,), "arb")(flint.arb(flint.fmpq(point.numerator, point.denominator)))
            )
            exact = flint.arb(mpmath.nstr(truth(expr, point), 58))
            assert ball.overlaps(exact + flint.arb(0, 1e-57) * exact), point
            assert ball.rel_accuracy_bits() > 150


def test_one_arb_function_serves_every_precision():
    function = compiled(sp.pi * w / 3, (w,), "arb")
    for bits in (53, 500, 53):
        with flint.ctx.workprec(bits):
            assert function(1).rel_accuracy_bits() > bits - 5
            assert function(1).contains(flint.arb.pi() / 3)


def test_the_arb_function_gives_taylor_coefficients():
    series = compiled(sp.tanh(w) * sp.exp(w) / 3, (w,), "arb")(flint.arb_series([0, 1], prec=6))
    wanted = sp.series(sp.tanh(w) * sp.exp(w) / 3, w, 0, 6).removeO()
    for power in range(6):
        coefficient = sp.Rational(wanted.coeff(w, power))
        assert series[power].contains(flint.fmpq(int(coefficient.p), int(coefficient.q)))


def test_the_arb_function_takes_complex_balls():
    found = compiled(sp.sin(w) ** 2 + sp.cosh(w), (w,), "arb")(flint.acb(1, 2))
    exact = mpmath.sin(mpmath.mpc(1, 2)) ** 2 + mpmath.cosh(mpmath.mpc(1, 2))
    assert abs(complex(found) - complex(exact)) < 1e-13


def test_several_symbols_keep_their_order():
    for backend in ("mpmath", "numpy", "numba"):
        assert compiled(w - 2 * x, (x, w), backend)(1, 5) == 3


def test_functions_are_compiled_once():
    assert compiled(w**2 + 1, (w,), "numpy") is compiled(w**2 + 1, (w,), "numpy")


def test_a_float_is_refused():
    with pytest.raises(TypeError, match=r"exact numbers only, use Rational instead of \['0\.1"):
        compiled(w + sp.Float("0.1"), (w,), "numpy")


def test_an_unknown_backend_is_refused():
    with pytest.raises(ValueError, match="backend='jax': allowed are arb, mpmath, numpy, numba, torch"):
        compiled(w, (w,), "jax")


def test_a_missing_symbol_is_refused():
    with pytest.raises(ValueError, match=r"\['x'\] not in symbols"):
        compiled(w + x, (w,), "numpy")


def test_a_complex_expression_is_refused():
    with pytest.raises(ValueError, match="a real, finite expression is wanted"):
        compiled(sp.I * w, (w,), "numpy")


@pytest.mark.parametrize("expr", [sp.sign(w), sp.zeta(w), sp.GoldenRatio * w])
def test_what_cannot_be_enclosed_is_refused(expr):
    with pytest.raises(ValueError, match="cannot be enclosed; known are atan, cos, cosh"):
        compiled(expr, (w,), "arb")
