"""Stationary densities when the noise depends on the place."""

import pytest
import sympy as sp

from derivations.fokker_planck import printed_equation
from derivations.potential import Potential
from derivations.state_dependent_gibbs import rotation, score_of_varying_noise
from derivations.symbols import M, gamma, w, x, y
from derivations.zoo import QUADRATIC, TWO_GATES


def test_student_law_is_stationary_for_quadratic_noise():
    noise = 2 * M * (1 + w**2) / gamma
    density = (1 + w**2) ** -sp.Rational(3, 2)
    assert sp.simplify(printed_equation(QUADRATIC.expr, noise, density, (w,))) == 0
    (slope,) = score_of_varying_noise(QUADRATIC, noise)
    assert sp.simplify(slope - sp.diff(sp.log(density), w)) == 0


def test_noise_along_the_loss_does_not_rotate():
    assert sp.simplify(rotation(score_of_varying_noise(TWO_GATES, 1 + TWO_GATES.expr))) == 0


def test_noise_across_a_round_bowl_rotates():
    bowl = Potential((x**2 + y**2) / 2, (x, y))
    noise = 2 * M * (1 + x**2 / 2) / gamma
    assert sp.simplify(rotation(score_of_varying_noise(bowl, noise)) - 4 * x * y / (x**2 + 2) ** 2) == 0


def test_field_on_the_line_does_not_rotate():
    with pytest.raises(ValueError, match=r"field has shape \(1, 1\), not \(2, 1\)"):
        rotation(sp.Matrix([w]))
