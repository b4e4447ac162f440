import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL
from numerics.error_order import first_correction, relative_errors
from numerics.transition_law import LOPSIDED


def test_the_correction_of_the_double_well_is_three_halves():
    assert first_correction(DOUBLE_WELL, -1, 0) == first_correction(DOUBLE_WELL, 1, 0) == sp.Rational(3, 2)


def test_the_correction_of_the_lopsided_well():
    assert first_correction(LOPSIDED, -1, 0) == sp.Rational(376, 405)


@pytest.mark.parametrize("factor", [2, sp.Rational(1, 3)])
def test_steeper_losses_have_smaller_corrections(factor):
    scaled = Potential(factor * LOPSIDED.expr)
    assert first_correction(scaled, -1, 0) == first_correction(LOPSIDED, -1, 0) / factor


def test_stretching_the_line_changes_nothing():
    stretched = Potential(sp.expand(LOPSIDED.expr.subs(w, 2 * w)))
    assert first_correction(stretched, sp.Rational(-1, 2), 0) == first_correction(LOPSIDED, -1, 0)


def test_errors_approach_the_correction():
    ((_, warm), (_, cold)) = relative_errors(LOPSIDED, sp.Rational(3, 2), -1, (100, 1000))
    limit = float(first_correction(LOPSIDED, sp.Rational(3, 2), 0))
    assert abs(float(cold.middle) - limit) < abs(float(warm.middle) - limit) / 5
