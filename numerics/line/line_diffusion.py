"""A diffusion on the line, as doubles: its logarithmic density and where nearly all its mass is.

dW = −L'(W)dt + √(2ε₀β(W)) dB (Itô), ε₀ = 1/η, has the generator 𝓛f = ε₀β f'' − L'f' and is reversible for
p = e^{−U} with U' = (ηL' + β')/β: the extrema of U are the critical points of L + ε₀β.

## Main definitions
* `LineDiffusion`: U' and ε₀β as functions on arrays; `confined` is an interval with nearly all the mass.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from derivations.potential import Potential
from numerics.backends import Function, compiled
from numerics.line.gauss_panel import gauss_panel
from numerics.line.rounding import constants_error, running_error
from numerics.line.turning_points import turning_points
from numerics.quadrature import Exact, exact_number

Vector = NDArray[np.float64]

NEAREST, FARTHEST, STEPS = 1e-12, 1e12, 1000
FEW = 8
ABOVE, NEAR = 1.2, 6.0
HALF_A_PLACE = np.finfo(float).eps / 2


@dataclass(frozen=True)
class LineDiffusion:
    """dW = −L'(W)dt + √(2β(W)/η) dB in the coordinate of `loss`; β is `noise`, exact, and η a number."""

    loss: Potential
    eta: sp.Expr
    noise: sp.Expr = sp.S.One

    def slope(self, x: Vector) -> Vector:
        """U' = −(log p)' at `x`, of the same shape."""
        force, spread, rise = _functions(self.loss, self.noise)
        steep = float(self.eta) * force(x)
        return np.asarray(((steep + rise(x)) / spread(x) if rise else steep / spread(x)) + 0 * x)

    def slope_errors(self, x: Vector) -> tuple[Vector, Vector]:
        """How far rounding may move `slope` from U' at `x`: at random from place to place, and in one way."""
        chance, constants = _errors(self.loss, self.noise)
        eta = float(self.eta)
        return np.asarray(HALF_A_PLACE * chance(x, eta) + 0 * x), np.asarray(
            HALF_A_PLACE * constants(x, eta) + 0 * x
        )

    def speed(self, x: Vector) -> Vector:
        """ε₀β at `x`, of the same shape.

        Raises:
            ValueError: if it is not positive and finite everywhere: the line falls apart there.
        """
        spread = _functions(self.loss, self.noise)[1](x) / float(self.eta) + 0 * x
        if not (np.isfinite(spread).all() and spread.min() > 0):
            place = float(x.flat[int(np.argmin(np.where(np.isfinite(spread), spread, -np.inf)))])
            raise ValueError(
                f"noise={self.noise}: it is to be positive and finite, and is not at {place:.4g}"
            )
        return np.asarray(spread)

    def confined(self, depth: float, haunts: tuple[float, float] = (0.0, 0.0)) -> tuple[float, float]:
        """An interval beyond which nearly nothing counts.

        At its ends U is `depth` above where it last turned, and as much above the `haunts` of slow modes that
        are higher up. ValueError is raised if there are no critical points, or U does not rise that far.
        """
        return self._end(-1, depth + haunts[0]), self._end(1, depth + haunts[1])

    def haunts(self, rate: float) -> tuple[float, float]:
        """How high, on the left and on the right, modes of this rate may still live; 0 if that is near.

        They fade where the potential of the Schrödinger operator with the same spectrum is above the rate.
        """
        left, right = (self._haunt(side, rate) for side in (-1, 1))
        return left, right

    def _haunt(self, side: int, rate: float) -> float:
        low = np.flatnonzero(self.barrier(side) <= ABOVE * rate)
        return max(float(self._climbs(side)[1][low[-1]]) - NEAR, 0.0) if low.size else 0.0

    def _climbs(self, side: int) -> tuple[float, Vector]:
        """A place and how far U has risen at every reach from there since it last fell, shape (1000,)."""
        if self.noise.free_symbols:
            return _climbs_with_noise(self, side)
        start, heights = _climbs(self.loss, side)
        return start, heights * float(self.eta / self.noise)

    def _end(self, side: int, depth: float) -> float:
        """One end of the interval.

        Raises:
            ValueError: if U does not rise so far.
        """
        start, heights = self._climbs(side)
        far = np.flatnonzero(heights >= depth)
        if not far.size:
            raise ValueError(
                f"{self.loss.name or self.loss.expr} does not rise far enough within {FARTHEST:g} of its"
                " critical points for the law to be confined and have a gap: give an interval"
            )
        return start + side * float(_reaches()[far[0]])

    def barrier(self, side: int) -> Vector:
        """The potential W of the Schrödinger operator that has the same spectrum, at the reaches.

        W = (ηL' + β'/2)²/(4ηβ) − (L'' + β''/(2η) − (ηL' + β'/2)β'/(2ηβ))/2; ηL'²/4 − L''/2 for β = 1.
        """
        eta, (force, bend, spread, rise, swell) = float(self.eta), _bends(self.loss, self.noise, side)
        with np.errstate(all="ignore"):
            if not self.noise.free_symbols:
                return np.asarray(force * force * (eta / 4 / float(self.noise)) - bend / 2)
            push = eta * force + rise / 2
            drift = push**2 / (4 * eta * spread) + push * rise / (4 * eta * spread)
            return np.asarray(drift - bend / 2 - swell / (4 * eta))


def line_diffusion(loss: Potential, eta: Exact, noise: sp.Expr | int = 1) -> LineDiffusion:
    """The diffusion, its arguments checked; `noise` is β, exact, a number or an expression in the coordinate.

    Raises:
        TypeError: if the noise contains a float.
        ValueError: if the loss has not one coordinate or has parameters, η ≤ 0, or the noise has other
            letters or is a number that is not positive.
    """
    if len(loss.coords) != 1:
        raise ValueError(f"loss={loss.expr}: one coordinate is wanted, not {len(loss.coords)}")
    if loss.parameters:
        raise ValueError(f"loss={loss.expr}: numbers are wanted for the parameters {loss.parameters}")
    if not (number := exact_number(eta, "eta")).is_positive:
        raise ValueError(f"eta={eta}: a positive number is wanted")
    spread = sp.sympify(noise)
    if strange := spread.free_symbols - set(loss.coords):
        raise ValueError(f"noise={noise}: {sorted(map(str, strange))} are not coordinates of the loss")
    if spread.atoms(sp.Float):
        raise TypeError(f"noise={noise}: exact numbers only, use Rational instead of a float")
    if not spread.free_symbols and not spread.is_positive:
        raise ValueError(f"noise={noise}: a positive number is wanted")
    return LineDiffusion(loss, number, spread)


@lru_cache(maxsize=64)
def _functions(loss: Potential, noise: sp.Expr) -> tuple[Function, Function, Function | None]:
    """L', β and β' on arrays; no β' if β is constant."""
    (w,) = loss.coords
    rise = compiled(sp.diff(noise, w), (w,), "numpy") if noise.free_symbols else None
    return compiled(sp.diff(loss.expr, w), (w,), "numpy"), compiled(noise, (w,), "numpy"), rise


@lru_cache(maxsize=64)
def _errors(loss: Potential, noise: sp.Expr) -> tuple[Function, Function]:
    """The running error of U' on arrays, given η, and the part of it that constants have."""
    (w,), eta = loss.coords, sp.Symbol("eta", positive=True)
    slope = (eta * sp.diff(loss.expr, w) + sp.diff(noise, w)) / noise
    chance, constants = (
        compiled(error(slope), (w, eta), "numpy") for error in (running_error, constants_error)
    )
    return chance, constants


@lru_cache(maxsize=1)
def _reaches() -> Vector:
    return np.geomspace(NEAREST, FARTHEST, STEPS)


@lru_cache(maxsize=64)
def _outermost(loss: Potential, side: int) -> float:
    """The outermost critical point of the loss, or 0 if they cannot all be found.

    Raises:
        ValueError: if there are none.
    """
    try:
        points = [float(p.at[0]) for p in loss.critical_points]
    except ValueError:
        try:
            points = [turn.spot.middle[0] for turn in turning_points(loss)]
        except ValueError:
            return 0.0
    if not points:
        raise ValueError(f"{loss.name or loss.expr}: a loss without critical points does not confine")
    return max(points, key=lambda p: side * p)


@lru_cache(maxsize=64)
def _bends(loss: Potential, noise: sp.Expr, side: int) -> tuple[Vector, ...]:
    """L', L'', β, β', β'' at the reaches from the outermost critical point, each of shape (1000,)."""
    (w,), places = loss.coords, _outermost(loss, side) + side * _reaches()
    orders = ((loss.expr, 1), (loss.expr, 2), (noise, 0), (noise, 1), (noise, 2))
    with np.errstate(all="ignore"):
        return tuple(
            np.asarray(compiled(sp.diff(expr, w, n), (w,), "numpy")(places) + 0 * places)
            for expr, n in orders
        )


@lru_cache(maxsize=64)
def _climbs(loss: Potential, side: int) -> tuple[float, Vector]:
    """The same for L, at η = 1."""
    start, height = _outermost(loss, side), compiled(loss.expr, loss.coords, "numpy")
    with np.errstate(all="ignore"):
        return start, _since_the_last_fall(height(start + side * _reaches()) - height(start))


@lru_cache(maxsize=64)
def _climbs_with_noise(line: LineDiffusion, side: int) -> tuple[float, Vector]:
    """The same for U, whose critical points are near those of L, but for its constant."""
    nodes, weights, _ = gauss_panel(FEW)
    start, ends = _outermost(line.loss, side), np.concatenate([[0.0], _reaches()])
    halves = (ends[1:] - ends[:-1]) / 2
    with np.errstate(all="ignore"):
        slopes = line.slope(start + side * (ends[:-1, None] + halves[:, None] * (1 + nodes)))
        return start, _since_the_last_fall(side * np.cumsum(halves * (slopes @ weights)))


def _since_the_last_fall(heights: Vector) -> Vector:
    """`heights` less the one at which they last fell, −∞ before it."""
    falls = np.flatnonzero(np.diff(heights) <= 0)
    last = int(falls[-1]) + 1 if falls.size else 0
    return np.concatenate([np.full(last, -np.inf), heights[last:] - heights[last]])


def interval_ends(interval: tuple[Exact, Exact]) -> tuple[float, float]:
    """The ends of an interval with reflecting ends, as floats.

    Raises:
        ValueError: if they are not in order.
    """
    low, high = (float(exact_number(end, "interval")) for end in interval)
    if not low < high:
        raise ValueError(f"interval={interval}: its ends are to be in ascending order")
    return low, high
