"""Where the process is after some time, on the line, by finite volumes.

## Main definitions
* `probability_below`: P(W(time) < point), from two meshes.
* `generator`: the chain, with Scharfetter–Gummel rates: reversible, and no rate is negative on any mesh.

## Implementation notes
The law of the chain at a time is a matrix exponential, which is dense but small. Cells so high that the
process is never there (L − min L > 36 ε, e^{−36} ≈ 2·10⁻¹⁶) are left out.

## References
* Scharfetter1969: the rates.
"""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import expm

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.backends import compiled
from numerics.bounds import converged

Vector = NDArray[np.float64]

CELLS = 240
HIGHEST = 36.0
"""Cells higher than this many ε above the lowest are left out."""


def probability_below(
    potential: Potential,
    point: float,
    inverse: int,
    law: Mapping[float, float],
    time: float,
    cells: int = CELLS,
) -> Bound:
    """P(W(time) < point) at η = `inverse`, on `cells` and cells/2 cells: grade NUMERICAL.

    `law`, that of W(0), maps places to probabilities. The line is cut one unit behind the outermost places.

    Raises:
        ValueError: if the potential has several coordinates, a number is not positive, or the probabilities
            do not add up to 1.
    """
    if len(potential.coords) != 1:
        raise ValueError(
            f"{potential.name or potential.expr}: one coordinate is wanted, not {len(potential.coords)}"
        )
    for name, value in (("inverse", inverse), ("time", time), ("cells", cells)):
        if not value > 0:
            raise ValueError(f"{name}={value}: a positive number is wanted")
    if min(law.values()) < 0 or abs(sum(law.values()) - 1) > 1e-12:
        raise ValueError(f"law={dict(law)}: probabilities that add up to 1 are wanted")
    coarse, fine = (_probability(potential, point, inverse, law, time, n) for n in (cells // 2, cells))
    return converged(coarse, fine, method=f"finite volumes, {cells} cells")


def _probability(
    potential: Potential, point: float, inverse: int, law: Mapping[float, float], time: float, cells: int
) -> float:
    places, jumps = _transitions(potential, inverse, time, (min(law) - 1, max(law) + 1), cells)
    rows = [(np.argmin(abs(places - place)), share) for place, share in law.items()]
    return float(sum(share * jumps[row][places < point].sum() for row, share in rows))


@lru_cache(maxsize=16)
def _transitions(
    potential: Potential, inverse: int, time: float, ends: tuple[float, float], cells: int
) -> tuple[Vector, Vector]:
    """The centres of the cells, shape (n,), and the transition probabilities, shape (n, n)."""
    width = (ends[1] - ends[0]) / cells
    centres = ends[0] + width * (np.arange(cells) + 0.5)
    heights: Vector = np.asarray(
        inverse * compiled(potential.expr, potential.coords, "numpy")(centres) + 0 * centres
    )
    low = np.flatnonzero(heights - heights.min() < HIGHEST)
    inside = slice(low[0], low[-1] + 1)
    return np.asarray(centres[inside]), np.asarray(expm(generator(heights[inside], width) * (time / inverse)))


def generator(heights: Vector, width: float) -> Vector:
    """The generator on neighbouring cells of this width, for ε = 1: `heights` are L/ε; shape (n, n)."""
    climb = np.diff(heights)
    rates = np.diag(_bernoulli(climb), 1) + np.diag(_bernoulli(-climb), -1)
    return np.asarray((rates - np.diag(rates.sum(axis=1))) / width**2)


def _bernoulli(rise: Vector) -> Vector:
    """x/(eˣ − 1), 1 at 0: the rate of a jump that climbs x."""
    safe = np.where(np.abs(rise) < 1e-10, 1.0, rise)
    return np.where(np.abs(rise) < 1e-10, 1 - rise / 2, safe / np.expm1(safe))
