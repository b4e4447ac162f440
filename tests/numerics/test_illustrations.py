import pytest
import sympy as sp

from derivations.zoo import THREE_MINIMA
from numerics.illustrations import TENTH, speed
from numerics.line.neighbourhoods import ball_probability


def test_speed_is_the_difference_quotient():
    before, after = (ball_probability(THREE_MINIMA, eta, 1, TENTH) for eta in ("99/10", "101/10"))
    quotient = (after - before).middle * 5
    assert float(speed(THREE_MINIMA, 10, sp.Integer(1), TENTH).middle) == pytest.approx(
        float(quotient), rel=1e-4
    )
