"""The mean first-passage time in doubles: fourteen digits in a few hundredths of a millisecond.

The nested integral T = ∫_a^b e^{φ(x)} ∫_{−∞}^x q e^{−φ} is one pass over panels of 16 Gauss–Legendre nodes:
on each, the antiderivative of the polynomial through the nodes is a matrix. Panels are cut so that φ changes
by a few units on each, wherever that is; exponentials are taken relative to the lowest and the highest φ, so
that the only number that can overflow is T itself.

Notation: dW = −L' dt + √(2 ε₀ β(W)) dB (Itô), ε₀ = 1/η; φ' = L'/(ε₀ β), q = 1/(ε₀ β).

## Main definitions
* `mean_escape_time_in_doubles`: T as a float.    * `mean_escape_time_by_gauss`: T as a Bound.
* `way_up`: one way, remembered and prepared for many temperatures, from a potential.

## References
* Gardiner2009, section 5.5.
"""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import sympy as sp

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.backends import compiled
from numerics.bounds import converged
from numerics.line.gauss_way import RISE, Function, Vector, WayUp
from numerics.quadrature import Exact, exact_number

RISES = RISE, 2.5
"""By how much φ changes on a panel, for an error estimate."""
GRADING = 4.0
OFFSETS = (1.1 ** np.arange(300) - 1) / 50
AHEAD = 512
ROUNDING = 2e-15
ONE = sp.Integer(1)


def _number(value: Exact | float, name: str) -> float:
    """The nearest double; plain numbers do not go through SymPy, which would take a fifth of all the time."""
    return float(value) if type(value) in {int, float} else float(exact_number(value, name))


@lru_cache(maxsize=256)
def way_up(potential: Potential, start: Exact | float, target: Exact | float, noise: sp.Expr = ONE) -> WayUp:
    """The way from `start` to `target`, seen in a mirror if it leads to the left; `noise` is β.

    Raises:
        ValueError: if the potential has several coordinates, the ends coincide, or β is not positive.
    """
    if len(potential.coords) != 1:
        raise ValueError(
            f"{potential.name or potential.expr}: one coordinate is wanted, not {len(potential.coords)}"
        )
    a, b = _number(start, "start"), _number(target, "target")
    if not abs(b - a) > 0:
        raise ValueError(f"start={start}, target={target}: they have to differ")
    if noise.free_symbols - set(potential.coords):
        raise ValueError(f"noise={noise}: a function of {potential.coords[0]} alone is wanted")
    side = 1 if b > a else -1
    force, beta = (compiled(f, potential.coords, "numpy") for f in (potential.gradient[0], noise))

    def seen(function: Function) -> Function:
        return lambda x: function(side * x) + 0 * x

    noises = None if noise == 1 else seen(beta)
    way = _prepared(seen(lambda x: side * force(x)), noises, side * a, side * b)
    return replace(way, plain=noise == 1 and _is_plain(potential.gradient[0], potential.coords[0]))


def _is_plain(force: sp.Expr, coord: sp.Symbol) -> bool:
    """Is it a polynomial of a degree that 16 nodes determine?"""
    return bool(force.is_polynomial(coord)) and sp.Poly(force, coord).degree() < 16


def _prepared(force: Function, noise: Function | None, start: float, target: float) -> WayUp:
    """The way with its heights.

    Raises:
        ValueError: if β is not positive on the way.
    """
    width = target - start
    points = np.concatenate([start - width * OFFSETS[:0:-1], np.linspace(start, target, AHEAD + 1)])
    first = len(OFFSETS) - 1
    with np.errstate(all="ignore"):
        slopes = force(points)
        if noise is not None:
            strength = noise(points)
            if not (strength[first:] > 0).all():
                raise ValueError("noise: it has to be positive between start and target")
            slopes = slopes / np.where(strength > 0, strength, np.nan)
        heights, changes = (_from(first, f, np.diff(points)) for f in (slopes, np.abs(slopes)))
    good = int(np.flatnonzero(~np.isfinite(heights))[-1]) + 1 if not np.isfinite(heights).all() else 0
    grades = np.sign(points - start) * GRADING * np.log1p(np.abs(points - start) / width)
    widths = np.log(target - points[good : first + 1])
    return WayUp(
        force, noise, start, target, points[good:], heights[good:], changes[good:], grades[good:], widths
    )


def _from(first: int, values: Vector, steps: Vector) -> Vector:
    """∫ from the point number `first` to each point, by trapezia, outwards: far ends do no harm."""
    pieces = (values[1:] + values[:-1]) / 2 * steps
    behind = -np.cumsum(pieces[:first][::-1])[::-1]
    return np.concatenate([behind, [0.0], np.cumsum(pieces[first:])])


def mean_escape_time_in_doubles(
    potential: Potential,
    eta: Exact | float,
    start: Exact | float,
    target: Exact | float,
    noise: sp.Expr = ONE,
) -> float:
    """E τ from `start` to `target` at `eta` = 1/ε₀ with the noise β, a float of about 14 digits.

    ValueError is raised as by `way_up` and `WayUp.time`.

    >>> from derivations.zoo import DOUBLE_WELL
    >>> round(mean_escape_time_in_doubles(DOUBLE_WELL, 20, -1, 1), 9)
    729.670691942
    """
    return way_up(potential, start, target, noise).time(_number(eta, "eta"))


def mean_escape_time_by_gauss(
    potential: Potential,
    eta: Exact | float,
    start: Exact | float,
    target: Exact | float,
    noise: sp.Expr = ONE,
) -> Bound:
    """The same from two resolutions: grade NUMERICAL; the rounding of φ is added to their difference."""
    way, number = way_up(potential, start, target, noise), _number(eta, "eta")
    coarse, fine = (way.time(number, rise) for rise in RISES)
    ahead = way.heights[way.points.searchsorted(way.start) :]
    error = max(abs(fine - coarse), ROUNDING * fine * (20 + number * float(np.ptp(ahead))))
    return converged(fine + error, fine, r"\mathbb{E}[\tau]", "Gauss panels in one pass, two resolutions")
