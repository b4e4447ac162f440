"""Does a larger batch always make the escape longer? Asymptotically yes, at a given noise not.

4(w² − 1)²/(16 + w⁴) + (w² − 1)²/10¹⁰ is a double well in a wide plain with far walls: smooth, confining,
with nondegenerate critical points, so that Theorem 2.2 applies. With much noise paths are lost in the
plain; doubling the batch keeps them out of it and shortens the time.

## Main definitions
* `WIDE`: the potential.      * `escape_time_in_the_plain`: E τ from −1 to 1, enclosed.

## Main statements
* `printed_larger_batch_takes_longer_to_escape`: refuted between η = 1/4 and 1.
* `escape_takes_longer_from_some_batch_size_on`, `escape_times_in_the_wide_plain_approach_the_formula`: what
is true instead.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

import flint
import sympy as sp

from derivations.kramers import eyring_kramers
from derivations.potential import Potential
from derivations.symbols import eta, w
from ledger.bound import Bound
from ledger.compare import ordered, tends_to
from ledger.model import Check
from numerics.bounds import enclosed
from numerics.quadrature import ball, integral
from numerics.transition_law import Curve, formula_values

WALLS = (w**2 - 1) ** 2 / 10**10
WIDE = Potential(4 * (w**2 - 1) ** 2 / (16 + w**4) + WALLS, name="a double well in a wide plain")
"""Minima ±1 at height 0, gate 0 at height 1/4 + 10⁻¹⁰; the walls rise 4 above the plain at about ±450."""

CUT = 3000
"""Beyond it e^{−ηL} < e^{−8000η}."""


@lru_cache(maxsize=16)
def escape_time_in_the_plain(inverse: sp.Expr) -> Bound:
    """E τ from −1 to 1 at η = `inverse`, enclosed: η ∫_{−1}^{1} e^{ηL} · ½ ∫ e^{−ηL}, as L is even.

    Beyond ±R the mass is at most e^{−ηV(R)}/(ηV'(R)) on either side, with L ≥ V = `WALLS`, which is convex
    there.

    Raises:
        ValueError: if η is not positive.
    """
    if not inverse.is_positive:
        raise ValueError(f"inverse={inverse}: a positive number is wanted")
    climb = integral(sp.exp(inverse * WIDE.expr), w, -1, 1)
    inside = integral(sp.exp(-inverse * WIDE.expr), w, 0, CUT)
    tail = sp.exp(-inverse * WALLS) / (inverse * sp.diff(WALLS, w))
    with flint.ctx.workprec(128):
        half = inside + flint.arb(0).union(ball(tail.subs(w, CUT)).upper())
        return enclosed(ball(inverse) * climb * half, method="two integrals in Arb")


# --- Evidence ---------------------------------------------------------------------------------------

NOISY = tuple(map(sp.Rational, ("1/4", "1/2", "1")))
QUIET = (10, 20, 40, 80, 160)


def _times(etas: Sequence[sp.Expr | int]) -> dict[str, Bound]:
    """E τ from −1 to 1 at η = 2M/(γβ), by the batch size in units of γβ/2."""
    return {f"M = {n}·γβ/2": escape_time_in_the_plain(sp.sympify(n)) for n in etas}


def _largest_first(etas: Sequence[sp.Expr | int]) -> tuple[str, ...]:
    return tuple(f"M = {n}·γβ/2" for n in sorted(etas, reverse=True))


def _formula(factor: sp.Expr | int = 1) -> Curve:
    return formula_values(eyring_kramers(WIDE, -1, 1) * factor, QUIET)


printed_larger_batch_takes_longer_to_escape = Check(
    tests=(
        "Mean escape times from −1 to 1 in a double well in a wide plain for M = 1/4, 1/2 and 1 times"
        " γβ/2, enclosed, compared with: the larger the batch, the longer."
    ),
    measure=lambda: _times(NOISY),
    predict=lambda: _largest_first(NOISY),
    compare=ordered(),
    wrong={"longest in the middle": lambda: tuple(_largest_first(NOISY)[i] for i in (1, 0, 2))},
    right={"the smaller, the longer": lambda: _largest_first(NOISY)[::-1]},
)

escape_takes_longer_from_some_batch_size_on = Check(
    tests=(
        "Mean escape times from −1 to 1 in the same potential for M = 10, 20, … 160 times γβ/2, enclosed,"
        " compared with: the larger the batch, the longer."
    ),
    measure=lambda: _times(QUIET),
    predict=lambda: _largest_first(QUIET),
    compare=ordered(),
    wrong={"the smaller, the longer": lambda: _largest_first(QUIET)[::-1]},
    of="corrected",
)

escape_times_in_the_wide_plain_approach_the_formula = Check(
    tests=(
        "Mean escape times from −1 to 1 in the same potential at η = 10 … 160, enclosed, compared with the"
        " Eyring–Kramers formula, which grows with M: the potential satisfies the hypotheses of the"
        " theorem."
    ),
    measure=lambda: tuple((Fraction(1, n), escape_time_in_the_plain(sp.Integer(n))) for n in QUIET),
    predict=_formula,
    compare=tends_to(5),
    wrong={
        "no growth with M": lambda: formula_values(
            eyring_kramers(WIDE, -1, 1) * sp.exp(-eta * WIDE.at((0,))), QUIET
        ),
        "twice as long": lambda: _formula(2),
    },
    of="corrected",
)
