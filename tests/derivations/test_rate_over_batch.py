import sympy as sp

from derivations.rate_over_batch import TWICE, generator_with, stationary_growth
from derivations.symbols import M, gamma, lamda


def test_growth_at_half_is_three_halves():
    assert stationary_growth().subs({gamma: sp.Rational(1, 2), lamda: 1}) == sp.Rational(3, 2)


def test_generator_sees_a_change_of_the_ratio():
    assert sp.expand(generator_with({M: 3 * M}) - generator_with(TWICE)) != 0


def test_generator_does_not_see_a_common_factor():
    assert sp.expand(generator_with({gamma: 5 * gamma, M: 5 * M}) - generator_with({})) == 0
