"""Loss and noise in the plane as the mesh sees them: heights, and climbs along an edge in units of the noise.

dW = −∇L dt + √(2ε₀β(W)) dB (Itô) has the backward equation ε₀βΔT − ∇L·∇T = −1, that is

    ε₀β (ΔT − F·∇T) = −1,   F = ∇L/(ε₀β).

## Main definitions
* `Landscape`: L, β and ε₀ as functions of arrays; `climb` is ∫ F·dℓ along an edge, `resistance` the mean of
  e^{climb so far} over it.
* `landscape`: from exact data.

## Implementation notes
For constant noise the climb is the difference of L/ε₀β, to rounding; otherwise Gauss's rule with three points
on each half of the edge. F need not be a gradient: then there is a stationary current.

## References
* Scharfetter1969: rates from resistances.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from derivations.potential import Potential
from numerics.backends import compiled
from numerics.quadrature import Exact, exact_number

Floats = NDArray[np.float64]
Field = Callable[[Floats, Floats], Floats]

GAUSS = np.polynomial.legendre.leggauss(3)


@dataclass(frozen=True)
class Landscape:
    """The loss, its gradient, the noise β and ε₀.

    `constant` says whether β is a number, `reversible` whether ∇L/β is known to be a gradient.
    """

    loss: Field
    slope: tuple[Field, Field]
    noise: Field
    strength: float
    constant: bool
    reversible: bool

    def climb(self, x: Floats, y: Floats, dx: Floats, dy: Floats) -> Floats:
        """∫ F·dℓ from (x, y) to (x + dx, y + dy)."""
        if self.constant:
            rise = self.loss(x + dx, y + dy) - self.loss(x, y)
            return np.asarray(rise / (self.strength * self.noise(x, y)))
        total = np.zeros(np.broadcast(x, dx, y, dy).shape)
        for node, weight in zip(*GAUSS, strict=True):
            at = x + dx * (1 + node) / 2, y + dy * (1 + node) / 2
            slope = self.slope[0](*at) * dx + self.slope[1](*at) * dy
            total += weight / 2 * slope / (self.strength * self.noise(*at))
        return total


def landscape(potential: Potential, noise: sp.Expr | int, eps0: Exact) -> Landscape:
    """`potential`, `noise` and `eps0` as functions of arrays.

    Raises:
        ValueError: if the potential has not two coordinates, or ε₀ or a constant noise is not positive.
    """
    if len(potential.coords) != 2:
        raise ValueError(
            f"{potential.name or potential.expr}: two coordinates are wanted, not {len(potential.coords)}"
        )
    strength = exact_number(eps0, "eps0")
    if not strength.is_positive:
        raise ValueError(f"eps0={eps0}: a positive number is wanted")
    expr = sp.sympify(noise)
    if expr.is_number and not expr.is_positive:
        raise ValueError(f"noise={noise}: a positive number is wanted")
    loss, across, along, beta = (
        _field(e, potential.coords) for e in (potential.expr, *potential.gradient, expr)
    )
    a, b = potential.coords
    curl = sp.expand(sp.diff(expr, a) * potential.gradient[1] - sp.diff(expr, b) * potential.gradient[0])
    return Landscape(
        loss, (across, along), beta, float(strength), not expr.free_symbols, curl.equals(0) is True
    )


def _field(expr: sp.Expr, coords: tuple[sp.Symbol, ...]) -> Field:
    function = compiled(expr, coords, "numpy")

    def field(x: Floats, y: Floats) -> Floats:
        with np.errstate(all="ignore"):  # what is undefined is refused where it is looked at
            return np.asarray(function(x, y) + 0.0 * (x + y), dtype=float)

    return field
