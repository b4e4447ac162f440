import flint
import numpy as np
import pytest
import sympy as sp

from numerics.backends import compiled
from numerics.line.half_lines import range_beyond

w = sp.Symbol("w", real=True)
START = flint.arb(3)

FUNCTIONS = {
    w / sp.sqrt(1 + w**2): (0.94, None),
    2 * w**2 / (1 + w**2): (1.79, None),
    2 * w / (1 + w**2): (0.0, 2 / 3),
    sp.exp(w) / (1 + sp.exp(w)): (0.95, None),
    sp.exp(2 * w) / (w**2 + sp.exp(2 * w)) - sp.exp(-w): (0.9, None),
    w**3 / (1 + w**2) - w / 2: (1.19, None),
    sp.tanh(w) * w: (2.9, None),
    w * sp.exp(w) / sp.cosh(w): (5.9, None),
    (1 + w**2) ** sp.Rational(3, 2) / w - 10: (-1.0, None),
    w**2 / (1 + w**4): (0.0, 0.2),
}


@pytest.mark.parametrize("expr", FUNCTIONS, ids=str)
def test_numerator_and_denominator_may_both_grow(expr):
    least, most = FUNCTIONS[expr]
    low, high = (float(end) for end in range_beyond(expr, w, START))
    assert low >= least
    values = compiled(expr, (w,), "numpy")(np.linspace(3, 100, 5001))
    assert low <= values.min() + 1e-12
    assert high >= values.max() - 1e-12 * abs(values.max())
    assert most is None or high <= 3 * most


@pytest.mark.parametrize("expr", [w * sp.sin(w) / (1 + w**2) + w / (w - 5), sp.log(w) / (w - 4)], ids=str)
def test_nothing_is_claimed_where_nothing_is_known(expr):
    assert not range_beyond(expr, w, START)[0].is_finite()
