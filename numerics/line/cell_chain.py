"""A diffusion on the line as a reversible chain on cells of equal width (Scharfetter and Gummel).

## Main definitions
* `CellChain`: its rates and its Gibbs law at any η.      * `cell_chain`: made from a loss and a noise.
* `initial_law`: a density, or a point, as probabilities of the cells.

## References
* Scharfetter1969: the rates.
"""

from dataclasses import dataclass

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from derivations.potential import Potential
from numerics.backends import compiled
from numerics.line.gauss_panel import gauss_panel

Vector = NDArray[np.float64]

ORDER = 8


@dataclass(frozen=True)
class CellChain:
    """Between neighbouring centres Φ = ∫L'/β climbs by `climbs` and log β by `swells`; β is `faces` between.

    Attributes:
        centres: shape (n,).
        width: of a cell.
        climbs: shape (n − 1,).
        swells: shape (n − 1,).
        faces: shape (n − 1,).
    """

    centres: Vector
    width: float
    climbs: Vector
    swells: Vector
    faces: Vector

    def rates(self, eta: float) -> tuple[Vector, Vector]:
        """Jumps to the right and to the left per unit of time, each of shape (n − 1,)."""
        rise, speed = eta * self.climbs + self.swells, self.faces / (eta * self.width**2)
        return speed * _bernoulli(rise), speed * _bernoulli(-rise)

    def gibbs(self, eta: float) -> Vector:
        """The law that these rates keep, shape (n,), sum 1."""
        heights = np.append(0.0, np.cumsum(eta * self.climbs + self.swells))
        law = np.exp(heights.min() - heights)
        return np.asarray(law / law.sum())

    def pace(self, eta: float) -> float:
        """The mean of β|Φ''| under the Gibbs law: |L''| at the wells, if β is constant; per unit of time."""
        bends = np.abs(np.diff(self.climbs)) / self.width**2 * self.faces[1:]
        return float(self.gibbs(eta)[1:-1] @ bends)


def cell_chain(loss: Potential, noise: sp.Expr, low: float, high: float, cells: int) -> CellChain:
    """The chain on `cells` cells of [low, high], with reflecting ends.

    Raises:
        ValueError: if β is not positive there, or L' is not finite.
    """
    (w,) = loss.coords
    width = (high - low) / cells
    centres = low + width * (np.arange(cells) + 0.5)
    force, spread = (compiled(f, (w,), "numpy") for f in (sp.diff(loss.expr, w), noise))
    nodes, weights, _ = gauss_panel(ORDER)
    between = centres[:-1, None] + width / 2 * (1 + nodes)
    noises = [np.asarray(spread(x) + 0 * x) for x in (between, centres, (centres[1:] + centres[:-1]) / 2)]
    if not all(np.isfinite(n).all() and n.min() > 0 for n in noises):
        raise ValueError(f"noise={noise}: it is to be positive and finite on [{low:.4g}, {high:.4g}]")
    climbs = np.asarray((force(between) + 0 * between) / noises[0] @ weights * width / 2)
    if not np.isfinite(climbs).all():
        raise ValueError(f"L' is not finite everywhere on [{low:.4g}, {high:.4g}]")
    return CellChain(np.asarray(centres), width, climbs, np.diff(np.log(noises[1])), noises[2])


def initial_law(chain: CellChain, initial: sp.Expr, coord: sp.Symbol) -> Vector:
    """The probabilities of the cells, shape (n,).

    `initial` is a density, up to a factor, or a number: a point. The mass of a point is shared by two
    neighbouring cells, so that the mean is right.

    Raises:
        ValueError: if the density is negative, not finite or 0, or the point is outside.
    """
    low, high = chain.centres[0], chain.centres[-1]
    if not initial.free_symbols:
        if not low <= float(initial) <= high:
            raise ValueError(f"initial={initial}: the point is not in [{low:.4g}, {high:.4g}]")
        hat = np.clip(1 - np.abs(chain.centres - float(initial)) / chain.width, 0, None)
        return np.asarray(hat / hat.sum())
    nodes, weights, _ = gauss_panel(ORDER)
    places = chain.centres[:, None] + chain.width / 2 * nodes
    masses = (compiled(initial, (coord,), "numpy")(places) + 0 * places) @ weights
    if not (np.isfinite(masses).all() and masses.min() >= 0 and masses.sum() > 0):
        raise ValueError(f"initial={initial}: a density is finite, not negative, and not 0 everywhere")
    return np.asarray(masses / masses.sum())


def _bernoulli(rise: Vector) -> Vector:
    """x/(eˣ − 1), 1 at 0."""
    safe = np.where(np.abs(rise) < 1e-10, 1.0, rise)
    with np.errstate(over="ignore"):
        return np.where(np.abs(rise) < 1e-10, 1 - rise / 2, safe / np.expm1(safe))
