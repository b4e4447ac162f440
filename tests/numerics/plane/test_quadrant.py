import mpmath
import pytest

from derivations.potential import Potential
from derivations.symbols import x, y
from derivations.zoo import TWO_GATES
from ledger.bound import Grade
from numerics.plane.quadrant import quadrant_mass


def test_a_gaussian_quadrant_is_known():
    found = quadrant_mass(Potential(x**2 / 2 + y**2, (x, y)), "1/4", 4, (10, 10))
    assert found.grade is Grade.ENCLOSED
    truth = float(mpmath.pi / 16 * mpmath.sqrt(2))
    assert float(found.low) <= truth * (1 + 1e-15)
    assert float(found.high) >= truth * (1 - 1e-15)
    assert found.radius < found.middle / 10**6


def test_the_mass_around_two_gates_is_a_bessel_integral():
    """With ρ = x² + y² the angle integrates to I_0: a quarter of π ∫ e^{−(ρ−1)²/ε − ρ/4ε} I_0(ρ/4ε) dρ."""
    noise = mpmath.mpf(1) / 14
    whole = mpmath.pi * mpmath.quad(
        lambda r: mpmath.exp(-((r - 1) ** 2) / noise - r / (4 * noise)) * mpmath.besseli(0, r / (4 * noise)),
        [0, 0.5, 1, 2, 5],
    )
    found = quadrant_mass(TWO_GATES, "1/14", "17/10", (16, 16))
    assert float(found.middle) == pytest.approx(float(whole / 4), rel=1e-9)
    assert found.radius < found.middle / 10**8


def test_a_corner_that_is_too_near_is_refused():
    with pytest.raises(ValueError, match="corner: V is not seen to rise beyond"):
        quadrant_mass(TWO_GATES, "1/14", "1/2", (4, 4))


def test_what_lies_beyond_a_near_corner_is_covered():
    found = quadrant_mass(Potential(x**2 / 2 + y**2, (x, y)), 4, 5, (6, 6))
    truth = float(mpmath.pi * mpmath.sqrt(2))
    assert found.low < truth < found.high
    assert found.radius > found.middle / 10**3
