"""Algebraic decay while the temperature settles."""

import sympy as sp

from numerics.settling_rate import rate, weighted_limit


def test_distance_tends_to_zero_slower_than_any_exponential():
    assert weighted_limit(sp.S.Zero) == 0
    assert weighted_limit(-rate) == 0
    assert weighted_limit(rate) == sp.oo
