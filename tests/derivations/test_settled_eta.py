"""Once η(t) stays near η∞."""

import sympy as sp

from derivations.gronwall import Y, a
from derivations.settled_eta import etas_allowed, rate_of_integrated, slack
from derivations.symbols import s


def test_half_leaves_a_half_to_three_halves():
    assert etas_allowed(sp.S.Half) == sp.Interval(sp.S.Half, sp.Rational(3, 2))


def test_larger_constant_costs_the_coefficient():
    first, second = slack(sp.Integer(1))
    assert first == sp.S.Half
    assert second == -sp.S.Half


def test_rate_vanishes_for_the_solution_of_equality():
    rate, start = rate_of_integrated()
    solution = 1 + 3 * sp.exp(-a * s)
    assert sp.simplify(rate.subs(Y(s), solution).doit()) == 0
    assert start == 0
