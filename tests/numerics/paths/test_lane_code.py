import numba
import numpy as np
import pytest
import sympy as sp

from numerics.paths.functions import lane_functions
from numerics.paths.lane_code import lane_function

X, Y = sp.symbols("x y", real=True)
EXPRESSIONS = (
    X**3 * Y / 3 - sp.sqrt(2) * sp.exp(-(X**2)) / Y + sp.sin(sp.pi * X) + sp.cos(3 * Y) * sp.tanh(X * Y),
    X ** sp.Rational(3, 2) + 2**X + X**-3 + sp.Abs(Y) + sp.sqrt(X) + X ** sp.Rational(1, 3),
    sp.log(X) + sp.sinh(Y) + sp.cosh(X) + sp.erf(Y) + sp.atan(X),
    sp.Piecewise((X**2, X > Y), (sp.Rational(1, 7), True)),
    sp.Rational(22, 7) + sp.E,
)


@pytest.mark.parametrize(("dtype", "error"), [(np.float64, 1e-11), (np.float32, 1e-5)])
@pytest.mark.parametrize("expr", EXPRESSIONS, ids=str)
def test_the_code_says_what_the_expression_says(expr, dtype, error):
    rows, at = np.array([9, 1.3, 9, -0.7], dtype), np.array([5, 0, 2], np.uint64)
    function = lane_function(expr, (X, Y), dtype)
    found = function(rows, at, np.uint64(1), np.uint64(1))
    assert found == pytest.approx(
        float(expr.subs({X: sp.Rational(13, 10), Y: -sp.Rational(7, 10)})), rel=error
    )


def test_float32_stays_float32():
    function = lane_function(X**3 / 3 + 2 * X - sp.sqrt(2), (X,), np.float32, line=True)
    function(np.ones(2, np.float32), np.zeros(1, np.uint64), np.uint64(0), np.uint64(0))
    (signature,) = function.nopython_signatures
    assert signature.return_type is numba.float32


@pytest.mark.parametrize(("dtype", "error"), [(np.float64, 1e-11), (np.float32, 1e-6)])
@pytest.mark.parametrize("name", ["exp", "log", "sin", "cos"])
def test_functions_over_their_range(name, dtype, error):
    function = lane_functions(dtype)[name]
    for x in np.linspace(0.001, 80, 997).astype(dtype):
        exact = getattr(np, name)(float(x))
        scale = max(1, abs(exact)) if name != "exp" else exact
        assert abs(float(function(x)) - exact) < error * scale * (8 if dtype is np.float32 else 1)


def test_the_logarithm_of_nothing_is_not_a_number():
    assert np.isnan(lane_functions(np.float64)["log"](-1.0))


@pytest.mark.parametrize(
    ("expr", "message"),
    [(X * sp.Symbol("z"), r"\['z'\] not in coords"), (sp.gamma(X), "gamma in gamma.x. cannot be simulated")],
)
def test_bad_input_is_refused(expr, message):
    with pytest.raises(ValueError, match=message):
        lane_function(expr, (X,), np.float64)
