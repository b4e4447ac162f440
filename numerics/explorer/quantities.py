"""What is tabulated: the logarithms of the numbers that the page shows, at one temperature.

## Main definitions
* `quantities`: name -> ln of the quantity; the names are those of `names`.

## Notation
`time` E τ; `formula` Theorem 2.2 as printed, one gate; `law` the leading term by the law that is right;
`relaxation` 1/gap; `normaliser` ∫ e^{−ηL}; `mass-k` of the k-th basin from the left; `laplace-k` its value by
Laplace's method. Times are in t = Σ γ_k.
"""

from fractions import Fraction
from math import log

import flint
import sympy as sp

from ledger.bound import Bound
from numerics.answers.ball_law import law_of_basin
from numerics.explorer.way import Way
from numerics.line.escape import mean_escape_time
from numerics.line.spectrum import spectral_gap
from numerics.line.wells import line_wells

DIGITS = 12


def names(way: Way) -> tuple[str, ...]:
    """The names of all that is tabulated for this landscape."""
    single = ["time", "formula", "law", "relaxation", "normaliser"]
    kept = [name for name in single if name != "formula" or way.plain_time(way.case(Fraction(1))) is not None]
    masses = [f"mass-{k}" for k in range(len(way.minima))]
    smooth = [f"laplace-{k}" for k, spot in enumerate(way.minima) if not spot.degenerate]
    return (*kept, *masses, *smooth)


def quantities(way: Way, eta: Fraction) -> dict[str, float]:
    """The natural logarithms of all quantities at inverse temperature `eta`.

    ValueError is raised if one of them is not known there.
    """
    place = way.landscape
    time = mean_escape_time(way.potential, eta, place.start, place.target, DIGITS)
    gap = spectral_gap(way.potential, eta)
    return {"time": _log(time), "relaxation": -_log(gap), **_theory(way, eta), **_masses(way, eta)}


def _theory(way: Way, eta: Fraction) -> dict[str, float]:
    """The formula, if it is finite, and the law."""
    case = way.case(eta)
    plain = way.plain_time(case)
    found = {"law": _log_ball(way.law_time(case))}
    return found if plain is None else found | {"formula": _log_ball(plain)}


def _masses(way: Way, eta: Fraction) -> dict[str, float]:
    """The normaliser and the masses, exactly and by Laplace's method."""
    inverse = sp.Rational(eta.numerator, eta.denominator)
    found = line_wells(way.potential, sp.Integer(1), 1 / inverse, None, DIGITS)
    assert found.normaliser is not None  # on the line
    told = {"normaliser": _log(found.normaliser)}
    for number, (mass, minimum) in enumerate(zip(found.basins, found.minima, strict=True)):
        told[f"mass-{number}"] = _log(mass)
        if (law := law_of_basin(minimum, inverse, found.normaliser)) is not None:
            told[f"laplace-{number}"] = _log(law)
    return told


def _log(number: Bound) -> float:
    """The logarithm of the middle, of whatever size."""
    middle = number.middle
    shift = middle.numerator.bit_length() - middle.denominator.bit_length()
    return log(middle / Fraction(2) ** shift) + shift * log(2)


def _log_ball(number: flint.arb) -> float:
    return float(number.log().mid())
