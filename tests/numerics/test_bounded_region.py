"""The bound by the oscillation of the loss."""

import sympy as sp

from derivations.potential import Potential
from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL
from numerics.bounded_region import free_constant, oscillation, oscillation_bound


def test_oscillation_is_taken_over_the_interval():
    assert oscillation(DOUBLE_WELL, -2, 2) == sp.Rational(9, 4)
    assert oscillation(DOUBLE_WELL, 0, 1) == sp.Rational(1, 4)
    assert oscillation(Potential(w), 1, 4) == 3


def test_no_oscillation_leaves_the_half_wave():
    assert oscillation_bound(Potential(w), 0, 0, 2) == free_constant(0, 2) == sp.pi**2 / 4
