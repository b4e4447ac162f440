"""Sharp and flat minima of one depth: what Theorem 2.2 says of large and small batches, and what it does not.

The exponential keeps a large batch in a flat minimum as long as in a sharp one of the same depth, and the
sharp one is left sooner at every batch size, by √(det_flat/det_sharp). So a large batch freezes the shares
of the start; a small one relaxes to the masses of the wells.

## Main definitions
* `relaxed_share`: the two-state formula for it.

## Main statements
* `larger_batches_are_found_more_often_in_the_sharp_well`: refuted for a start that favours the flat one.
* `sharp_well_is_left_sooner_at_every_batch_size`, `shares_relax_to_the_masses`: what is true instead.
* `printed_formula_holds_for_small_batches`: refuted at ε = 1.
"""

from collections.abc import Callable
from fractions import Fraction

import flint
import sympy as sp

from derivations.kramers import eyring_kramers
from derivations.potential import Potential
from derivations.symbols import eta, w
from derivations.zoo import DOUBLE_WELL
from ledger.bound import Bound
from ledger.compare import agree, ordered, tends_to
from ledger.model import Check
from numerics.bounds import closed_form, enclosed
from numerics.line.chain import probability_below
from numerics.line.escape import mean_escape_time
from numerics.quadrature import integral, integral_over_line
from numerics.transition_law import Curve

SHARP_AND_FLAT = Potential(w**2 * (1 - w) ** 2 * (1 + (1 - w) ** 2) ** 2, name="sharp and flat")
"""Minima 0 (sharp, L'' = 8) and 1 (flat, L'' = 2), both at height 0; barrier 0.1066 at 0.394."""


def relaxed_share(inverse: int, time: int, share: sp.Expr, limit: sp.Expr, rate: sp.Expr) -> sp.Expr:
    """Two states: limit + (share − limit) e^{−rate·time}; `rate`, in `eta`, is the sum of the two rates."""
    return limit + (share - limit) * sp.exp(-time * rate.subs(eta, inverse))


# --- Evidence ---------------------------------------------------------------------------------------

GATE = 0.394
SMALL, LARGE, LONG = 20, 140, 10_000
"""η of a small and of a large batch, and a time between the two escape times (about 20 and 10⁷)."""

RELAXING = ((40, 200), (80, 10_000), (120, 1_000_000))
"""Pairs (η, time), the time of the order of the escape time."""


def _share_found(inverse: int, share: float, time: int) -> Bound:
    """The probability of the sharp well at `time`, started in it with probability `share`."""
    return probability_below(SHARP_AND_FLAT, GATE, inverse, {0.0: share, 1.0: 1 - share}, time)


def _shares_found(share: float) -> Curve:
    return tuple((Fraction(1, n), _share_found(n, share, time)) for n, time in RELAXING)


def _rates() -> tuple[sp.Expr, sp.Expr]:
    """The rates out of the sharp and out of the flat well, by the Eyring–Kramers formula."""
    return 1 / eyring_kramers(SHARP_AND_FLAT, 0, 1), 1 / eyring_kramers(SHARP_AND_FLAT, 1, 0)


def _shares(share: int, limit: sp.Expr, rates: Callable[[sp.Expr, sp.Expr], sp.Expr]) -> Curve:
    rate = rates(*_rates())
    return tuple(
        (Fraction(1, n), closed_form(relaxed_share(n, time, sp.Integer(share), limit, rate)))
        for n, time in RELAXING
    )


def _both_starts(limit: sp.Expr, rates: Callable[[sp.Expr, sp.Expr], sp.Expr] = lambda s, f: s + f) -> Curve:
    """Started in the sharp well, then in the flat one."""
    return _shares(1, limit, rates) + _shares(0, limit, rates)


def _ratios() -> Curve:
    """E τ out of the sharp well over E τ out of the flat one."""
    return tuple(
        (
            Fraction(1, n),
            mean_escape_time(SHARP_AND_FLAT, n, 0, 1) / mean_escape_time(SHARP_AND_FLAT, n, 1, 0),
        )
        for n in (20, 80, 320, 1280)
    )


def _ratio(value: sp.Expr) -> Curve:
    return tuple((Fraction(1, n), closed_form(value)) for n in (20, 80, 320, 1280))


def _by_symmetry() -> Bound:
    """E τ from −1 to 1 in the double well at η = 1 from two single integrals: L is even."""
    (z,) = DOUBLE_WELL.coords
    top = integral(sp.exp(DOUBLE_WELL.expr), z, -1, 1)
    with flint.ctx.workprec(128):
        return enclosed(top * integral_over_line(DOUBLE_WELL, 1) / 2, method="two integrals in Arb")


larger_batches_are_found_more_often_in_the_sharp_well = Check(
    tests=(
        "P(W(10⁴) in the sharp well) for a small batch (η = 20) and a large one (η = 140), started in the"
        " sharp well with probability 1/5 and else in the flat one of the same depth, by finite volumes;"
        " compared with the order that the paper concludes."
    ),
    measure=lambda: {
        "small batch": _share_found(SMALL, 0.2, LONG),
        "large batch": _share_found(LARGE, 0.2, LONG),
    },
    predict=lambda: ("large batch", "small batch"),
    compare=ordered(),
    group="trapping",
    right={"the small batch more often": lambda: ("small batch", "large batch")},
)

sharp_well_is_left_sooner_at_every_batch_size = Check(
    tests=(
        "E τ from the sharp to the flat well over E τ back, both wells equally deep, at η = 20 … 1280,"
        " enclosed, compared with √(det_flat/det_sharp) = 1/2 for every η."
    ),
    measure=_ratios,
    predict=lambda: _ratio(sp.Rational(1, 2)),
    compare=tends_to(5),
    group="trapping",
    wrong={
        "√(det_sharp/det_flat)": lambda: _ratio(sp.Integer(2)),
        "no difference": lambda: _ratio(sp.Integer(1)),
        "det_flat/det_sharp": lambda: _ratio(sp.Rational(1, 4)),
    },
    of="corrected",
)

shares_relax_to_the_masses = Check(
    tests=(
        "P(W(t) in the sharp well), started there or in the flat one, at (η, t) = (40, 200), (80, 10⁴),"
        " (120, 10⁶), by finite volumes, compared with the two-state formula with Eyring–Kramers rates."
    ),
    measure=lambda: _shares_found(1.0) + _shares_found(0.0),
    predict=lambda: _both_starts(sp.Rational(1, 3)),
    compare=tends_to(5),
    group="trapping",
    wrong={
        "equal masses": lambda: _both_starts(sp.Rational(1, 2)),
        "the masses exchanged": lambda: _both_starts(sp.Rational(2, 3)),
        "one rate alone": lambda: _both_starts(sp.Rational(1, 3), lambda sharp, flat: sharp),
        "twice the rates": lambda: _both_starts(sp.Rational(1, 3), lambda sharp, flat: 2 * (sharp + flat)),
    },
    of="corrected",
)

printed_formula_holds_for_small_batches = Check(
    tests=(
        "The mean escape time from −1 to 1 in (w² − 1)²/4 at ε = 1, enclosed, compared with the"
        " Eyring–Kramers formula, which the paper applies to small batches."
    ),
    measure=lambda: mean_escape_time(DOUBLE_WELL, 1, -1, 1),
    predict=lambda: closed_form(eyring_kramers(DOUBLE_WELL, -1, 1).subs(eta, 1)),
    compare=agree("0.1"),
    group="trapping",
    right={"the same time from two single integrals": _by_symmetry},
)
