"""Mean escape times in the plane by finite volumes.

T(w) = E_w[time to reach the target] solves ε ΔT − ∇L·∇T = −1 with T = 0 on the target. On a grid this becomes
an equation for a jump chain: with Scharfetter–Gummel rates the chain is reversible for e^{−L/ε}, T ≥ 0, and
the error is of second order in the mesh.

## Main definitions
* `Box`: the rectangle that is cut into cells.
* `mean_escape_time_in_plane`: T at a point, from two meshes: grade NUMERICAL.

## Implementation notes
Cells so high that the process is never there (L − min L > 36 ε, e^{−36} ≈ 2·10⁻¹⁶) are left out; the rest of
the boundary reflects. Plain sparse LU loses its digits when barrier/ε is above about 25, which is refused.

## References
* Scharfetter1969, Donati2018: the rates.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import spsolve

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.backends import compiled
from numerics.bounds import converged
from numerics.quadrature import Exact, exact_number

Floats = NDArray[np.float64]

HIGHEST = 36.0
"""Cells higher than this many ε above the lowest are left out."""

LONGEST = 1e11
"""A time above this is e^25 and more: plain LU cannot be trusted with it."""


@dataclass(frozen=True, slots=True)
class Box:
    """The rectangle [left, right] × [bottom, top]."""

    left: float
    right: float
    bottom: float
    top: float


def mean_escape_time_in_plane(
    potential: Potential,
    eta: Exact,
    start: tuple[Exact, Exact],
    target: tuple[Exact, Exact],
    *,
    radius: float,
    box: Box,
    cells: int,
) -> Bound:
    """E τ from `start` to the disc of this `radius` around `target`, on `cells`² and (cells/2)² cells.

    Raises:
        ValueError: if the potential has not two coordinates, a number is not positive, the box does not hold
            start and target, or the time is so long that linear algebra in doubles loses it.
    """
    if len(potential.coords) != 2:
        raise ValueError(
            f"{potential.name or potential.expr}: two coordinates are wanted, not {len(potential.coords)}"
        )
    inverse = float(exact_number(eta, "eta"))
    for name, value in (("eta", inverse), ("radius", radius), ("cells", cells)):
        if not value > 0:
            raise ValueError(f"{name}={value}: a positive number is wanted")
    here, there = _inside(box, start, "start"), _inside(box, target, "target")
    coarse, fine = (_time(potential, inverse, here, there, radius, box, n) for n in (cells // 2, cells))
    return converged(coarse, fine, method=f"finite volumes, {cells}² cells")


def _inside(box: Box, point: tuple[Exact, Exact], name: str) -> Floats:
    """`point` as doubles, shape (2,).

    Raises:
        ValueError: if it is not inside the box.
    """
    x, y = (float(exact_number(c, name)) for c in point)
    if not (box.left < x < box.right and box.bottom < y < box.top):
        raise ValueError(f"{name}=({x:g}, {y:g}): not inside {box}")
    return np.array([x, y])


def _time(
    potential: Potential, eta: float, start: Floats, target: Floats, radius: float, box: Box, cells: int
) -> float:
    """T at `start` on one mesh.

    Raises:
        ValueError: if the time is too long to be trusted.
    """
    (x, dx), (y, dy) = _centres(box.left, box.right, cells), _centres(box.bottom, box.top, cells)
    grid = np.meshgrid(x, y, indexing="ij")
    heights = eta * np.broadcast_to(compiled(potential.expr, potential.coords, "numpy")(*grid), grid[0].shape)
    inside = heights - heights.min() < HIGHEST
    chain = generator(heights, inside, (dx, dy)) / eta
    hit = (np.hypot(grid[0] - target[0], grid[1] - target[1]) <= radius)[inside]
    times = np.zeros(hit.size)
    times[~hit] = spsolve(chain[~hit][:, ~hit].tocsc(), -np.ones((~hit).sum()))
    hats = [
        np.clip(1 - abs(g[inside] - s) / h, 0, None) for g, s, h in zip(grid, start, (dx, dy), strict=True)
    ]
    time = float(np.average(times, weights=hats[0] * hats[1]))  # between the cells around the start
    if not 0 < time < LONGEST:
        raise ValueError(f"eta={eta:g}: the escape takes too long for linear algebra in doubles")
    return time


def _centres(low: float, high: float, cells: int) -> tuple[Floats, float]:
    width = (high - low) / cells
    return np.asarray(low + width * (np.arange(cells) + 0.5)), width


def generator(heights: Floats, inside: NDArray[np.bool_], widths: tuple[float, ...]) -> sparse.csr_matrix:
    """The generator on the cells `inside`, for ε = 1: `heights` are L/ε, of any dimension."""
    number = np.full(heights.shape, -1)
    number[inside] = np.arange(inside.sum())
    rows, columns, rates = [], [], []
    for axis, width in enumerate(widths):
        here, there = (
            np.take(number, np.arange(*ends), axis)
            for ends in ((0, number.shape[axis] - 1), (1, number.shape[axis]))
        )
        climb = np.diff(heights, axis=axis)
        pairs = (here >= 0) & (there >= 0)
        for source, goal, rise in ((here, there, climb), (there, here, -climb)):
            rows.append(source[pairs])
            columns.append(goal[pairs])
            rates.append(_bernoulli(rise[pairs]) / width**2)
    size = int(inside.sum())
    jumps = sparse.csr_matrix(
        (np.concatenate(rates), (np.concatenate(rows), np.concatenate(columns))), (size, size)
    )
    return (jumps - sparse.diags(np.asarray(jumps.sum(axis=1)).ravel())).tocsr()


def _bernoulli(rise: Floats) -> Floats:
    """x/(eˣ − 1), 1 at 0: the Scharfetter–Gummel rate of a jump that climbs x."""
    safe = np.where(np.abs(rise) < 1e-10, 1.0, rise)
    return np.where(np.abs(rise) < 1e-10, 1 - rise / 2, safe / np.expm1(safe))
