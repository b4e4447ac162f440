"""Two minima of unequal depth."""

import sympy as sp

from numerics.tilted_minima import FLAT, SHARP, TILTED, flat_over_sharp, laplace_ratio


def test_the_sharp_minimum_is_the_deeper_one():
    assert TILTED.at((FLAT,)) - TILTED.at((SHARP,)) == sp.Rational(1, 60)
    curvatures = [TILTED.hessian[0].subs(TILTED.coords[0], place) for place in (SHARP, FLAT)]
    assert curvatures == [sp.Rational(3, 5), sp.Rational(2, 5)]


def test_the_flat_basin_loses_as_eta_grows():
    assert flat_over_sharp(5).low > flat_over_sharp(100).high > flat_over_sharp(600).high


def test_without_depth_the_ratio_is_that_of_the_curvatures():
    assert laplace_ratio(7, depth_power=0) == sp.sqrt(sp.Rational(3, 2))
