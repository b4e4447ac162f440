"""The spectral gap and the Poincaré constant in one dimension, by the inverse of the generator.

For dW = −L'(W)dt + √(2/η) dB with generator 𝓛f = f''/η − L'f', the equation −𝓛u = f, f of mean 0 under
p ∝ e^{−ηL}, has the solution u' = −η e^{ηL} ∫_{−∞}^x f e^{−ηL}. Repeating f ← u finds the slowest mode; its
rate is the gap, and η times the gap is the best constant of (2.6) for p.

## Main definitions
* `Line`: Gauss–Legendre panels on an interval, with e^{−ηL} on their nodes.
* `spectral_gap`, `poincare_constant`: Bounds from two resolutions.
* `confining_interval`: where e^{−ηL} is not negligible.

## Implementation notes
Every iterate is monotone, so it has one zero. The integral is taken from the left up to that zero and from
the right beyond it: nothing cancels, and a gap of 10^{−20} keeps its digits, which no matrix gives.
A confining loss is cut where e^{−ηL} has fallen to e^{−80} of its maximum, with reflecting ends.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.backends import compiled
from numerics.bounds import converged
from numerics.quadrature import Exact, exact_number

Vector = NDArray[np.float64]

ORDER, PANELS = 16, (128, 192)
DEPTH, DEEPEST = 80.0, 600.0
ITERATIONS, SETTLED = 400, 1e-15
ROUNDING = 1e-13
NEAREST, FARTHEST, STEPS = 1e-6, 1e12, 4000


@lru_cache(maxsize=1)
def gauss_panel() -> tuple[Vector, Vector, Vector]:
    """Nodes and weights on [−1, 1], shape (16,), and A with (A f)_i = ∫_{−1}^{x_i} f, shape (16, 16)."""
    nodes, weights = np.polynomial.legendre.leggauss(ORDER)
    values = np.polynomial.legendre.legvander(nodes, ORDER)
    degrees = np.arange(ORDER)
    primitive = (values[:, 1:] - np.column_stack([-(nodes**0), values[:, : ORDER - 1]])) / (2 * degrees + 1)
    projection = (2 * degrees[:, None] + 1) / 2 * values[:, :ORDER].T * weights
    return nodes, weights, np.asarray(primitive @ projection)


@dataclass(frozen=True)
class Line:
    """`panels` Gauss panels of equal width on [low, high], with the density ∝ e^{−ηL} on their nodes."""

    loss: Potential
    eta: float
    low: float
    high: float
    panels: int

    @property
    def half(self) -> float:
        """Half the width of a panel."""
        return (self.high - self.low) / (2 * self.panels)

    @cached_property
    def nodes(self) -> Vector:
        """Shape (panels, 16), ascending."""
        middles = self.low + self.half * (2 * np.arange(self.panels) + 1)
        return np.asarray(middles[:, None] + self.half * gauss_panel()[0])

    @cached_property
    def density(self) -> Vector:
        """e^{−ηL}, its maximum 1, shape (panels, 16).

        Raises:
            ValueError: if η L varies by more than 600: e^{ηL} would overflow.
        """
        heights = self.eta * compiled(self.loss.expr, self.loss.coords, "numpy")(self.nodes) + 0 * self.nodes
        if not np.ptp(heights) <= DEEPEST:
            raise ValueError(
                f"eta·L varies by {np.ptp(heights):.4g} on [{self.low:.4g}, {self.high:.4g}]:"
                f" at most {DEEPEST:g} is allowed, shorten the interval"
            )
        return np.asarray(np.exp(heights.min() - heights))

    def integral(self, values: Vector) -> float:
        """∫ of `values`, shape (panels, 16)."""
        return float(self.half * (values @ gauss_panel()[1]).sum())

    def antiderivative(self, values: Vector) -> Vector:
        """∫ from `low` to each node, shape (panels, 16)."""
        _, weights, primitive = gauss_panel()
        whole = np.concatenate([[0.0], np.cumsum(values @ weights)[:-1]])
        return np.asarray(self.half * (whole[:, None] + values @ primitive.T))

    def centred(self, values: Vector) -> Vector:
        """`values` less their mean under p."""
        return values - self.integral(values * self.density) / self.integral(self.density)

    def inverse(self, f: Vector) -> Vector:
        """The u of mean 0 with −𝓛u = f, for an increasing f of mean 0."""
        mass = f * self.density
        left = self.antiderivative(mass)
        right = -self.antiderivative(mass[::-1, ::-1])[::-1, ::-1]
        slope = -self.eta / self.density * np.where(f < 0, left, right)
        return self.centred(self.antiderivative(slope))

    def gap(self) -> float:
        """The smallest positive eigenvalue of −𝓛 with reflecting ends.

        Raises:
            ArithmeticError: if the iteration does not settle.
        """
        f, last = self.centred(self.nodes), np.inf
        for _ in range(ITERATIONS):
            u = self.inverse(f)
            rate = self.integral(f * f * self.density) / self.integral(f * u * self.density)
            if rate >= (1 - SETTLED) * last:  # it can only fall, but for rounding
                return rate
            f, last = u / np.abs(u).max(), rate
        raise ArithmeticError(f"the gap of {self.loss.expr} at eta={self.eta:g} did not settle: {rate!r}")


def spectral_gap(loss: Potential, eta: Exact, interval: tuple[Exact, Exact] | None = None) -> Bound:
    """The gap of −𝓛, per unit of time, at 128 and 192 panels; `interval` has reflecting ends, if given.

    Raises:
        ValueError: if the loss has not one coordinate, η ≤ 0, the interval is empty, or the loss does not
            confine; a known interval is then wanted.
    """
    if len(loss.coords) != 1:
        raise ValueError(f"loss={loss.expr}: one coordinate is wanted, not {len(loss.coords)}")
    if not (number := exact_number(eta, "eta")).is_positive:
        raise ValueError(f"eta={eta}: a positive number is wanted")
    return _gap(loss, number, interval)


def poincare_constant(loss: Potential, eta: Exact, interval: tuple[Exact, Exact] | None = None) -> Bound:
    """C_P(η), the best constant of (2.6) for p ∝ e^{−ηL}: η times the gap. Raises as `spectral_gap` does."""
    gap, factor = spectral_gap(loss, eta, interval), float(exact_number(eta, "eta"))
    return converged(float(factor * gap.high), float(factor * gap.middle), r"C_P(\eta)", gap.method)


@lru_cache(maxsize=256)
def _gap(loss: Potential, eta: sp.Expr, interval: tuple[Exact, Exact] | None) -> Bound:
    low, high = _ends(interval) if interval else confining_interval(loss, float(eta))
    coarse, fine = (Line(loss, float(eta), low, high, panels).gap() for panels in PANELS)
    # Two resolutions may agree by chance to the last digit: the rounding of the sums is added.
    error = max(abs(fine - coarse), ROUNDING * fine)
    method = f"Green's operator, {PANELS[0]} and {PANELS[1]} panels"
    return converged(fine + error, fine, r"\mathrm{gap}(\eta)", method)


def _ends(interval: tuple[Exact, Exact]) -> tuple[float, float]:
    """The ends as floats.

    Raises:
        ValueError: if they are not in order.
    """
    low, high = (float(exact_number(end, "interval")) for end in interval)
    if not low < high:
        raise ValueError(f"interval={interval}: its ends are to be in ascending order")
    return low, high


def confining_interval(loss: Potential, eta: float) -> tuple[float, float]:
    """The interval around all critical points at whose ends ηL is 80 above its least value.

    Raises:
        ValueError: if there are no critical points, or ηL does not rise that far on both sides.
    """
    height = compiled(loss.expr, loss.coords, "numpy")
    points = [float(p.at[0]) for p in loss.critical_points]
    if not points:
        raise ValueError(f"{loss.name or loss.expr}: a loss without critical points does not confine")
    top = float(min(height(np.array(points)))) + DEPTH / eta
    return _crossing(loss, min(points), -1, top), _crossing(loss, max(points), 1, top)


def _crossing(loss: Potential, start: float, side: int, top: float) -> float:
    """A point just beyond the one where the loss, monotone from `start` on, climbs to `top`.

    Raises:
        ValueError: if that is too far away.
    """
    height = compiled(loss.expr, loss.coords, "numpy")
    steps = np.geomspace(NEAREST, FARTHEST, STEPS)
    high_enough = height(start + side * steps) >= top
    if not high_enough.any():
        raise ValueError(
            f"{loss.name or loss.expr} does not rise to {top:.4g} within {FARTHEST:g} of its critical points:"
            " give an interval"
        )
    return float(start + side * steps[np.argmax(high_enough)])
