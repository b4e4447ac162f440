"""Does the difference of two probabilities grow with the ratio of the Hessians, as Appendix H says?

## Main definitions
* `differences`: of the probabilities near two minima, for each pair of them.
* `two_wells`: w²(w − 1)²(1 + cw²), two minima of equal depth whose Hessians have the ratio 1 + c.

## Main statements
* `printed_larger_ratio_has_the_larger_difference_at_eta_10`: refuted on the loss of Example 1.
* `printed_larger_ratio_has_the_larger_difference_in_the_limit`: refuted with its third minimum moved.
* `difference_of_two_wells_tends_to_the_root_formula`.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

import sympy as sp

from derivations.potential import Potential
from derivations.symbols import w
from derivations.zoo import THREE_MINIMA
from ledger.bound import Bound
from ledger.compare import ordered, tends_to
from ledger.figure import Figure, Panel
from ledger.model import Check, Setting
from numerics.bounds import closed_form
from numerics.example_curves import WIDE, ball_curve, curve
from numerics.line.neighbourhoods import ball_probability
from numerics.quadrature import Exact

TENTH = Fraction(1, 10)
SPAN = (-1.5, 4.0)

Centres = Mapping[str, sp.Expr]


def differences(loss: Potential, eta: Exact, centres: Centres) -> dict[str, Bound]:
    """P(first) − P(second) for each pair of `centres`, flattest first; radius 1/10."""
    masses = {name: ball_probability(loss, eta, centre, TENTH) for name, centre in centres.items()}
    return {f"{a}, {b}": masses[a] - masses[b] for a, b in combinations(centres, 2)}


def two_wells(excess: Exact) -> Potential:
    """w²(w − 1)²(1 + excess·w²): Hessians 2 at 0 and 2(1 + excess) at 1."""
    return Potential(w**2 * (w - 1) ** 2 * (1 + sp.Rational(excess) * w**2), (w,), name="two equal wells")


# --- Evidence ---

CENTRES: Centres = {"9/2": sp.Integer(1), "25/2": sp.Integer(0), "225/8": sp.Rational(5, 2)}
MOVED = Potential(w**2 * (w - 1) ** 2 * (w - sp.Rational(11, 4)) ** 2, name="third minimum at 11/4")
MOVED_CENTRES: Centres = {"49/8": sp.Integer(1), "121/8": sp.Integer(0), "5929/128": sp.Rational(11, 4)}


def _pairs(centres: Centres, size: Callable[[Fraction, Fraction], Fraction]) -> Sequence[str]:
    """The pairs of minima, largest `size` of their Hessians first."""
    return sorted(
        (f"{a}, {b}" for a, b in combinations(centres, 2)),
        key=lambda pair: size(*map(Fraction, pair.split(", "))),
        reverse=True,
    )


def _ratio(flat: Fraction, sharp: Fraction) -> Fraction:
    return sharp / flat


def _difference(flat: Fraction, sharp: Fraction) -> Fraction:
    return sharp - flat


def _figure(_: Setting) -> tuple[Figure, ...]:
    masses = {
        name: ball_curve(THREE_MINIMA, float(centre), 0.1, WIDE, SPAN) for name, centre in CENTRES.items()
    }
    left = tuple(curve(f"Hessian {name}", WIDE, mass) for name, mass in masses.items())
    right = tuple(curve(f"{a} − {b}", WIDE, masses[a] - masses[b]) for a, b in combinations(masses, 2))
    return (
        Figure(
            "example-1",
            "Example 1 recomputed (Figure 6)",
            "Probabilities near the three minima of Example 1 and their differences, against η.",
            (
                Panel("Probability of the ball", "η = 2M/(γβ)", "probability", left, "x"),
                Panel("Differences", "η = 2M/(γβ)", "difference", right, "x"),
            ),
        ),
    )


printed_larger_ratio_has_the_larger_difference_at_eta_10 = Check(
    tests=r"Example 1, radius $1/10$, $\eta=10$: the differences of the probabilities near two minima,"
    " against the order of the ratios of their Hessians, 25/4, 25/9, 9/4.",
    measure=lambda: differences(THREE_MINIMA, 10, CENTRES),
    predict=lambda: _pairs(CENTRES, _ratio),
    compare=ordered(),
    wrong={"smallest ratio first": lambda: _pairs(CENTRES, _ratio)[::-1]},
    right={"the order of the differences of the Hessians": lambda: _pairs(CENTRES, _difference)},
    figures=_figure,
)

printed_larger_ratio_has_the_larger_difference_in_the_limit = Check(
    tests=r"Example 1 with the third minimum at $11/4$ in place of $5/2$, radius $1/10$, $\eta=10^5$: the"
    " same differences, against the order of the ratios.",
    measure=lambda: differences(MOVED, 100_000, MOVED_CENTRES),
    predict=lambda: _pairs(MOVED_CENTRES, _ratio),
    compare=ordered(),
    wrong={"smallest ratio first": lambda: _pairs(MOVED_CENTRES, _ratio)[::-1]},
    right={"by 1/√H of the two": lambda: _pairs(MOVED_CENTRES, _limit_difference)},
)


def _limit_difference(flat: Fraction, sharp: Fraction) -> Fraction:
    """1/√flat − 1/√sharp, to which the difference is proportional in the limit, to nine digits."""
    exact_value = 1 / sp.sqrt(sp.Rational(flat)) - 1 / sp.sqrt(sp.Rational(sharp))
    return Fraction(str(sp.floor(exact_value * 10**9))) / 10**9


EXCESSES = (1, 3, 8)
COLD = (1000, 10_000, 100_000)


def _two_well_differences() -> tuple[tuple[Fraction, Bound], ...]:
    centres: Centres = {"flat": sp.Integer(0), "sharp": sp.Integer(1)}
    return tuple(
        (Fraction(1, eta), differences(two_wells(c), eta, centres)["flat, sharp"])
        for c in EXCESSES
        for eta in COLD
    )


def _formula(of_ratio: Callable[[sp.Expr], sp.Expr]) -> Callable[[], tuple[tuple[Fraction, Bound], ...]]:
    return lambda: tuple(
        (Fraction(1, eta), closed_form(of_ratio(sp.Integer(1 + c)))) for c in EXCESSES for eta in COLD
    )


difference_of_two_wells_tends_to_the_root_formula = Check(
    tests=r"For $L=w^2(w-1)^2(1+cw^2)$, $c=1,3,8$, whose two Hessians have the ratio $r=1+c$: the difference"
    r" of the probabilities (radius $1/10$) as $\eta$ grows, against $(\sqrt r-1)/(\sqrt r+1)$, which grows"
    " with $r$.",
    measure=_two_well_differences,
    predict=_formula(lambda r: (sp.sqrt(r) - 1) / (sp.sqrt(r) + 1)),
    compare=tends_to(10),
    wrong={
        "(r − 1)/(r + 1)": _formula(lambda r: (r - 1) / (r + 1)),
        "√r − 1": _formula(lambda r: sp.sqrt(r) - 1),
        "1/2, whatever r": _formula(lambda r: sp.S.Half),
    },
    of="corrected",
)
