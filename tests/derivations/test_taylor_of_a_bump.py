import pytest
import sympy as sp

from derivations.symbols import w
from derivations.taylor_of_a_bump import BUMP, CENTRE, taylor_sum


def test_taylor_sum_of_a_polynomial_is_the_polynomial():
    assert taylor_sum(w**3 - 2 * w, sp.Integer(2), sp.Integer(5), 3) == 115


def test_taylor_sum_of_the_exponential():
    assert taylor_sum(sp.exp(w), sp.S.Zero, sp.S.One, 3) == sp.Rational(8, 3)


def test_bump_and_its_derivatives_vanish_at_the_edge():
    inside = BUMP.args[0][0]
    assert all(sp.limit(sp.diff(inside, w, n), w, 1, "-") == 0 for n in range(3))
    assert BUMP.subs(w, CENTRE) == 0


def test_negative_degrees_are_refused():
    with pytest.raises(ValueError, match="terms=-1: a Taylor polynomial has a degree of 0 or more"):
        taylor_sum(w, sp.S.Zero, sp.S.One, -1)
