import math

import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.symbols import x, y
from derivations.zoo import QUADRATIC, THREE_MINIMA
from numerics.illustrations import TENTH, disc_mass, speed
from numerics.neighbourhoods import ball_probability


def test_speed_is_the_difference_quotient():
    before, after = (ball_probability(THREE_MINIMA, eta, 1, TENTH) for eta in ("99/10", "101/10"))
    quotient = (after - before).middle * 5
    assert float(speed(THREE_MINIMA, 10, sp.Integer(1), TENTH).middle) == pytest.approx(
        float(quotient), rel=1e-4
    )


def test_mass_of_a_round_bell_is_known():
    bell = Potential((x**2 + y**2) / 2, (x, y))
    mass = disc_mass(bell, 50.0, (0.0, 0.0), 0.3, 20)
    assert float(mass.middle) == pytest.approx(2 * math.pi / 50 * -math.expm1(-25 * 0.09), rel=1e-12)


def test_disc_needs_two_coordinates():
    with pytest.raises(ValueError, match="two coordinates are wanted, not 1"):
        disc_mass(QUADRATIC, 1.0, (0.0, 0.0), 1.0, 5)
