import sympy as sp

from derivations.restarted_kernel import D, second_moment, variance_between
from derivations.symbols import lamda, t, z


def test_second_moment_solves_its_equation():
    moment = second_moment(t)
    assert sp.simplify(sp.diff(moment, t) + 2 * lamda * moment - 2 * D * (1 + t)) == 0
    assert moment.subs(t, 0) == z**2


def test_variances_of_two_stretches_make_that_of_both():
    whole = variance_between(sp.S.Zero, 2 * t)
    parts = sp.exp(-2 * lamda * t) * variance_between(sp.S.Zero, t) + variance_between(t, 2 * t)
    assert sp.simplify(whole - parts) == 0
