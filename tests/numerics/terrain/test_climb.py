import flint
import pytest
import sympy as sp

from derivations.parse import parse
from derivations.symbols import w, x, y
from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL
from numerics.quadrature import ball
from numerics.terrain.climb import climb, is_reversible, noise_at
from numerics.terrain.spot import spot_of


def spots(potential):
    return [spot_of(potential, p) for p in potential.critical_points]


def test_when_a_noise_is_a_function_of_the_loss():
    loss = SHEARED_DOUBLE_WELL
    assert is_reversible(loss, sp.S.One)
    assert is_reversible(loss, 1 + sp.exp(-loss.expr))
    assert not is_reversible(loss, 1 + x**2)
    assert not is_reversible(loss, 1 + loss.expr + y**2)
    assert is_reversible(DOUBLE_WELL, 1 + w**2)


def test_constant_noise_divides_the_climb():
    low, high, _ = spots(DOUBLE_WELL)
    with flint.ctx.workprec(256):
        assert climb(DOUBLE_WELL, sp.Integer(3), low, high).overlaps(flint.arb(1) / 12)


def test_noise_on_the_line():
    """∫ from −1 to 0 of (w³ − w)·2/(1 + w²) dw = log(4) − 1 … by hand: ∫ 2w − 4w/(1 + w²)."""
    low, high, _ = spots(DOUBLE_WELL)
    with flint.ctx.workprec(256):
        expected = 2 * flint.arb(2).log() - 1
        found = climb(DOUBLE_WELL, (1 + w**2) / 2, low, high)
        assert found.overlaps(expected)
        assert found.rad() < 1e-60


def test_noise_of_the_loss_in_the_plane_needs_no_straight_way():
    """Ψ = log(1 + 4L)/4 whatever the way, also between points with irrational coordinates."""
    loss = parse("x**4/4 - x**2/2 + x/10 + (y-x)**2/2")
    points = spots(loss)
    with flint.ctx.workprec(256):
        for low in points:
            for high in points:
                values = [ball(sp.log(3 + 4 * p.exact.value) / 4) for p in (low, high)]
                assert climb(loss, 3 + 4 * loss.expr, low, high).overlaps(values[1] - values[0])


def test_noise_that_vanishes_at_a_spot_is_refused():
    with pytest.raises(ValueError, match="is not shown to be positive"):
        noise_at(DOUBLE_WELL, w**2, spots(DOUBLE_WELL)[1])
