"""Functions for which (2.6) can be asked."""

import sympy as sp

from derivations.poincare_class import mean, square_integrals, step_quotient
from derivations.symbols import w


def test_mean_of_even_powers():
    assert [mean(w**k) for k in (0, 2, 4)] == [1, 1, 3]


def test_step_has_no_energy_left():
    assert step_quotient() == 0


def test_square_integral_under_the_measure_is_the_squared_distance():
    # 1/√(v(2 − v)) − 1 for a centred Gaussian of variance v.
    flat, weighted = square_integrals(sp.Rational(3, 4))
    assert flat == sp.oo
    assert sp.simplify(weighted - (4 / sp.sqrt(15) - 1)) == 0
