"""The spectral gap between two proved bounds."""

from fractions import Fraction

import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL, QUADRATIC, SHEARED_DOUBLE_WELL
from ledger.bound import Grade
from numerics.line.enclosed_gap import enclosed_gap
from numerics.line.escape import mean_escape_time
from numerics.line.spectrum import spectral_gap

# Independently, with a Hermite basis and mpmath: all digits hold.
KNOWN = {10: "0.0335452873080006109", 20: "0.00277614063657272552", 50: "0.00000162321508872385379"}


@pytest.mark.parametrize("eta", KNOWN)
def test_gap_of_the_double_well_is_enclosed(eta):
    bound, value = enclosed_gap(DOUBLE_WELL, eta, 12), Fraction(KNOWN[eta])
    assert bound.grade is Grade.ENCLOSED
    assert bound.low <= value <= bound.high
    assert bound.radius < bound.middle / 10**12


@pytest.mark.parametrize("eta", [10, 20, 50])
def test_it_lies_within_the_two_resolutions_of_the_other_method(eta):
    proved, seen = enclosed_gap(DOUBLE_WELL, eta, 15), spectral_gap(DOUBLE_WELL, eta)
    assert seen.low <= proved.low <= proved.high <= seen.high


def test_gap_of_a_quadratic_is_its_stiffness():
    bound = enclosed_gap(Potential(3 * w**2 / 2), 7, 20)
    assert bound.low <= 3 <= bound.high
    assert bound.radius < Fraction(1, 10**19)


@pytest.mark.parametrize(
    ("loss", "eta"),
    [(w**4 / 4 - w**2 / 2 + w / 10, 50), (sp.cosh(w) + 2 * sp.cos(2 * w), 10), (w**6 - w**2, 3)],
)
def test_other_losses_agree_with_the_other_method(loss, eta):
    proved, seen = enclosed_gap(Potential(loss), eta, 6), spectral_gap(Potential(loss), eta)
    assert proved.low <= seen.middle <= proved.high


def test_more_digits_are_nested_in_fewer():
    rough, sharp = (enclosed_gap(DOUBLE_WELL, 20, digits) for digits in (5, 40))
    assert rough.low < sharp.low < sharp.high < rough.high
    assert sharp.radius < sharp.middle / 10**40


def test_cold_gap_is_twice_the_enclosed_escape_rate():
    # Both are proved; what is left out is of the size of the gap itself, 10⁻²².
    product = enclosed_gap(DOUBLE_WELL, 200, 18) * mean_escape_time(DOUBLE_WELL, 200, -1, 1, 20)
    assert abs(product.middle - 2) < Fraction(1, 10**17)


@pytest.mark.parametrize(
    ("loss", "eta", "digits", "message"),
    [
        (SHEARED_DOUBLE_WELL, 1, 10, "one coordinate is wanted, not 2"),
        (QUADRATIC, 0, 10, "eta=0: a positive number is wanted"),
        (QUADRATIC, 1, 0, "digits=0: 1 to 200 are allowed"),
        (Potential(sp.log(1 + w**2)), 8, 5, "confined and have a gap"),
    ],
)
def test_what_cannot_be_enclosed_is_refused(loss, eta, digits, message):
    with pytest.raises(ValueError, match=message):
        enclosed_gap(loss, eta, digits)
