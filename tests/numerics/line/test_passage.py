import flint
import pytest
import sympy as sp

from numerics.line.passage import Passage

w = sp.Symbol("w", real=True)
ONE = sp.Integer(1)


def passage(start, target, wall=None, force=w**3 - w, noise=ONE):
    numbers = [None if p is None else sp.sympify(p) for p in (start, target, wall)]
    return Passage(force, noise, w, sp.Rational(1, 20), *numbers)


@pytest.mark.parametrize(
    ("points", "in_order"),
    [
        ((-1, 1), True),
        ((1, -1), False),
        ((0, 0), False),
        ((0, 1, -1), True),
        ((0, 1, 0), True),
        ((0, 1, 2), False),
    ],
)
def test_the_order_of_the_points_is_seen(points, in_order):
    assert passage(*points).in_order is in_order


def test_the_mirror_turns_force_noise_and_points():
    turned = passage(1, -2, 3, w**3 - w + 1, sp.exp(w)).turned
    assert turned.in_order
    assert sp.expand(turned.force - (w**3 - w - 1)) == 0
    assert turned.noise == sp.exp(-w)
    assert (turned.start, turned.target, turned.wall) == (-1, 2, -3)
    assert turned.turned == passage(1, -2, 3, w**3 - w + 1, sp.exp(w))


def test_the_cut_is_behind_the_start_and_its_mass_is_enclosed():
    with flint.ctx.workprec(100):
        sweep = passage(-1, 1).sweep(60)
        assert sweep.reach < -1
        # ∫_{−∞}^r η e^{−η(L(z) − L(r))} dz, by Arb's integrator, from −4 on
        reach, eta = sweep.reach, 20
        top = (reach**2 - 1) ** 2 / 4

        def density(z, _):
            return eta * (eta * (top - (z**2 - 1) ** 2 / 4)).exp()

        mass = flint.acb.integral(density, -4, reach).real
        assert sweep.below.contains(mass)
        assert sweep.below.upper() < 10 * mass


def test_a_wall_cuts_without_a_tail():
    sweep = passage(-1, 1, -2).sweep(60)
    assert sweep.reach == -2
    assert sweep.below == 0


def test_a_constant_force_is_a_power_series_too():
    sweep = passage(0, 1, -1, force=sp.Integer(2)).sweep(60)
    assert sweep.slope.series(flint.arb_series([0, 1]))[0].contains(40)


def test_running_away_is_refused():
    with pytest.raises(ValueError, match="no proof that the process does not run away behind start=-1"):
        passage(-1, 1, force=ONE).sweep(60)
