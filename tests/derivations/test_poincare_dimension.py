"""The Gaussian in several dimensions."""

import pytest

from derivations.poincare_dimension import least_quotient, normal_mean_in
from derivations.square_loss import named


def test_moments_of_products_factor():
    a, b = named("x", 2)
    assert normal_mean_in(a**2 * b**4 + a * b, (a, b)) == 3


def test_constant_of_the_plane_is_one():
    assert least_quotient(2) == 1


def test_no_dimension_is_refused():
    with pytest.raises(ValueError, match="d=0: a dimension of at least 1 is wanted"):
        least_quotient(0)
