"""How the masses near two equally deep minima compare: (2.7), printed and corrected.

Balls that shrink see the density, which is equal at equal depth; balls or basins that stay while η grows see
the Hessians.

## Main definitions
* `flatness_ratio`: √(H_2/H_1), the right side of (2.7).
* `laplace_coefficient`: c in m_i ∝ H_i^{−1/2}(1 + c_i/η + O(1/η²)).
* `corrected_flatness_ratio`: √(H_2/H_1)(1 + (c_1 − c_2)/η).

## Main statements
* `ratio_of_shrinking_balls_is_the_printed_one`.
* `ratio_of_fixed_balls_tends_to_the_printed_one_as_eta_grows`, `ratio_of_basins_has_the_laplace_correction`.
* `ratio_of_basins_at_eta_5_is_the_limit`: (2.7) does depend on η.

## References
* Bender1999, section 6.4: the correction to Laplace's method.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial

import sympy as sp

from derivations.potential import Potential
from derivations.symbols import eta
from derivations.zoo import THREE_MINIMA
from ledger.bound import Bound
from ledger.compare import agree, tends_to
from ledger.model import Check
from numerics.bounds import closed_form
from numerics.line.neighbourhoods import ball_probability, basin_probability

Sequel = tuple[tuple[Fraction, Bound], ...]

FLAT, SHARP = 1, 0
TENTH = Fraction(1, 10)
RADII = (TENTH, Fraction(1, 100), Fraction(1, 1000))
COLD = (100, 1000, 10_000, 100_000)


def curvature(loss: Potential, point: int) -> sp.Expr:
    """L'' at `point`."""
    return loss.hessian[0].subs(loss.coords[0], point)


def flatness_ratio(loss: Potential, first: int, second: int) -> sp.Expr:
    """√(L''(second)/L''(first)): (2.7) for the first over the second."""
    return sp.sqrt(curvature(loss, second) / curvature(loss, first))


def laplace_coefficient(loss: Potential, point: int) -> sp.Expr:
    """5L'''²/(24L''³) − L''''/(8L''²) at `point`."""
    second, third, fourth = (
        sp.diff(loss.expr, loss.coords[0], k).subs(loss.coords[0], point) for k in (2, 3, 4)
    )
    return 5 * third**2 / (24 * second**3) - fourth / (8 * second**2)


def corrected_flatness_ratio(loss: Potential, first: int, second: int) -> sp.Expr:
    """`flatness_ratio` with the first correction in 1/η."""
    difference = laplace_coefficient(loss, first) - laplace_coefficient(loss, second)
    return flatness_ratio(loss, first, second) * (1 + difference / eta)


# --- Evidence ---

FLATNESS = flatness_ratio(THREE_MINIMA, FLAT, SHARP)
CORRECTED = corrected_flatness_ratio(THREE_MINIMA, FLAT, SHARP)


def _balls(eta_: int, reach: Fraction) -> Bound:
    return ball_probability(THREE_MINIMA, eta_, FLAT, reach) / ball_probability(
        THREE_MINIMA, eta_, SHARP, reach
    )


def _basins(eta_: int) -> Bound:
    return basin_probability(THREE_MINIMA, eta_, FLAT) / basin_probability(THREE_MINIMA, eta_, SHARP)


def _cooling(ratio: Callable[[int], Bound], etas: Sequence[int] = COLD) -> Sequel:
    return tuple((Fraction(1, eta_), ratio(eta_)) for eta_ in etas)


def _shrinking(value: sp.Expr) -> Callable[[], Sequel]:
    return lambda: tuple((reach, closed_form(value)) for reach in RADII)


def _formula(expr: sp.Expr, etas: Sequence[int] = COLD) -> Callable[[], Sequel]:
    return lambda: _cooling(lambda eta_: closed_form(sp.sympify(expr).subs(eta, eta_)), etas)


MUTANTS = {
    "without the square root": FLATNESS**2,
    "inverted": 1 / FLATNESS,
    "equal masses": sp.Integer(1),
}

ratio_of_shrinking_balls_is_the_printed_one = Check(
    tests=r"For $L=w^2(w-1)^2(w-5/2)^2$ and $\eta=1$: mass of the ball around 1 ($L''=9/2$) over mass of"
    r" the ball around 0 ($L''=25/2$) as the radius $\varepsilon$ shrinks, against $\sqrt{H_2/H_1}=5/3$.",
    measure=lambda: tuple((reach, _balls(1, reach)) for reach in RADII),
    predict=_shrinking(FLATNESS),
    compare=tends_to(2, order=2),
    wrong={name: _shrinking(value) for name, value in MUTANTS.items() if value != 1},
    right={"equal masses": _shrinking(sp.Integer(1))},
)

ratio_of_fixed_balls_tends_to_the_printed_one_as_eta_grows = Check(
    tests="For $L=w^2(w-1)^2(w-5/2)^2$ and the fixed radius $1/10$: mass of the ball around 1 over mass"
    r" of the ball around 0 as $\eta$ grows, against $\sqrt{H_2/H_1}=5/3$.",
    measure=lambda: _cooling(lambda eta_: _balls(eta_, TENTH), COLD[1:]),
    predict=_formula(FLATNESS, COLD[1:]),
    compare=tends_to(1),
    wrong={name: _formula(value, COLD[1:]) for name, value in MUTANTS.items()},
    of="corrected",
)

ratio_of_basins_has_the_laplace_correction = Check(
    tests=r"For $L=w^2(w-1)^2(w-5/2)^2$: mass of the basin of 1 over mass of the basin of 0 as $\eta$"
    r" grows, against $\sqrt{H_2/H_1}\,(1+(c_1-c_2)/\eta)$.",
    measure=lambda: _cooling(_basins),
    predict=_formula(CORRECTED),
    compare=tends_to(5, order=2),
    wrong={
        "no correction": _formula(FLATNESS),
        "the correction with the other sign": _formula(2 * FLATNESS - CORRECTED),
        **{name: _formula(value) for name, value in MUTANTS.items()},
    },
    of="corrected",
)

ratio_of_basins_at_eta_5_is_the_limit = Check(
    tests=r"For $L=w^2(w-1)^2(w-5/2)^2$ at $\eta=5$: mass of the basin of 1 over mass of the basin of 0,"
    r" against $\sqrt{H_2/H_1}=5/3$, which does not depend on $\eta$.",
    measure=lambda: _basins(5),
    predict=lambda: closed_form(FLATNESS),
    compare=agree("0.01"),
    wrong={name: partial(closed_form, value) for name, value in MUTANTS.items()},
    right={"with the first correction in 1/η": lambda: closed_form(CORRECTED.subs(eta, 5))},
)
