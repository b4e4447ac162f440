from dataclasses import replace
from fractions import Fraction

import pytest
import sympy as sp

from derivations.coupled_chain import chain_eyring_kramers, coupled_chain
from derivations.symbols import eta
from numerics.paths.model import Model
from numerics.paths.targets import Target
from numerics.plane.escape import mean_escape_time_to_ball
from numerics.splitting.chain_times import Ring, beyond_leading_order, predicted_time
from numerics.splitting.coordinate import coordinate_towards
from numerics.splitting.estimate import Estimate
from numerics.splitting.splitting import Splitting

PLANE = Ring(2, Fraction(1), Fraction(20))
FOUR = Ring(4, Fraction(3), Fraction(20), Fraction(1, 20))


@pytest.mark.parametrize("inverse", [20, 40])
def test_two_sites_by_finite_volumes(inverse):
    """A second method, in the plane: it errs by a tenth of what the second order adds, at most."""
    ring = replace(PLANE, eta=Fraction(inverse))
    found, exact = (
        predicted_time(ring),
        mean_escape_time_to_ball(coupled_chain(2, 1), 1, 1 / ring.eta, (-1, -1), (1, 1), "1/2"),
    )
    assert abs(found.middle - exact.middle) < found.radius / 10


def test_what_is_beyond_the_formula_is_of_the_first_order():
    parts = [beyond_leading_order(Ring(16, Fraction(26), Fraction(n))).middle - 1 for n in (25, 50)]
    assert 0 < parts[1] < parts[0] < 0.06
    assert float(parts[0] / parts[1]) == pytest.approx(2, rel=0.1)


def test_the_formula_with_the_modes_is_that_with_the_determinants():
    ring = Ring(8, Fraction(7), Fraction(25, 2), Fraction(1, 100))
    formula = chain_eyring_kramers(8, sp.Integer(7)).subs(eta, sp.Rational(25, 2))
    assert float(predicted_time(ring).middle / beyond_leading_order(ring).middle) == pytest.approx(
        float(formula.evalf()), rel=1e-12
    )


def test_the_effect_of_a_long_step_by_splitting():
    """The fastest mode's μ dt is 0.4: with the effect turned round it would be six standard errors off."""
    model = Model(coupled_chain(4, sp.Integer(3)), sp.Integer(1), 1 / FOUR.eta, FOUR.dt)
    target = Target(model, (-1,) * 4, (1,) * 4, 1)
    seen = Estimate(Splitting(target, coordinate_towards(target), 100, 2018).block(0, 1024))
    expected, without = (float(predicted_time(ring).middle) for ring in (FOUR, replace(FOUR, dt=Fraction(0))))
    assert abs(seen.time / expected - 1) < 3 * seen.relative_error
    assert without / expected > 1 + 3 * seen.relative_error


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"coupling": Fraction(1, 2)}, "coupling=1/2: above 1/2, else 0 is no gate"),
        ({"dt": Fraction(1, 2)}, "dt=1/2: below 1/2, else the fastest mode overshoots"),
    ],
)
def test_bad_input_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        replace(PLANE, **change)
