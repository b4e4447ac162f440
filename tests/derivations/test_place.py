"""Names of points."""

import pytest
import sympy as sp

from derivations.place import critical_point_at, minimum_at, minimum_near
from derivations.potential import Potential
from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL, QUADRATIC, TWO_GATES


def test_points_are_found_by_exact_coordinates():
    assert critical_point_at(DOUBLE_WELL, 0).kind == "maximum"
    assert critical_point_at(TWO_GATES, (sp.sqrt(27) / 6, 0)).at == (sp.sqrt(3) / 2, 0)
    minimum = DOUBLE_WELL.minima[0]
    assert minimum_at(DOUBLE_WELL, minimum) == minimum == minimum_at(DOUBLE_WELL, (-1,))


def test_the_nearest_minimum():
    assert minimum_near(DOUBLE_WELL, sp.Rational(1, 10)).at == (1,)
    assert minimum_near(TWO_GATES, (3, -1)).at == (0, -1)


def test_other_places_are_refused():
    with pytest.raises(ValueError, match=r"place=1/2 is no critical point of .*; minima: -1, 1"):
        critical_point_at(DOUBLE_WELL, sp.Rational(1, 2))
    with pytest.raises(
        ValueError, match=r"start=\(0, 0\) is not a minimum but maximum; minima: \(0, -1\), \(0, 1\)"
    ):
        minimum_at(TWO_GATES, (0, 0), "start")


@pytest.mark.parametrize("place", [1.0, (0.5,), w])
def test_inexact_places_are_refused(place):
    with pytest.raises(TypeError, match="exact numbers only"):
        minimum_at(DOUBLE_WELL, place)


def test_the_number_of_coordinates_must_fit():
    with pytest.raises(ValueError, match="2 coordinates are needed, 1 were given"):
        minimum_near(TWO_GATES, 1)


def test_without_minima_none_is_near():
    with pytest.raises(ValueError, match="has no nondegenerate minimum"):
        minimum_near(Potential(-QUADRATIC.expr), 0)
