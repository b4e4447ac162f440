import flint
import numpy as np
import pytest
import sympy as sp

from numerics.backends import compiled
from numerics.line.half_lines import EVER, NEVER, range_beyond

w = sp.Symbol("w", real=True)
START = flint.arb(2)

BOUNDED_BELOW = {
    w**4 - 3 * w: 10.0,
    sp.log(1 + sp.exp(-w)): 0.0,
    1 / (1 + sp.exp(-w)): 0.88,
    w * sp.tanh(w) - 3: -1.08,
    sp.exp(-2 * (w - 1) ** 2): 0.0,
    w**3 + sp.cos(w) - sp.sin(3 * w) * sp.atan(w): 4.9,
    sp.log(1 + w**2): 1.6,
    sp.sqrt(1 + w**2): 2.2,
    sp.cosh(w) + sp.erf(w): 1.9,
    1 / (3 + sp.cos(w)) ** 2: 0.06,
    sp.sinh(w) ** 2 - 1: 12.0,
    sp.sin(w) ** 4: 0.0,
}


@pytest.mark.parametrize(("expr", "low"), BOUNDED_BELOW.items(), ids=lambda part: str(part))
def test_a_lower_bound_is_found_and_not_far_off(expr, low):
    assert range_beyond(expr, w, START)[0] >= flint.arb(low)


@pytest.mark.parametrize(
    "expr", [*BOUNDED_BELOW, -w, w / (1 + w**2), w**2 * sp.sin(w), (w - 5) ** 2, -sp.log(w)]
)
def test_sampled_values_are_inside(expr):
    low, high = range_beyond(expr, w, START)
    values = compiled(expr, (w,), "numpy")(np.linspace(2, 60, 4001))
    rounding = 1e-12 * abs(values).max()
    assert float(low) <= values.min() + rounding
    assert float(high) >= values.max() - rounding


@pytest.mark.parametrize(
    "expr", [-w, w**2 * sp.sin(w), (w - 5) ** 2, sp.gamma(w), 1 / (w - 5), sp.log(w - 5)]
)
def test_where_nothing_is_proved_the_bound_is_infinite(expr):
    assert range_beyond(expr, w, START)[0] == NEVER


def test_growth_has_no_upper_bound():
    assert range_beyond(w**3, w, START)[1] == EVER


def test_irrational_coefficients_are_balls():
    low, _ = range_beyond(sp.sqrt(2) * w**2 - sp.pi * w, w, START)
    assert low <= 4 * flint.arb(2).sqrt() - 2 * flint.arb.pi()
    assert low > flint.arb(-0.7)
