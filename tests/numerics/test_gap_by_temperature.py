"""Gaps of the losses that the remarks on Theorem 2.4 are tried on."""

from fractions import Fraction

import pytest
import sympy as sp

from derivations.square_confinement import growth, largest_curvature
from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL
from numerics.gap_by_temperature import QUARTIC, SUBQUADRATIC, escape_rates
from numerics.line.spectrum import spectral_gap


def test_subquadratic_loss_obeys_the_assumptions():
    first, second = growth(SUBQUADRATIC)
    assert sp.limit(first, w, sp.oo) == sp.oo
    assert sp.limit(second, w, sp.oo) == 0
    assert sp.limit(sp.exp(-SUBQUADRATIC.expr), w, sp.oo) == 0


def test_quartic_gap_has_its_known_value():
    assert float(spectral_gap(QUARTIC, 1).middle) == pytest.approx(1.3685925, abs=1e-7)
    assert largest_curvature(QUARTIC).is_finite


def test_escape_rates_are_twice_one_of_them():
    rate = sp.sqrt(2) / sp.pi * sp.exp(-sp.Rational(5, 4))
    assert sp.simplify(escape_rates(DOUBLE_WELL, Fraction(5)) - rate) == 0
