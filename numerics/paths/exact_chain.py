"""The mean first-passage time of the simulated chain itself, on the line, without simulating.

W ← W − L′(W) dt + √(2 ε₀ β(W) dt) N(0, 1) is a chain with a Gaussian kernel. On Gauss–Legendre panels its
mean number of steps T solves (1 − P) T = 1. States are taken out one after the other without a subtraction,
so that every digit survives, however rare the passage: T is right to 12 digits at e^{ΔV/ε} = 10¹³.
Simulations are compared with this number, and this number with the diffusion: no bias hides in a tolerance.

## Main definitions
* `mean_chain_time`: E τ of the chain.
* `extrapolated_time`: E τ of the diffusion from chains with the steps dt and dt/2, targets shifted.

## Implementation notes
A path that leaves the interval on the far side is taken to stay where it was: the loss stands there 45 ε
above its minimum.

## References
* Grassmann1985: elimination without subtractions.
* Broadie1997: the shifted barrier.
"""

from dataclasses import replace

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from scipy.special import erfc

from ledger.bound import Bound, exact
from numerics.backends import compiled
from numerics.bounds import converged
from numerics.paths.model import Model
from numerics.paths.targets import SHIFT, Target
from numerics.quadrature import exact_number

Vector = NDArray[np.float64]
NODES = 16
WIDTHS = (4.0, 3.0)
"""Panels in units of the narrowest step, coarse and fine."""
HEIGHT = 45.0
MOST = 3000


def mean_chain_time(target: Target) -> Bound:
    """E τ = dt · E(number of steps) of the chain from start to target: grade NUMERICAL, two resolutions.

    Raises:
        ValueError: if there is more than one coordinate, a ball, a noise or scheme that is not Gaussian
            Euler–Maruyama, β that is not positive, a loss that does not hold the path back, or a step so
            short that more than 3000 places would be needed.
    """
    model = target.model
    if model.dynamics.dimension != 1 or target.radius is not None:
        raise ValueError("target: a point of the line is wanted, without a radius")
    if replace(model, dtype=np.float64) != Model(model.potential, model.noise, model.eps0, model.dt):
        raise ValueError(f"law={model.law}, scheme={model.scheme!r}: Gaussian Euler–Maruyama is wanted")
    line = _Line(target)
    coarse, fine = (line.mean_time(width) for width in WIDTHS)
    return converged(coarse, fine, method=f"the chain on {NODES} Gauss points per {WIDTHS[1]:g} widths")


def extrapolated_time(target: Target) -> Bound:
    """2 E τ(dt/2) − E τ(dt) with shifted targets: E τ of the diffusion up to O(dt^{3/2}).

    The grade is NUMERICAL; the interval is that of the arithmetic, not of what is left of the bias.
    ValueError is raised as by `mean_chain_time`.
    """
    half = replace(target.model, dt=exact_number(target.model.dt, "dt") / 2)
    long, short = (
        mean_chain_time(replace(target, model=model, shifted=True)) for model in (target.model, half)
    )
    return short * exact(2) - long


class _Line:
    """The line, turned so that the target is on the right."""

    def __init__(self, target: Target) -> None:
        model, self.side = target.model, int(target.side)
        (coord,) = model.potential.coords
        turned = coord if self.side > 0 else -coord
        force = self.side * model.potential.gradient[0].subs(coord, turned)
        scale = 2 * exact_number(model.eps0, "eps0") * sp.sympify(model.noise).subs(coord, turned)
        self._force, self._scale = (compiled(sp.sympify(e), (coord,), "numpy") for e in (force, scale))
        self.dt = model.step
        self.start, self.end = self.side * target.first[0], self.side * target.last[0]
        if target.shifted:
            self.end -= SHIFT * float(self.width(np.array([self.end]))[0])
        self.low = self._floor()

    def force(self, x: Vector) -> Vector:
        return np.asarray(self._force(x) + 0 * x)

    def width(self, x: Vector) -> Vector:
        """√(2 ε₀ β dt).

        Raises:
            ValueError: if β is not positive.
        """
        square = (self._scale(x) + 0 * x) * self.dt
        if not (square > 0).all():
            raise ValueError(f"noise: beta has to be positive between {x.min():g} and {x.max():g}")
        return np.asarray(np.sqrt(square))

    def _floor(self) -> float:
        """A place on the left where the loss stands HEIGHT ε above the lowest place in between.

        Raises:
            ValueError: if there is none, or β is not positive on the way.
        """
        step = float(self.width(np.array([self.start]))[0]) / 4
        for pieces in (2**k for k in range(8, 18)):
            x = self.start - step * np.arange(pieces)
            square = (self._scale(x) + 0 * x) * self.dt
            x = x[np.minimum.accumulate(square) > 0]
            climb = -self.force(x) * 2 * self.dt / self.width(x) ** 2
            height = np.concatenate([[0], np.cumsum((climb[1:] + climb[:-1]) / 2 * step)])
            above = height - np.minimum.accumulate(height)
            if (above > HEIGHT).any():
                return float(x[np.argmax(above > HEIGHT)])
            if x.size < pieces:
                raise ValueError(f"noise: beta has to be positive, also at {x[-1] - step:g}")
        raise ValueError("potential: the loss does not hold the path back on the far side of the start")

    def mean_time(self, panel: float) -> float:
        """E(steps) · dt with panels of `panel` widths.

        Raises:
            ValueError: if they would have too many places.
        """
        probe = np.linspace(self.low, self.end, 257)
        count = int(np.ceil((self.end - self.low) / (panel * self.width(probe).min())))
        if count * NODES > MOST:
            raise ValueError(f"dt={self.dt}: {count * NODES} places would be needed, more than {MOST}")
        nodes, weights = np.polynomial.legendre.leggauss(NODES)
        edges = np.linspace(self.low, self.end, count + 1)
        halves, middles = np.diff(edges)[:, None] / 2, (edges[1:] + edges[:-1])[:, None] / 2
        places, masses = (middles + halves * nodes).ravel(), (halves * weights).ravel()
        jumps, gone = self._kernel(places, places, masses)
        times = _eliminated(jumps, gone)
        first, _ = self._kernel(np.array([self.start]), places, masses)
        return float(self.dt * (1 + first[0] @ times))

    def _kernel(self, sources: Vector, places: Vector, masses: Vector) -> tuple[Vector, Vector]:
        """Probabilities of jumping from the sources to the places, and beyond the end."""
        width, aim = self.width(sources)[:, None], (sources - self.dt * self.force(sources))[:, None]
        jumps = np.exp(-(((places - aim) / width) ** 2) / 2) / (np.sqrt(2 * np.pi) * width) * masses
        return jumps, erfc(((self.end - aim) / width / np.sqrt(2)).ravel()) / 2


def _eliminated(jumps: Vector, gone: Vector) -> Vector:
    """T with (1 − P) T = 1, P = `jumps`, `gone` the rest of its rows: only sums, products, quotients."""
    size = gone.size
    left, times = np.empty(size), np.ones(size)
    for n in range(size - 1, -1, -1):
        left[n] = jumps[n, :n].sum() + gone[n]
        shares = jumps[:n, n] / left[n]
        jumps[:n, :n] += shares[:, None] * jumps[n, :n]
        gone[:n] += shares * gone[n]
        times[:n] += shares * times[n]
    for n in range(size):
        times[n] = (times[n] + jumps[n, :n] @ times[:n]) / left[n]
    return times
