from fractions import Fraction

import pytest
import sympy as sp

from derivations.kramers import eyring_kramers
from derivations.symbols import eta, w
from derivations.zoo import DOUBLE_WELL
from numerics.transition_law import LOPSIDED
from numerics.varying_noise import (
    EPS0,
    escape_times_with_noise,
    law_values,
    law_with_noise,
    printed_law_with_noise,
)


@pytest.mark.parametrize("law", [law_with_noise, printed_law_with_noise])
def test_constant_noise_gives_the_formula(law):
    noisy = law(LOPSIDED, sp.Integer(3), -1, 0).subs(EPS0, 1 / (3 * eta))
    assert sp.simplify(noisy / eyring_kramers(LOPSIDED, -1, sp.Rational(3, 2))) == 1


def test_the_climb_collects_the_noise():
    law = law_with_noise(DOUBLE_WELL, (1 + w**2) / 2, -1, 0)
    assert sp.simplify(law - sp.pi * sp.exp((2 * sp.log(2) - 1) / EPS0)) == 0


def test_scaling_the_noise_is_scaling_its_strength():
    once, twice = (law_with_noise(DOUBLE_WELL, k * sp.exp(w), 1, 0) for k in (1, 2))
    assert sp.simplify(once.subs(EPS0, 2 * EPS0) / twice) == 1


def test_values_and_times_stand_at_the_strengths():
    strengths = (Fraction(1, 5), Fraction(1, 7))
    assert [x for x, _ in law_values(EPS0, strengths)] == [Fraction(1, 5), Fraction(1, 7)]
    assert [x for x, _ in escape_times_with_noise(DOUBLE_WELL, sp.Integer(1), -1, 1, strengths)] == list(
        strengths
    )
