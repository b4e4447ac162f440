from fractions import Fraction

import pytest

from ledger.bound import exact
from numerics.growth_rate import growth, growth_per_sample, logarithm


@pytest.mark.parametrize("value", [1, 2, Fraction(1, 10**400), 10**400])
def test_logarithms_are_enclosed(value):
    found = logarithm(exact(value))
    digits = {
        1: 0.0,
        2: 0.6931471805599453,
        Fraction(1, 10**400): -921.0340371976183,
        10**400: 921.0340371976183,
    }
    assert float(found.middle) == pytest.approx(digits[value], abs=1e-12)
    assert found.radius < Fraction(1, 10**30)


def test_the_logarithm_is_wide_where_the_number_is():
    wide = logarithm(exact(1) / exact(1) + (exact(1) - exact(1)))
    assert wide.low <= 0 <= wide.high


def test_the_batch_enters_through_the_temperature_alone():
    # γ = 1/4, β = 3: η = 2M/(γβ) = 8M/3, so a sample is 8/3 of a unit of η
    per_sample, per_unit = growth_per_sample(), growth()
    assert float((per_sample / per_unit).middle) == pytest.approx(8 / 3, rel=1e-12)
