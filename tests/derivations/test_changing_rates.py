import sympy as sp

from derivations.changing_rates import BATCHES, RATES, SLOPE, sde_moments_after, sgd_moments_after
from derivations.symbols import sigma


def test_three_equal_steps():
    same = {rate: sp.Rational(1, 10) for rate in RATES} | dict.fromkeys(BATCHES, 4)
    moments = {name: value.subs(same) for name, value in sgd_moments_after().items()}
    assert moments == {"mean": -SLOPE * sp.Rational(3, 10), "variance": 3 * sigma**2 / 400}


def test_standing_still_takes_no_noise():
    assert sde_moments_after((0, 0, 0), RATES, BATCHES) == {"mean": 0, "variance": 0}
