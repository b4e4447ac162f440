"""What lies behind the last point of a sweep, bounded.

With φ' = L'/(ε₀β), the mass ∫_R^∞ e^{−(φ(x) − φ(R))}/(ε₀β(x)) dx is at most

* 1/m if L' ≥ m > 0 and β ≥ 0 on [R, ∞), because 1/(ε₀β) = φ'/L';
* R/((κ − 1) ε₀ b) if x φ'(x) ≥ κ > 1 and β ≥ b > 0 there, R > 0, because φ(x) − φ(R) ≥ κ log(x/R).

The second serves losses that grow like logarithms and slow roots.

## Main definitions
* `mass_behind`: such a bound.    * `squares_behind`: one of ∫ e^φ F² over the same half line.
"""

from functools import lru_cache

import flint
import sympy as sp

from numerics.line.half_lines import EVER, range_beyond


@lru_cache(maxsize=256)
def _steepness(force: sp.Expr, noise: sp.Expr, coord: sp.Symbol) -> sp.Expr:
    """The product x L'/β."""
    return coord * force / noise


def mass_behind(
    force: sp.Expr, noise: sp.Expr, coord: sp.Symbol, eps0: flint.arb, reach: flint.arb
) -> flint.arb | None:
    """A bound of the mass beyond R = `reach`, or None if none was found; L' is `force`, β is `noise`."""
    slope, least = range_beyond(force, coord, reach)[0], range_beyond(noise, coord, reach)[0]
    if slope > 0 and least >= 0:
        return (1 / slope).upper()
    if not (reach > 0 and least > 0):
        return None
    power = range_beyond(_steepness(force, noise, coord), coord, reach)[0] / eps0
    return (reach / ((power - 1) * eps0 * least)).upper() if power > 1 else None


def squares_behind(
    force: sp.Expr, noise: sp.Expr, coord: sp.Symbol, eps0: flint.arb, reach: flint.arb
) -> flint.arb | None:
    """A bound of ∫ e^φ F² beyond R with F the mass from there on, φ(R) = 0; None if none was found.

    With L' ≥ m > 0, β ≤ B: F ≤ e^{−φ}/m, so it is at most ∫ F/m ≤ ∫ e^{−φ}/m² ≤ ε₀ B/m³.
    """
    slope, most = range_beyond(force, coord, reach)[0], range_beyond(noise, coord, reach)[1]
    least = range_beyond(noise, coord, reach)[0]
    if slope > 0 and least >= 0 and most < EVER:
        return (eps0 * most / slope**3).upper()
    return None
