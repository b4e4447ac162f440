"""The laws in the plane against boundary-value problems, which know nothing of critical points."""

from fractions import Fraction

import pytest
import sympy as sp

from derivations.parse import parse
from numerics.plane.escape import mean_escape_time_to_ball
from numerics.terrain.kramers import kramers_answer
from tests.numerics.terrain.test_kramers import NETWORK

BENT_QUARTIC = parse("x**6/6-x**4/4+(y-x**2)**2/2")


def excess(potential, inverse, start, target):
    """E τ/law − 1."""
    eps0, ends = sp.Rational(1, inverse), [tuple(map(sp.Rational, place)) for place in (start, target)]
    answer = kramers_answer(potential, sp.S.One, eps0, *ends)
    truth = mean_escape_time_to_ball(potential, sp.S.One, eps0, *ends, sp.Rational(1, 5), accuracy=1e-3)
    return (truth / answer.time).middle - 1


@pytest.mark.parametrize(
    ("potential", "start", "target", "inverses", "power"),
    [
        (NETWORK, ("-0.65", "-1.64"), ("0.65", "1.64"), (15, 30), 1),
        (BENT_QUARTIC, ("-1", "1"), ("1", "1"), (100, 400), Fraction(1, 2)),
    ],
)
def test_the_excess_vanishes_with_the_noise(potential, start, target, inverses, power):
    """Like ε at a quadratic gate, like √ε at a quartic one: in both cases to about a half."""
    warm, cold = (float(excess(potential, n, start, target)) for n in inverses)
    assert 0 < warm < 0.4
    assert cold / warm == pytest.approx(0.5, abs=0.08)
    assert (Fraction(*inverses)) ** power == pytest.approx(0.5)
