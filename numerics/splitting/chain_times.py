r"""The mean escape time of the ring of double wells beyond the leading order, and with the bias of a step.

Along the diagonal w_i = s + y_i, Σ y_i = 0, the y are nearly Gaussian with the curvatures
μ_k(s) = 3s² − 1 + 2κ sin²(πk/d), k = 1, …, d − 1. What they add to the loss along s is, to the second order,

    ε/2 Σ_k log μ_k + ε² (3d C₀²/4 − 3d s² Σ_j C_j³),   C_j = (1/d) Σ_k cos(2πjk/d)/μ_k,

and the time is that of s alone, two integrals. Since the flux through the gate is a minimum, what h(s)
misses of the best function of w is of the second order in ε. A step dt of Euler–Maruyama makes y² larger, as
if μ_k were μ_k(1 − μ_k dt/2). The force on s, through y², then has μ_k/(1 − μ_k dt/2) in the logarithm. Along
s the effect of a step is that on the line.

## Main definitions
* `Ring`: the question.
* `time_along_diagonal`: E τ from the first or second order.
* `predicted_time`: E τ, give or take all that the second order adds.
* `beyond_leading_order`: the same over the Eyring–Kramers formula, which it takes from the modes.

## References
* Berglund2013: the flux through a gate as a minimum.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from scipy.integrate import cumulative_simpson, simpson

from derivations.coupled_chain import bifurcation
from derivations.zoo import DOUBLE_WELL
from ledger.bound import Bound, exact
from numerics.bounds import converged
from numerics.line.escape import mean_escape_time
from numerics.paths.exact_chain import mean_chain_time
from numerics.paths.model import Model
from numerics.paths.targets import Target

Vector = NDArray[np.float64]
LOWEST, PLACES = -2.5, 8001
"""The diagonal from here to s = 1."""
COARSE = Fraction(1, 100)
"""The step whose effect on the line is computed; for other steps it is taken in proportion."""


@dataclass(frozen=True)
class Ring:
    """`size` wells with `coupling` above the bifurcation, at inverse temperature `eta`, with the step `dt`.

    A step of 0 stands for the diffusion.

    Raises:
        ValueError: if the coupling is not above the bifurcation, or the step is beyond stability.
    """

    size: int
    coupling: Fraction
    eta: Fraction
    dt: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        if not self.coupling > bifurcation(self.size):
            raise ValueError(f"coupling={self.coupling}: above {bifurcation(self.size)}, else 0 is no gate")
        steepest = 2 + 2 * self.coupling
        if self.dt * steepest >= 2:
            raise ValueError(f"dt={self.dt}: below {2 / steepest}, else the fastest mode overshoots")


def time_along_diagonal(ring: Ring, order: int) -> float:
    """E τ from (−1, …, −1) to (1, …, 1), what is across the diagonal taken to the order 0, 1, or 2 in ε."""
    s = np.linspace(LOWEST, 1, PLACES)
    height = float(ring.eta) * ring.size * (s**4 / 4 - s**2 / 2) + _across(ring, s, order)
    height -= height.min()
    below = cumulative_simpson(np.exp(-height), x=s, initial=0)
    way = slice(int(np.searchsorted(s, -1)), None)
    return float(ring.eta * ring.size) * float(simpson(np.exp(height[way]) * below[way], x=s[way]))


def _across(ring: Ring, s: Vector, order: int) -> Vector:
    """What the other directions add to L/ε, shape of s."""
    size, step, angles = ring.size, float(ring.dt), 2 * np.pi * np.arange(1, ring.size) / ring.size
    bends = 3 * s[:, None] ** 2 - 1 + 2 * float(ring.coupling) * np.sin(angles / 2) ** 2
    damped = 1 - bends * step / 2
    first = np.log(bends / damped).sum(axis=1) / 2
    shares = np.cos(angles[:, None] * np.arange(size)) / size
    means = 1 / (bends * damped) @ shares
    second = 3 * size * (means[:, 0] ** 2 / 4 - s**2 * (means**3).sum(axis=1)) / float(ring.eta)
    return np.asarray((0 * s, first, first + second)[order])


def _effect_on_line(ring: Ring) -> float:
    """What the step does along s: E τ of Euler–Maruyama on the line over that of the diffusion."""
    inverse = sp.Rational(ring.eta) * ring.size
    model = Model(DOUBLE_WELL, sp.Integer(1), 1 / inverse, COARSE)
    chain = mean_chain_time(Target(model, (-1,), (1,)))
    ratio = float((chain / mean_escape_time(DOUBLE_WELL, inverse, -1, 1)).middle)
    return 1 + (ratio - 1) * float(ring.dt / COARSE)


def predicted_time(ring: Ring) -> Bound:
    """E τ of the simulated chain to the second order in ε, give or take what this adds to the first."""
    factor = _effect_on_line(ring) if ring.dt else 1.0
    first, second = (factor * time_along_diagonal(ring, order) for order in (1, 2))
    return converged(first, second, method="Laplace's method across the diagonal, two orders")


def beyond_leading_order(ring: Ring) -> Bound:
    """E τ of the simulated chain over 2π √(Π|μ_k(0)|/Π μ_k(1)) e^{eta d/4}: what the formula leaves out."""
    added = float(ring.coupling) * 2 * np.sin(np.pi * np.arange(ring.size) / ring.size) ** 2
    prefactor = 2 * np.pi * np.exp(np.log(np.abs((added - 1) / (added + 2))).sum() / 2)
    return predicted_time(ring) / exact(Fraction(prefactor * np.exp(float(ring.eta) * ring.size / 4)))
