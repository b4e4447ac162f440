"""The integral over a small ball."""

import sympy as sp

from derivations.gaussian_ball import (
    curvatures,
    gaussian_factor,
    height,
    lifted_parabola,
    mass_per_length,
    normaliser,
)
from derivations.potential import Potential
from derivations.square_loss import named
from derivations.symbols import eta_infinity, lamda, w
from derivations.zoo import QUADRATIC


def test_factor_is_even():
    point = named("w", 2)
    factor = gaussian_factor(2)
    assert factor.subs({a: -a for a in point}, simultaneous=True) == factor


def test_factor_decays_with_the_curvature():
    assert gaussian_factor(1).diff(curvatures(1)[0]).subs(named("w", 1)[0], 1).is_negative


def test_normaliser_makes_a_probability():
    loss = lifted_parabola()
    assert (
        sp.simplify(normaliser(loss) * sp.integrate(sp.exp(-eta_infinity * loss.expr), (w, -sp.oo, sp.oo)))
        == 1
    )


def test_mass_per_length_is_the_normal_density_at_zero():
    assert mass_per_length(QUADRATIC).subs(eta_infinity, 1) == 1 / sp.sqrt(2 * sp.pi)


def test_mass_per_length_does_not_see_the_height():
    assert not mass_per_length(lifted_parabola()).has(height)


def test_mass_per_length_grows_with_the_curvature():
    stiff = Potential(2 * w**2)
    assert mass_per_length(stiff) / mass_per_length(lifted_parabola()).subs(lamda, 1) == 2
