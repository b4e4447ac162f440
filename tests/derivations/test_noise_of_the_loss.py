"""The escape law when the noise is a function of the loss."""

import pytest
import sympy as sp

from derivations.noise_of_the_loss import (
    LOW,
    TOP,
    climbed,
    curvatures_of_the_climb,
    escape_law,
    reversible_generator,
)
from derivations.potential import Potential
from derivations.state_dependent_gibbs import follower
from derivations.symbols import M, beta, gamma, inverse_temperature, w

CONSTANT = sp.Lambda(sp.Symbol("level"), beta)
AFFINE = sp.Lambda(sp.Symbol("level"), 1 + 4 * sp.Symbol("level"))


def test_constant_noise_gives_the_arrhenius_exponent():
    climb = climbed(TOP, LOW).replace(follower, CONSTANT).doit()
    assert sp.simplify(climb - inverse_temperature() * (TOP - LOW)) == 0


def test_affine_noise_gives_a_logarithm():
    climb = climbed(sp.Rational(1, 4)).replace(follower, AFFINE).doit()
    assert sp.simplify(climb - 2 * M / gamma * sp.log(2) / 4) == 0


def test_curvature_is_divided_by_the_noise():
    (found,) = curvatures_of_the_climb(LOW, (sp.Integer(3),))
    assert sp.simplify(found - 6 * M / (gamma * follower(LOW))) == 0


def test_constant_noise_gives_the_formula_of_eyring_and_kramers():
    law = escape_law((sp.Integer(2), sp.Integer(5)), sp.Integer(3), (sp.Integer(7),))
    bare = (law * sp.exp(-climbed(TOP, LOW))).replace(follower, CONSTANT)
    assert sp.simplify(bare - 2 * sp.pi / 3 * sp.sqrt(sp.Rational(21, 10))) == 0


def test_generator_of_the_quadratic_acts_on_the_square():
    found = reversible_generator(Potential(w**2 / 2), w**2).doit(integrals=False).replace(follower, CONSTANT)
    assert sp.simplify(found - gamma * beta / M + 2 * w**2) == 0


def test_curvatures_have_to_fit():
    with pytest.raises(ValueError, match="well has 2 curvatures and across 0: across must have one less"):
        escape_law((sp.Integer(1), sp.Integer(1)), sp.Integer(1), ())
