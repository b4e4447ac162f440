"""The mass of balls and basins under the Gibbs density κ e^{−ηL} in one dimension (Theorem 2.5).

## Main definitions
* `gibbs_mass`: ∫ e^{−ηL}, hence 1/κ.    * `interval_probability`, `ball_probability`, `basin_probability`.
* `basin`: the interval between the two maxima next to a minimum.

## Implementation notes
Masses are Arb enclosures, computed once each. "Probability" means p∞-probability: W(t) converges in law only.
"""

from functools import lru_cache

import flint
import sympy as sp

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.bounds import enclosed
from numerics.quadrature import Exact, exact_number, integral_over_line

PREC = 192


@lru_cache(maxsize=1024)
def gibbs_mass(
    loss: Potential, eta: Exact, low: sp.Expr | int = -sp.oo, high: sp.Expr | int = sp.oo, prec: int = PREC
) -> flint.arb:
    """∫ e^{−ηL} over (low, high), enclosed; the ends are exact or infinite."""
    return integral_over_line(loss, eta, low=low, high=high, prec=prec)


def interval_probability(loss: Potential, eta: Exact, low: sp.Expr | int, high: sp.Expr | int) -> Bound:
    """p∞-probability of (low, high)."""
    with flint.ctx.workprec(PREC):
        return enclosed(gibbs_mass(loss, eta, low, high) / gibbs_mass(loss, eta), method="Arb quadrature")


def ball_probability(loss: Potential, eta: Exact, centre: Exact, radius: Exact) -> Bound:
    """P(|W(∞) − centre| ≤ radius), W(∞) distributed as p∞.

    Raises:
        ValueError: if the radius is not positive.
    """
    middle, reach = exact_number(centre, "centre"), exact_number(radius, "radius")
    if not reach.is_positive:
        raise ValueError(f"radius={radius}: a positive number is wanted")
    return interval_probability(loss, eta, middle - reach, middle + reach)


def basin(loss: Potential, minimum: Exact) -> tuple[sp.Expr, sp.Expr]:
    """The interval between the critical points next to `minimum`, infinite where there is none.

    Raises:
        ValueError: if `minimum` is not a minimum, or the loss is not a polynomial in one coordinate.
    """
    (w,), point = loss.coords, exact_number(minimum, "minimum")
    slope = loss.gradient[0]
    if not slope.is_polynomial(w):
        raise ValueError(
            f"{loss.name or loss.expr}: a polynomial is wanted, the basins of others are not known"
        )
    points = sorted(set(sp.real_roots(slope, w)))
    lower, upper = [p for p in points if p < point], [p for p in points if p > point]
    left, right = (lower[-1] if lower else -sp.oo), (upper[0] if upper else sp.oo)
    beside = (sp.Max(left, point - 1) + point) / 2, (sp.Min(right, point + 1) + point) / 2
    falls, rises = (slope.subs(w, place) for place in beside)
    if point not in points or not (falls < 0 < rises):
        raise ValueError(f"minimum={minimum}: not a minimum of {loss.name or loss.expr}")
    return left, right


def basin_probability(loss: Potential, eta: Exact, minimum: Exact) -> Bound:
    """p∞-probability of the basin of attraction of `minimum`."""
    return interval_probability(loss, eta, *basin(loss, minimum))
