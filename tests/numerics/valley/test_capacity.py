import pytest
import sympy as sp

from derivations.symbols import x
from ledger.bound import Grade
from numerics.bounds import closed_form, enclosed
from numerics.plane.capacity_bounds import capacity_between_lines, strip
from numerics.quadrature import integral
from numerics.valley import capacity
from numerics.valley.capacity import (
    capacity_along_valley,
    equilibrium_escape_time,
    symmetric_escape_time,
)

TABLE = {
    10: 1.073030696827e5,
    20: 2.242557894656e9,
    30: 4.869644409278e13,
    60: 5.136107531192e26,
    200: 3.221916473280e87,
}
"""E_ν τ in the curved valley by barrier/ε, from an independent trial of the capacity form."""


@pytest.mark.parametrize("height", TABLE)
def test_times_over_high_barriers_are_the_known_ones(curved, height):
    found = equilibrium_escape_time(curved, sp.Rational(1, 4 * height), -1, 1, accuracy=1e-10)
    assert float(found.middle) == pytest.approx(TABLE[height], rel=2e-12)
    assert found.grade is Grade.NUMERICAL


@pytest.mark.parametrize("height", [10, 60])
def test_the_symmetric_time_is_the_equilibrium_time(curved, height):
    found = symmetric_escape_time(curved, sp.Rational(1, 4 * height), -1, 1)
    assert float(found.middle) == pytest.approx(TABLE[height], rel=1e-9)
    assert found.grade is Grade.ENCLOSED


@pytest.mark.parametrize("eta", [10, 80, 800])
def test_the_capacity_of_a_straight_valley_is_that_of_one_dimension(upright, eta):
    """cap = ε √(2πε) / ∫_a^b e^{U/ε}, times nothing else."""
    found = capacity_along_valley(upright, sp.Rational(1, eta), -1, sp.Rational(1, 3))
    line = enclosed(integral(sp.exp(eta * (x**2 - 1) ** 2 / 4), x, -1, "1/3"))
    exact = closed_form(sp.sqrt(2 * sp.pi / eta) / eta) / line
    assert found.low <= exact.high
    assert exact.low <= found.high
    assert found.radius < found.middle / 10**9


@pytest.mark.parametrize("name", ["sheared", "widening"])
def test_patches_enclose_the_same_capacity(name, request):
    """Two proofs about one number: Hermite functions on the plane, polynomials on a rectangle."""
    potential = request.getfixturevalue(name)
    one = capacity_along_valley(potential, "1/10", -1, 1)
    domain = strip(potential, "1/10", (-1, 1), (-4, 4))
    other = capacity_between_lines(domain, (12, 36))
    assert one.low <= other.high
    assert other.low <= one.high
    assert other.radius < other.middle / 1000


def test_the_bounds_of_the_inventory_hold(sheared):
    """E τ over the formula at ε = 1/20, 1/40, 1/80, from other code: grids and quadrature in doubles."""
    for eta, low, high in ((20, 1.1491, 1.1495), (40, 1.0617, 1.0622), (80, 1.0279, 1.0288)):
        formula = 2 * sp.pi / ((sp.sqrt(5) - 1) / 2) / sp.sqrt(2) * sp.exp(sp.Rational(eta, 4))
        found = symmetric_escape_time(sheared, sp.Rational(1, eta), -1, 1)
        assert low < float(found.middle) / float(formula) < high


def test_a_valley_without_symmetry_is_refused(widening):
    with pytest.raises(ValueError, match="no symmetry of the valley exchanges x = -1 and x = 1"):
        symmetric_escape_time(widening, "1/10", -1, 1)


def test_lines_in_the_wrong_order_are_refused(curved):
    with pytest.raises(ValueError, match="left=1, right=-1: the left line is left of the right one"):
        capacity_along_valley(curved, "1/10", 1, -1)


def test_a_negative_noise_is_refused(curved):
    with pytest.raises(ValueError, match="eps=-1: a positive number is wanted"):
        capacity_along_valley(curved, -1, -1, 1)


def test_bounds_out_of_reach_are_refused(curved, monkeypatch):
    monkeypatch.setattr(capacity, "RESOLUTIONS", capacity.RESOLUTIONS[:2])
    with pytest.raises(ValueError, match="accuracy=1e-30: not reached, the bounds of the capacity are"):
        capacity_along_valley(curved, "1/80", -1, 1, accuracy=1e-30)
