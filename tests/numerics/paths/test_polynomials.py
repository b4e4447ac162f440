import numba
import numpy as np
import pytest
from mpmath import mp, mpf

from numerics.paths.polynomials import COEFFICIENTS, polynomial

STATED = {("log", np.float64): 3e-12, ("log", np.float32): 3e-8, ("sin", np.float64): 2e-13,
          ("sin", np.float32): 1e-8, ("cos", np.float64): 8e-13, ("cos", np.float32): 5e-8,
          ("exp", np.float64): 2e-14, ("exp", np.float32): 1e-8}  # fmt: skip


def in_full(name, dtype, x):
    """The function as the polynomial stands in it, in exact arithmetic."""

    def q(y):
        return sum(mpf(c) * y**k for k, c in enumerate(COEFFICIENTS[name, dtype]))

    return {"log": lambda: x + x**2 * q(x), "sin": lambda: x * q(x**2), "cos": lambda: q(x**2),
            "exp": lambda: q(x)}[name]()  # fmt: skip


@pytest.mark.parametrize(("name", "dtype"), STATED)
def test_errors_are_as_stated(name, dtype):
    exact = {"log": mp.log1p, "sin": mp.sinpi, "cos": mp.cospi, "exp": mp.exp}[name]
    end = {"log": mpf(1) / 3, "exp": mpf("0.35")}.get(name, mpf(1) / 2)
    with mp.workdps(40):
        points = [end * (2 * mpf(k) / 400 - 1) for k in range(401)]
        worst = max(abs(in_full(name, dtype, x) - exact(x)) for x in points)
    assert STATED[name, dtype] / 100 < worst < STATED[name, dtype]


@pytest.mark.parametrize(("name", "dtype"), STATED)
def test_estrin_s_order_gives_the_polynomial(name, dtype):
    exact = np.polynomial.Polynomial(COEFFICIENTS[name, dtype])(0.23)
    inner = polynomial(name, dtype)
    assert float(numba.njit(lambda x: inner(x))(dtype(0.23))) == pytest.approx(
        exact, abs=4 * np.finfo(dtype).eps
    )
