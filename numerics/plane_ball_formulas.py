"""Theorem 2.5 and (2.7), printed and corrected, against masses of discs and basins in the plane.

The loss is the one of Example 3 with two minima, whose Hessians have one trace, 1221/500, and the
determinants 1331/25000 and 12321/25000.

## Main definitions
* `disc_probability`: by quadrature.    * `gaussian_probability`: by the corrected theorem.

## Main statements
* `printed_mass_is_the_mass_of_a_disc_at_eta_100`: refuted.
* `gaussian_formula_is_right_for_discs_uniformly_in_eta`.
* `ratio_of_basins_tends_to_the_root_of_the_ratio_of_determinants`.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache

import sympy as sp

from derivations.ball_mass import Formula, cube_mass, laplace_mass, printed_mass, small_ball_mass
from derivations.recovered_losses import TWO_VALLEYS
from ledger.bound import Bound
from ledger.compare import agree, tends_to
from ledger.model import Check
from numerics.answers.ball_law import formula_value, gaussian_ball, law_of_basin
from numerics.bounds import closed_form
from numerics.plane.gibbs_masses import disc_mass, plane_mass
from numerics.plane.wells import plane_wells
from numerics.terrain.spot import Spot, spot_of

Case = tuple[Fraction, int]
"""Radius and η."""

Sequel = tuple[tuple[Fraction, Bound], ...]

FLAT, SHARP = (spot_of(TWO_VALLEYS, minimum) for minimum in TWO_VALLEYS.minima)


@lru_cache(maxsize=64)
def _whole(eta: int) -> Bound:
    return plane_mass(TWO_VALLEYS, float(eta), [FLAT.middle, SHARP.middle])


def disc_probability(minimum: Spot, case: Case) -> Bound:
    """The probability of a disc around a minimum of `TWO_VALLEYS` under κ e^{−ηL}, by quadrature."""
    radius, eta = case
    return disc_mass(TWO_VALLEYS, float(eta), minimum.middle, float(radius)) / _whole(eta)


def gaussian_probability(minimum: Spot, case: Case) -> Bound:
    """The same by Laplace's value for the well times the Gaussian's probability of the disc."""
    radius, eta = (sp.Rational(number) for number in case)
    basin = law_of_basin(minimum, eta, _whole(case[1]))
    assert basin is not None, "both minima are nondegenerate"
    return basin * gaussian_ball(minimum, eta, radius)


# --- Evidence ---

TENTH = Fraction(1, 10)
CASES: Sequence[Case] = [
    (radius, eta) for radius in (TENTH, Fraction(1, 20), Fraction(1, 40)) for eta in (1, 100, 10_000)
]
COLD = (100, 1000)
FLATNESS = sp.sqrt(sp.Rational(12321, 1331))


def _by(formula: Formula, case: Case) -> Bound:
    radius, eta = (sp.Rational(number) for number in case)
    return formula_value(formula, FLAT, eta, _whole(case[1]), radius)


def _everywhere(probability: Callable[[Case], Bound]) -> Sequel:
    return tuple((case[0], probability(case)) for case in CASES)


def _of_formula(formula: Formula) -> Callable[[], Sequel]:
    return lambda: _everywhere(lambda case: _by(formula, case))


def _det_for_its_root(height: sp.Expr, eigenvalues: Sequence[sp.Expr]) -> sp.Expr:
    return printed_mass(height, eigenvalues) / sp.sqrt(sp.Mul(*eigenvalues))


def _ratio_of_basins(eta: int) -> Bound:
    """Mass of the basin of (0, 0) over mass of the basin of (1, 1)."""
    flat, sharp = plane_wells(TWO_VALLEYS, sp.Integer(1), sp.Rational(1, eta)).basins
    return flat / sharp


def _constant(value: sp.Expr) -> Callable[[], Sequel]:
    return lambda: tuple((Fraction(1, eta), closed_form(value)) for eta in COLD)


printed_mass_is_the_mass_of_a_disc_at_eta_100 = Check(
    tests=r"Example 3 with two minima: the mass of the disc of radius $1/10$ around $(0,0)$ at $\eta=100$, by"
    " quadrature, against the printed formula for $d=2$.",
    measure=lambda: disc_probability(FLAT, (TENTH, 100)),
    predict=lambda: _by(printed_mass, (TENTH, 100)),
    compare=agree("0.01"),
    wrong={"det for √det": lambda: _by(_det_for_its_root, (TENTH, 100))},
    right={"Laplace times the Gaussian": lambda: gaussian_probability(FLAT, (TENTH, 100))},
)

gaussian_formula_is_right_for_discs_uniformly_in_eta = Check(
    tests=r"Example 3 with two minima: masses of discs around $(0,0)$, three radii from $1/10$ down and"
    r" $\eta=1,100,10^4$, against $\kappa e^{-\eta L}\frac{2\pi}{\eta\sqrt{\det}}$ times the probability"
    " of the disc under the Gaussian of the Hessian.",
    measure=lambda: _everywhere(lambda case: disc_probability(FLAT, case)),
    predict=lambda: _everywhere(lambda case: gaussian_probability(FLAT, case)),
    compare=tends_to(1, order=2),
    wrong={
        "the cube for the disc": _of_formula(cube_mass),
        "the whole well": _of_formula(laplace_mass),
        "the density times the area": _of_formula(small_ball_mass),
        "as printed": _of_formula(printed_mass),
        "at the other minimum": lambda: _everywhere(lambda case: gaussian_probability(SHARP, case)),
    },
    of="corrected",
)

ratio_of_basins_tends_to_the_root_of_the_ratio_of_determinants = Check(
    tests=r"Example 3 with two minima, whose Hessians have one trace: mass of the basin of $(0,0)$ over mass"
    r" of the basin of $(1,1)$ at $\eta=100$ and $1000$, against $\sqrt{\det H_2/\det H_1}=3.04$.",
    measure=lambda: tuple((Fraction(1, eta), _ratio_of_basins(eta)) for eta in COLD),
    predict=_constant(FLATNESS),
    compare=tends_to(10),
    wrong={
        "without the square root": _constant(FLATNESS**2),
        "inverted": _constant(1 / FLATNESS),
        "the traces": _constant(sp.Integer(1)),
        "the smallest eigenvalues": _constant(sp.sqrt(sp.Rational(222, 22))),
    },
    of="corrected",
)
