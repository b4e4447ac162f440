"""What can go wrong with lowest paths."""

import sympy as sp

from derivations.lowest_path import DRIFTING, infimum_of_drifting
from derivations.potential import Potential
from derivations.symbols import x, y


def test_the_far_passes_sink_to_the_infimum():
    assert infimum_of_drifting() == sp.Rational(1, 4)
    heights = [DRIFTING.subs({x: 0, y: r}) for r in (0, 1, 10, 100)]
    assert heights == sorted(heights, reverse=True)
    assert heights[-1] > infimum_of_drifting()


def test_the_minima_of_the_drifting_loss_are_not_degenerate():
    hessian = sp.hessian(DRIFTING, (x, y)).subs({x: 1, y: 0})
    assert hessian.is_positive_definite
    assert Potential(DRIFTING, (x, y)).gradient.subs({x: 1, y: 0}).is_zero_matrix
