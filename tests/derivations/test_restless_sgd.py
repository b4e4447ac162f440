import sympy as sp

from derivations.restless_sgd import change_of_slope, contraction, mean_square_of_a_step
from derivations.sgd_moments import VARIANCE
from derivations.symbols import M, gamma, lamda


def test_at_unit_rate_every_iterate_is_fresh_noise():
    # γλ = 1: w_{k+1} = noise alone, so the difference of two has twice the variance γ²s²/M.
    value = mean_square_of_a_step().subs(lamda, 1 / gamma)
    assert sp.simplify(value - 2 * gamma**2 * VARIANCE / M) == 0


def test_contraction_at_unit_rate_is_complete():
    assert sp.simplify(contraction().subs(lamda, 1 / gamma)) == 0


def test_slope_is_proportional_to_the_batch():
    assert change_of_slope({M: 3 * M}) == 3
