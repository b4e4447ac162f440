"""Term I and its bound, for a shifted quadratic."""

import mpmath
import sympy as sp

from derivations.symbols import w
from numerics.shifted_loss import START, STATIONARY, drift_bound, first_term, over_line, square_distance


def test_integral_of_a_sum_of_gaussians():
    assert over_line(STATIONARY + 2 * START) == 3


def test_first_term_agrees_with_quadrature():
    p, stationary = (sp.lambdify(w, f, "mpmath") for f in (START, STATIONARY))
    value = mpmath.quad(lambda v: (p(v) - stationary(v)) * (1 - v**2), [-12, 0, 12])
    assert abs(value - first_term()) < 1e-12


def test_distance_of_two_gaussians():
    assert sp.simplify(square_distance() - (2 / sp.sqrt(3) - 1)) == 0


def test_first_term_is_below_the_right_bound():
    assert (drift_bound() - first_term()).evalf() > 0
