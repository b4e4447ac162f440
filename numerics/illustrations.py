"""The conclusions that Appendix H draws from its examples, on the losses of the examples.

## Main definitions
* `speed`: dP/dη of the mass of a ball, enclosed: P·(E[L] − E[L | ball]).
* `ordered_everywhere`: a comparer: one ranking in several situations.

## Main statements
* `flatter_minimum_is_likelier_at_every_eta`.
* `flatter_minimum_gains_faster_at_eta_200`, `flatter_minimum_gains_faster_up_to_eta_100`.
* `larger_product_of_eigenvalues_is_likelier`, `smaller_product_of_eigenvalues_is_likelier`.
* `probability_of_a_minimum_is_the_same_at_eta_100_as_at_1`.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import flint
import sympy as sp

from derivations.ball_mass import cube_mass
from derivations.potential import Potential
from derivations.recovered_losses import TWO_VALLEYS
from derivations.zoo import THREE_MINIMA
from ledger.bound import Bound
from ledger.compare import Comparer, agree, ordered
from ledger.model import Check
from ledger.outcome import Outcome, every
from numerics.ball_formulas import formula_probability
from numerics.bounds import enclosed
from numerics.example_figures import figure_6
from numerics.landscape_figures import flat_and_sharp
from numerics.line.neighbourhoods import PREC, ball_probability, gibbs_mass
from numerics.plane.gibbs_masses import disc_mass
from numerics.quadrature import Exact, integral_over_line

TENTH = Fraction(1, 10)


def speed(loss: Potential, eta: Exact, centre: sp.Expr, radius: Fraction) -> Bound:
    """dP/dη, P being the p∞-probability of [centre − radius, centre + radius]."""
    low, high = centre - sp.Rational(radius), centre + sp.Rational(radius)
    with flint.ctx.workprec(PREC):
        inside, total = gibbs_mass(loss, eta, low, high), gibbs_mass(loss, eta)
        energy_inside = integral_over_line(loss, eta, loss.expr, low, high, PREC) / inside
        energy = integral_over_line(loss, eta, loss.expr, prec=PREC) / total
        return enclosed(inside / total * (energy - energy_inside), method="Arb quadrature")


def ordered_everywhere() -> Comparer:
    """`ordered`, for every member of a mapping name -> (mapping name -> Bound)."""
    order = ordered()

    def decide(measured: Mapping[str, Mapping[str, Bound]], predicted: Sequence[str]) -> Outcome:
        return every(order(members, predicted) for members in measured.values())

    return Comparer("in this order, largest first, everywhere", decide)


# --- Evidence ---

CENTRES: Mapping[str, sp.Expr] = {"9/2": sp.Integer(1), "25/2": sp.Integer(0), "225/8": sp.Rational(5, 2)}
FLATTEST_FIRST = ("9/2", "25/2", "225/8")
WIDE = ("1/100", "1/10", 1, 3, 10, 30, 100, 300, 1000, 3000)
WARM = (1, 3, 10, 30, 100)


def _probabilities(eta: Exact) -> dict[str, Bound]:
    return {name: ball_probability(THREE_MINIMA, eta, centre, TENTH) for name, centre in CENTRES.items()}


def _speeds(eta: Exact) -> dict[str, Bound]:
    return {name: speed(THREE_MINIMA, eta, centre, TENTH) for name, centre in CENTRES.items()}


def _discs() -> dict[str, Bound]:
    """Masses at η = 10⁴ by the product of the eigenvalues, up to κ."""
    centres = {"1331/25000": (0.0, 0.0), "12321/25000": (1.0, 1.0)}
    return {product: disc_mass(TWO_VALLEYS, 1e4, centre, 0.1) for product, centre in centres.items()}


flatter_minimum_is_likelier_at_every_eta = Check(
    tests="Example 1, radius $1/10$: probabilities near the minima with $L''=9/2,25/2,225/8$ at ten"
    r" $\eta$ from $1/100$ to 3000, against the order of flatness.",
    measure=lambda: {f"η = {eta}": _probabilities(eta) for eta in WIDE},
    predict=lambda: FLATTEST_FIRST,
    compare=ordered_everywhere(),
    wrong={
        "sharpest first": lambda: FLATTEST_FIRST[::-1],
        "in the order of w": lambda: ("25/2", "9/2", "225/8"),
    },
    figures=lambda _: (flat_and_sharp(), figure_6()),
)

flatter_minimum_gains_faster_at_eta_200 = Check(
    tests=r"Example 1, radius $1/10$: the derivatives in $\eta$ of the three probabilities at $\eta=200$,"
    " against the order of flatness.",
    measure=lambda: _speeds(200),
    predict=lambda: FLATTEST_FIRST,
    compare=ordered(),
    wrong={"sharpest first": lambda: FLATTEST_FIRST[::-1]},
    right={"the middle one last": lambda: ("9/2", "225/8", "25/2")},
)

flatter_minimum_gains_faster_up_to_eta_100 = Check(
    tests=r"Example 1, radius $1/10$: the derivatives in $\eta$ of the three probabilities at"
    r" $\eta=1,3,10,30,100$, against the order of flatness.",
    measure=lambda: {f"η = {eta}": _speeds(eta) for eta in WARM},
    predict=lambda: FLATTEST_FIRST,
    compare=ordered_everywhere(),
    wrong={
        "sharpest first": lambda: FLATTEST_FIRST[::-1],
        "the middle one last": lambda: ("9/2", "225/8", "25/2"),
    },
    of="corrected",
)

probability_of_a_minimum_is_the_same_at_eta_100_as_at_1 = Check(
    tests=r"Example 1, radius $1/10$: the probability near $\check w=1$, a global minimum, at $\eta=100$"
    r" against the one at $\eta=1$.",
    measure=lambda: ball_probability(THREE_MINIMA, 100, 1, TENTH),
    predict=lambda: ball_probability(THREE_MINIMA, 1, 1, TENTH),
    compare=agree("0.01"),
    wrong={"the one at η = 10": lambda: ball_probability(THREE_MINIMA, 10, 1, TENTH)},
    right={
        "the uniform formula at η = 100": lambda: formula_probability(cube_mass, THREE_MINIMA, 100, 1, TENTH)
    },
)

larger_product_of_eigenvalues_is_likelier = Check(
    tests=r"Example 3 with two minima, radius $1/10$, $\eta=10^4$: masses near the minima whose Hessians"
    " have determinant 1331/25000 and 12321/25000, against the order as printed, larger determinant"
    " first.",
    measure=_discs,
    predict=lambda: ("12321/25000", "1331/25000"),
    compare=ordered(),
    right={"smaller determinant first": lambda: ("1331/25000", "12321/25000")},
)

smaller_product_of_eigenvalues_is_likelier = Check(
    tests="The same masses, against the order with the smaller determinant first.",
    measure=_discs,
    predict=lambda: ("1331/25000", "12321/25000"),
    compare=ordered(),
    wrong={"larger determinant first, as printed": lambda: ("12321/25000", "1331/25000")},
    of="corrected",
)
