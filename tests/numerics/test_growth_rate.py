import pytest

from numerics.growth_rate import growth, growth_per_sample


def test_the_batch_enters_through_the_temperature_alone():
    # γ = 1/4, β = 3: η = 2M/(γβ) = 8M/3, so a sample is 8/3 of a unit of η
    per_sample, per_unit = growth_per_sample(), growth()
    assert float((per_sample / per_unit).middle) == pytest.approx(8 / 3, rel=1e-12)
