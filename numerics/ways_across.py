"""Several saddles: which of them rules the escape, and to which minimum it leads (footnote 2, Section 2.2).

Side by side, the lowest gate rules; in series, the highest on the way. Both are the least over all ways of
the greatest height on the way. Out of a minimum the first exit is over the lowest gate, be the minimum
behind it near or far.

## Main definitions
* `log_growth`: the growth of log E τ per unit of 1/ε.
* `probability_of_first`: the probability of reaching one of two places before the other.

## Main statements
* `lower_of_two_gates_side_by_side_is_the_barrier`, `higher_of_two_gates_in_series_is_the_barrier`.
* `printed_escape_leads_to_the_nearest_minimum`: refuted; `escape_leads_over_the_lowest_gate`.
"""

from collections.abc import Sequence
from fractions import Fraction

import flint
import sympy as sp

from derivations.barrier import barrier
from derivations.laplace import laplace_correction
from derivations.place import critical_point_at
from derivations.potential import Potential
from derivations.symbols import eta, w, x, y
from derivations.zoo import DEEPER_WELL
from ledger.bound import Bound, exact
from ledger.compare import near, ordered, tends_to
from ledger.model import Check
from numerics.bounds import closed_form, enclosed, logarithm
from numerics.line.escape import mean_escape_time
from numerics.plane.escape import mean_escape_time_to_ball
from numerics.quadrature import Exact, exact_number, integral
from numerics.transition_law import Curve, formula_values


def log_growth(times: Sequence[tuple[int, Bound]]) -> Bound:
    """The growth of log E τ per unit of η between the first and the last of the pairs (η, E τ)."""
    (warm, shorter), (cold, longer) = times[0], times[-1]
    return (logarithm(longer) - logarithm(shorter)) / exact(cold - warm)


def probability_of_first(potential: Potential, inverse: int, start: Exact, one: Exact, other: Exact) -> Bound:
    """P(`one` is reached before `other`) from `start` between them, at η = `inverse`, enclosed.

    It is ∫ e^{ηL} from start to other over that from one to other: harmonic, 1 at `one` and 0 at `other`.

    Raises:
        ValueError: if the potential has several coordinates or `start` does not lie between the two.
    """
    if len(potential.coords) != 1:
        raise ValueError(
            f"{potential.name or potential.expr}: one coordinate is wanted, not {len(potential.coords)}"
        )
    places = [exact_number(place, name) for place, name in ((start, "start"), (one, "one"), (other, "other"))]
    if not min(places[1:]) < places[0] < max(places[1:]):
        raise ValueError(f"start={start}: not between one={one} and other={other}")
    (z,), scale = potential.coords, sp.exp(inverse * potential.expr)
    with flint.ctx.workprec(128):
        parts = [integral(scale, z, low, other) for low in (start, one)]
        return enclosed(parts[0] / parts[1], method="two integrals in Arb")


# --- Evidence ---------------------------------------------------------------------------------------

UNEQUAL_GATES = Potential((x**2 + y**2 - 1) ** 2 + x**2 / 2 + x**3 / 4, (x, y), name="two unequal gates")
"""Minima (0, ±1) at height 0, gates at x = −0.965 (0.246 high) and x = 0.777 (0.576 high), y = 0."""

SIDE_ETAS = (28, 56)
FAR = (sp.Rational(-12, 5), sp.Rational(17, 10))
"""In `DEEPER_WELL` the way passes −13/10 (2.268 high) and 9/10 (0.741 high); the start is at −1.848."""

SERIES_ETAS = (40, 80)


def _side_by_side() -> Bound:
    """Growth of log E τ from (0, −1) to (0, 1), per unit of η."""
    return log_growth(
        [
            (
                n,
                mean_escape_time_to_ball(
                    UNEQUAL_GATES, 1, Fraction(1, n), (0, -1), (0, 1), "3/10", accuracy=1e-3
                ),
            )
            for n in SIDE_ETAS
        ]
    )


def _side_heights() -> list[sp.Expr]:
    """The heights of the saddles, in the order of x; the minima are at height 0."""
    return [saddle.value for saddle in UNEQUAL_GATES.saddles]


def _series_height(gate: sp.Expr) -> Bound:
    return closed_form(DEEPER_WELL.at((gate,)) - DEEPER_WELL.at((FAR[0],)))


lower_of_two_gates_side_by_side_is_the_barrier = Check(
    tests=(
        "The growth of log E τ between the two minima of (x² + y² − 1)² + x²/2 + x³/4 from η = 28 to 56,"
        " per unit of η, by finite volumes, compared with the height of the saddle that is lowest among the"
        " highest of all paths."
    ),
    measure=_side_by_side,
    predict=lambda: closed_form(barrier(UNEQUAL_GATES, (0, -1), (0, 1)).height),
    compare=near("0.02"),
    wrong={
        "the higher saddle": lambda: closed_form(_side_heights()[1]),
        "their mean": lambda: closed_form(sp.Add(*_side_heights()) / 2),
        "the maximum in the middle": lambda: closed_form(UNEQUAL_GATES.at((0, 0))),
    },
    right={"the lower saddle": lambda: closed_form(_side_heights()[0])},
)

higher_of_two_gates_in_series_is_the_barrier = Check(
    tests=(
        "The growth of log E τ from η = 40 to 80, per unit of η, from −12/5 to 17/10 over two gates one"
        " behind the other, enclosed, compared with the height, above the start, of the highest point that"
        " no path avoids."
    ),
    measure=lambda: log_growth([(n, mean_escape_time(DEEPER_WELL, n, *FAR)) for n in SERIES_ETAS]),
    predict=lambda: closed_form(barrier(DEEPER_WELL, *FAR).height - DEEPER_WELL.at((FAR[0],))),
    compare=near("0.01"),
    wrong={
        "the lowest of all saddles": lambda: _series_height(sp.Rational(9, 10)),
        "both, added": lambda: _series_height(sp.Rational(9, 10)) + _series_height(sp.Rational(-13, 10)),
    },
    right={"the higher one": lambda: _series_height(sp.Rational(-13, 10))},
)

NEAR_IS_HIGH = Potential(
    sp.integrate(sp.expand((w + 3) * (w + sp.S.Half) * w * (w - 1) * (w - 2)), (w, 0, w)),
    name="the nearest minimum behind the higher gate",
)
"""Minima −3, 0, 2; gates −1/2 (0.161 high) and 1 (0.85 high)."""

NEAR, FARTHER = 2, -3
EXIT_ETAS = (50, 100, 200, 400, 800)


def _first(one: int, other: int, inverse: int) -> Bound:
    return probability_of_first(NEAR_IS_HIGH, inverse, 0, one, other)


def _odds_of_nearest() -> Curve:
    """P(2 before −3)/P(−3 before 2) from 0."""
    return tuple((Fraction(1, n), _first(NEAR, FARTHER, n) / _first(FARTHER, NEAR, n)) for n in EXIT_ETAS)


def _odds(power: sp.Expr = sp.S.Half, sign: int = 1) -> Curve:
    """(|L''(1)|/|L''(−1/2)|)^power e^{−η(L(1) − L(−1/2))}, or e^{+…}."""
    high, low = (critical_point_at(NEAR_IS_HIGH, gate) for gate in (1, -sp.S.Half))
    law = (high.determinant / low.determinant) ** power * sp.exp(-sign * eta * (high.value - low.value))
    return formula_values(law, EXIT_ETAS)


def _correction_of_the_odds() -> Fraction:
    """The relative correction of order 1/η to `_odds`, from Laplace: the lower gate's less the higher one's.

    The check allows twice as much, so that its margin follows from the loss and not from the numbers seen.
    """
    lower, higher = (
        laplace_correction(*(-sp.diff(NEAR_IS_HIGH.expr, w, k).subs(w, gate) for k in (2, 3, 4)))
        for gate in (-sp.S.Half, 1)
    )
    return Fraction(str(lower - higher))


def _first_exits() -> dict[str, Bound]:
    return {"2, the nearest": _first(NEAR, FARTHER, 50), "−3, over the lower gate": _first(FARTHER, NEAR, 50)}


printed_escape_leads_to_the_nearest_minimum = Check(
    tests=(
        "The probabilities that the escape from the minimum 0 leads to 2, the nearest minimum behind the"
        " higher gate, and to −3, at η = 50, enclosed, compared with the order of the distances."
    ),
    measure=_first_exits,
    predict=lambda: ("2, the nearest", "−3, over the lower gate"),
    compare=ordered(),
    right={"the order of the gates": lambda: ("−3, over the lower gate", "2, the nearest")},
)

escape_leads_over_the_lowest_gate = Check(
    tests=(
        "The odds that the escape from 0 leads to the nearest minimum, over the higher gate z, and not"
        " over the lower gate z′, at η = 50 … 800, enclosed, compared with √(|L''(z)|/|L''(z′)|) e^{−η(L(z)"
        " − L(z′))}."
    ),
    measure=_odds_of_nearest,
    predict=_odds,
    compare=tends_to(2 * abs(_correction_of_the_odds())),
    wrong={
        "even odds": lambda: tuple((Fraction(1, n), exact(1)) for n in EXIT_ETAS),
        "to the nearest": lambda: _odds(sign=-1),
        "without curvatures": lambda: _odds(sp.S.Zero),
        "curvatures inverted": lambda: _odds(-sp.S.Half),
    },
    of="corrected",
)
