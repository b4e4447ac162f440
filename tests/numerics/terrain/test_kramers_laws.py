import flint
import pytest
import sympy as sp

from derivations.flat_direction import FlatDirection
from derivations.parse import parse
from derivations.zoo import SHEARED_DOUBLE_WELL
from numerics.quadrature import integral
from numerics.terrain.basins import basins
from numerics.terrain.kramers_laws import bells, chain_time, flat_bell, one_well_time, weights
from numerics.terrain.spot import spot_of


def test_flat_bells_are_integrals():
    z = sp.Symbol("z", real=True)
    with flint.ctx.workprec(128):
        found = flat_bell(flint.arb(1) / 50, FlatDirection(4, sp.Rational(-3, 7), 0))
        assert abs(found - integral(sp.exp(-50 * sp.Rational(3, 7) * z**4), z, -4, 4)) < 1e-30


def test_two_wells_have_the_same_time_both_ways_of_counting():
    graph = basins(SHEARED_DOUBLE_WELL, [[-1, -1], [1, 1]])
    found = weights(SHEARED_DOUBLE_WELL, sp.S.One, flint.arb(1) / 40, graph, 0)
    assert chain_time(found, graph, 0, 1).overlaps(one_well_time(found, 0, [0]))


def test_what_is_flat_in_two_directions_has_no_bell():
    loss = parse("x**4 + y**4")
    with pytest.raises(ValueError, match="degenerate in a way for which no law is known"):
        bells(loss, flint.arb(1), spot_of(loss, loss.critical_points[0]))


def test_twice_the_noise_at_half_the_strength_is_the_same_process():
    loss = parse("(x**2-1)**2/4+x/10+(y-x)**2/2")  # one well is deeper
    graph = basins(loss, [[-1, -1], [1, 1]])
    one, other = (weights(loss, sp.Integer(noise), flint.arb(1) / (40 * noise), graph, 0) for noise in (1, 2))
    assert all(a.overlaps(b) for a, b in zip(one.masses, other.masses, strict=True))
    assert not one.masses[0].overlaps(one.masses[1])
    assert chain_time(one, graph, 0, 1).overlaps(chain_time(other, graph, 0, 1))
