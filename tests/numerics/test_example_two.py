import pytest

from derivations.symbols import beta, lamda
from derivations.zoo import THREE_MINIMA
from numerics.example_two import effect_of_the_ratio, peak_of_the_effect, radius
from numerics.line.neighbourhoods import ball_probability


def test_effect_is_the_difference_quotient_in_the_ratio():
    # β = 5, M/γ = 10 ± 1/10: η = 4 ± 1/25.
    before, after = (ball_probability(THREE_MINIMA, eta, 1, "1/10") for eta in ("99/25", "101/25"))
    quotient = float((after - before).middle) * 5
    assert float(effect_of_the_ratio(10)["β = 5"].middle) == pytest.approx(quotient, rel=1e-4)


def test_peak_moves_with_the_variance():
    assert peak_of_the_effect().subs({beta: 2, radius: 1, lamda: 1}) == 1
