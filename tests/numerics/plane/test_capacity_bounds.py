from fractions import Fraction

import flint
import numpy as np
import pytest
import sympy as sp
from scipy.integrate import quad

from derivations.potential import Potential
from derivations.symbols import x, y
from derivations.zoo import SHEARED_DOUBLE_WELL, TWO_GATES
from ledger.bound import Grade
from numerics.bounds import enclosed
from numerics.plane import capacity_bounds
from numerics.plane.capacity_bounds import capacity_between_lines, strip
from numerics.quadrature import integral

GATES = Potential(TWO_GATES.expr, (y, x), name="two gates")
NOISE = Fraction(7, 16) / 6
UPRIGHT = Potential((x**2 - 1) ** 2 / 4 + y**2 / 2, (x, y), name="upright double well")


def overlap(one, other):
    return one.low <= other.high and other.low <= one.high


def test_between_walls_a_straight_valley_is_two_integrals():
    """cap = ε ∫e^{−y²/2ε} dy / ∫e^{U/ε} dx."""
    domain = strip(UPRIGHT, "1/8", (-1, 1), (-1, 1), (False, False))
    found = capacity_between_lines(domain, (8, 8))
    across = enclosed(integral(sp.exp(-4 * y**2), y, -1, 1))
    along = enclosed(integral(sp.exp(2 * (x**2 - 1) ** 2), x, -1, 1))
    assert overlap(found, across / along * enclosed_ratio(1, 8))
    assert found.grade is Grade.ENCLOSED
    assert found.radius < found.middle / 10**4


def enclosed_ratio(p, q):
    from ledger.bound import exact

    return exact(Fraction(p, q))


def test_a_quarter_is_the_whole_over_two_gates():
    """Halves side by side and in a row: the capacity of one part is that of all."""
    quarter = capacity_between_lines(strip(GATES, NOISE, (-1, 0), (0, "17/10"), (False, True)), (8, 20))
    whole = capacity_between_lines(strip(GATES, NOISE, (-1, 1), ("-17/10", "17/10")), (16, 40))
    assert overlap(quarter, whole)
    assert quarter.radius < quarter.middle / 10**5


def test_more_patches_come_closer():
    domain = strip(SHEARED_DOUBLE_WELL, "1/10", (-1, 1), (-3, 3))
    rough, fine = (capacity_between_lines(domain, counts) for counts in ((8, 20), (12, 30)))
    assert overlap(rough, fine)
    assert fine.radius < rough.radius


def test_the_bound_does_not_trust_the_linear_algebra(monkeypatch):
    """With a bad trial function the bounds are far apart, and both still hold."""
    domain = strip(UPRIGHT, "1/8", (-1, 1), (-1, 1), (False, False))
    good = capacity_between_lines(domain, (8, 8))

    def straight(patches, weight, fixed):
        first, second = patches.shape
        if np.isnan(fixed[1:-1, 0]).all():
            return np.add.outer(np.linspace(1, 0, first), np.zeros(second))
        return np.add.outer(np.zeros(first), np.linspace(0, 1, second))

    monkeypatch.setattr(capacity_bounds, "least_energy", straight)
    bad = capacity_between_lines(domain, (8, 8))
    assert bad.low < good.low
    assert bad.high > good.high
    assert bad.radius > 100 * good.radius


def test_too_few_patches_are_refused():
    with pytest.raises(ValueError, match=r"counts=\(2, 2\): too few patches for a bound"):
        capacity_between_lines(strip(GATES, "1/40", (-1, 0), (0, "17/10"), (False, True)), (2, 2))


def test_an_open_side_where_the_potential_falls_is_refused():
    domain = strip(GATES, NOISE, (-1, 0), (0, "1/4"), (False, True))
    with pytest.raises(ValueError, match="V has to rise beyond the open side 1/4"):
        capacity_between_lines(domain, (4, 4))


def test_a_potential_that_is_no_polynomial_is_refused():
    with pytest.raises(ValueError, match="a polynomial in two coordinates is wanted"):
        strip(Potential(sp.cosh(x) + y**2, (x, y)), "1/8", (-1, 1), (-1, 1))


def test_ends_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match=r"ends=\(1, -1\): the first is less than the second"):
        strip(UPRIGHT, "1/8", (1, -1), (-1, 1))


def test_no_noise_is_refused():
    with pytest.raises(ValueError, match="eps=0: a positive number is wanted"):
        strip(UPRIGHT, 0, (-1, 1), (-1, 1))


def test_the_energy_beyond_an_open_side_is_bounded():
    """More than what it is where h falls evenly, by 1 over the length 2, and the same wherever x begins."""
    straight, found = Potential(y + y**2 / 100, (x, y)), []
    values = np.linspace(1, 0, 4 * capacity_bounds.DEGREE + 1)
    for origin in (0, 50):
        domain = strip(straight, 1, (origin - 1, origin + 1), (0, 1), (False, True))
        with flint.ctx.workprec(capacity_bounds.BITS):
            found.append(float(capacity_bounds._energy_beyond(domain, (4, 1), values, 1).upper()))
    top = capacity_bounds._pass(domain)
    assert found[0] > quad(lambda t: np.exp(top - 1.01 - 1.02 * t - t**2 / 100), 0, 50)[0] / 2
    assert found[1] == pytest.approx(found[0])
