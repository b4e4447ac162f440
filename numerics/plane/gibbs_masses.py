"""Integrals of e^{−ηL} over the plane and over discs, in double precision, each at two resolutions.

## Main definitions
* `plane_mass`: ∫ e^{−η(L − ground)} over the plane, by adaptive Gauss–Legendre cells.
* `disc_mass`: the same over a disc, by Gauss–Legendre in the radius and the trapezoidal rule in the angle.
* `rounding`: what doubles cost in the exponent.

## Implementation notes
What lies above `ground` + `DEEP`/η weighs less than e^{−DEEP} per area and is left out; the box of the rest
comes from `numerics.terrain.level_box`. A cell is split until it agrees with its four quarters; cells that
hold a minimum are split until they are as small as its well, so that no narrow well is missed between the
nodes. At high η the rounding of L in the exponent is what remains of the error.
"""

from collections.abc import Callable, Sequence

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from scipy.special import roots_legendre

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.backends import compiled
from numerics.bounds import converged
from numerics.terrain.level_box import level_box
from numerics.terrain.terrain import terrain_of

Array = NDArray[np.float64]
Place = Sequence[float]
Density = Callable[[Array, Array], Array]

DEEP = 46.0
"""e^−46 is 10⁻²⁰."""

ACCURACY = 1e-13
UNIT = 2.0**-53
NODES, FIRST, ROUNDS, MOST_CELLS = 12, 8, 40, 100_000
FLAT = 1e-12
FEWEST, MOST = 32, 2048  # radii in a disc
LOOSEST = 1e-6
"""A disc that is not known to so much is refused."""


def plane_mass(potential: Potential, eta: float, minima: Sequence[Place], ground: float = 0.0) -> Bound:
    """∫ e^{−η(L − ground)} over the plane, grade NUMERICAL.

    All `minima` are given, shape (n, 2); L is `ground` at the lowest.

    Raises:
        ValueError: if the potential has not two coordinates or does not confine, or there are too many cells.
    """
    density = gibbs_weight(potential, eta, ground)
    cells = _first_cells(level_box(potential, minima, ground + DEEP / eta))
    sizes, loss = well_sizes(potential, eta, minima), rounding(potential, eta, minima)
    total = error = 0.0
    for _ in range(ROUNDS):
        coarse = _masses(density, cells)
        fine = _masses(density, _quarters(cells).reshape(-1, 4)).reshape(-1, 4).sum(axis=1)
        enough = max(ACCURACY, loss) * (total + fine.sum()) / len(cells)
        done = (np.abs(fine - coarse) <= enough) & ~_too_wide(cells, minima, sizes)
        total, error = total + fine[done].sum(), error + np.abs(fine - coarse)[done].sum()
        cells = _parts(cells[~done]).reshape(-1, 4)
        if not len(cells):
            return converged(total * (1 + loss) + error, total, method="adaptive Gauss-Legendre cells")
        if len(cells) > MOST_CELLS:
            break
    raise ValueError(f"eta={eta:g}: the integral of exp(-eta*({potential.expr})) does not converge")


def disc_mass(
    potential: Potential, eta: float, centre: Place, radius: float, ground: float = 0.0, width: float = np.inf
) -> Bound:
    """∫ e^{−η(L − ground)} over a disc, grade NUMERICAL: twice as many radii until nothing changes.

    `width` is the size of the narrowest well; that at the centre is looked up.

    Raises:
        ValueError: if the potential has not two coordinates, the radius is not positive, or so narrow a well
            in so wide a disc is not resolved.
    """
    density = gibbs_weight(potential, eta, ground)
    if not radius > 0:
        raise ValueError(f"radius={radius}: a positive number is wanted")
    narrowest = min(width, *well_sizes(potential, eta, [centre]))
    loss, n = rounding(potential, eta, [centre]), FEWEST
    while n < MOST and n * narrowest < radius:
        n *= 2
    coarse, fine = (_disc(density, centre, radius, m) for m in (n // 2, n))
    while abs(fine - coarse) > max(ACCURACY, loss) * fine and n < MOST:
        n, coarse, fine = 2 * n, fine, _disc(density, centre, radius, 2 * n)
    if n * narrowest < radius or abs(fine - coarse) > LOOSEST * fine:
        raise ValueError(
            f"radius={radius:g}: a disc so much wider than the well at {tuple(centre)} is not resolved"
        )
    error = abs(fine - coarse) + loss * fine
    return converged(fine + error, fine, method=f"Gauss-Legendre, {n // 2} and {n} radii")


def gibbs_weight(potential: Potential, eta: float, ground: float) -> Density:
    """e^{−η(L − ground)} as a function of two arrays of one shape.

    Raises:
        ValueError: if the potential has not two coordinates.
    """
    if len(potential.coords) != 2:
        raise ValueError(f"loss={potential.expr}: two coordinates are wanted, not {len(potential.coords)}")
    height = compiled(potential.expr, potential.coords, "numpy")

    def density(x: Array, y: Array) -> Array:
        with np.errstate(over="ignore", under="ignore"):
            found: Array = np.exp(-eta * (height(x, y) - ground))
        return found

    return density


def rounding(potential: Potential, eta: float, places: Sequence[Place]) -> float:
    """The relative error of e^{−ηL} in doubles at the worst of `places`: η times that of the terms of L."""
    size = compiled(_size(potential.expr), potential.coords, "numpy")
    return UNIT * (2 * DEEP + 2 * eta * max(float(size(*place)) for place in places))


def _size(expr: sp.Expr) -> sp.Expr:
    """`expr` with every term and factor replaced by its absolute value."""
    if expr.is_Add or expr.is_Mul:
        return expr.func(*map(_size, expr.args))
    if expr.is_Pow and expr.exp.is_Integer and expr.exp > 0:
        return _size(expr.base) ** expr.exp
    return sp.Abs(expr)


def well_sizes(potential: Potential, eta: float, minima: Sequence[Place]) -> list[float]:
    """The smaller standard deviation of the Gaussian at each minimum, in the directions that have one."""
    spectra = np.linalg.eigvalsh(terrain_of(potential).hessian(np.array(minima, dtype=float)))
    return [float(1 / np.sqrt(eta * max(values[-1], FLAT))) for values in spectra]


def _first_cells(box: Sequence[tuple[float, float]]) -> Array:
    """Low and high of x, low and high of y of some equal cells, shape (n, 4)."""
    x, y = (np.linspace(*side, FIRST + 1) for side in box)
    return np.array([(x[i], x[i + 1], y[j], y[j + 1]) for i in range(FIRST) for j in range(FIRST)])


def _quarters(cells: Array) -> Array:
    """Each cell in four, halved in both directions, shape (n, 4, 4)."""
    a, b, c, d = cells.T
    u, v = (a + b) / 2, (c + d) / 2
    found = np.array([[a, u, c, v], [u, b, c, v], [a, u, v, d], [u, b, v, d]])
    return np.asarray(found.transpose(2, 0, 1))


def _parts(cells: Array) -> Array:
    """Each cell in four, shape (n, 4, 4): a long one in slices, so that cells become square."""
    a, b, c, d = cells.T
    share = np.linspace(0, 1, 5)[:, None]
    x, y, same = a + (b - a) * share, c + (d - c) * share, np.ones((4, 1))
    wide = np.stack([x[:-1], x[1:], c * same, d * same]).transpose(2, 1, 0)
    tall = np.stack([a * same, b * same, y[:-1], y[1:]]).transpose(2, 1, 0)
    found = np.where(((b - a) > 2 * (d - c))[:, None, None], wide, _quarters(cells))
    return np.where(((d - c) > 2 * (b - a))[:, None, None], tall, found)


def _masses(density: Density, cells: Array) -> Array:
    """The integral over each cell, shape (n,)."""
    nodes, weights = roots_legendre(NODES)
    a, b, c, d = cells.T[:, :, None]
    x, y = (a + b) / 2 + (b - a) / 2 * nodes, (c + d) / 2 + (d - c) / 2 * nodes
    values = density(*np.broadcast_arrays(x[:, :, None], y[:, None, :]))
    found: Array = np.einsum("nij,i,j->n", values, weights, weights) * ((b - a) * (d - c) / 4)[:, 0]
    return found


def _too_wide(cells: Array, minima: Sequence[Place], sizes: Sequence[float]) -> NDArray[np.bool_]:
    """Does a cell hold a minimum and exceed four times the size of its well?"""
    a, b, c, d = cells.T
    found = np.zeros(len(cells), dtype=bool)
    for (x, y), size in zip(minima, sizes, strict=True):
        holds = (a <= x) & (x <= b) & (c <= y) & (y <= d)
        found |= holds & (np.maximum(b - a, d - c) > 4 * size)
    return found


def _disc(density: Density, centre: Place, radius: float, n: int) -> float:
    """The integral over a disc from `n` radii and 2`n` angles."""
    nodes, weights = roots_legendre(n)
    rho, angle = radius * (nodes[:, None] + 1) / 2, np.pi * np.arange(2 * n)[None, :] / n
    values = density(centre[0] + rho * np.cos(angle), centre[1] + rho * np.sin(angle)) * rho
    return float((weights[:, None] * values).sum() * radius / 2 * np.pi / n)
