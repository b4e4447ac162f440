"""Mean times to leave a rectangle, for any drift and any matrix of diffusion.

For dW = b(W) dt + √(2ε₀) σ(W) dB (Itô), C = σσᵀ, T(w) = E_w τ solves ε₀ Σ C_ij ∂_i∂_j T + b·∇T = −1 in
the rectangle, T = 0 on its sides. Central differences, nine nodes at each place, error h²; the limit by
`numerics.plane.richardson`.

## Main definitions
* `Field`: drift and C at places.      * `Rectangle`: where the process starts and what it leaves.
* `mean_time_to_leave`: T at the start.

## Implementation notes
`numerics.plane.chain` is monotone and exact at any barrier, but knows β(w) I only: with off-diagonal
entries there are no positive rates on nine nodes for every C. Differences lose their meaning where a
cell is longer than ε₀C/|b|; then meshes do not agree, and the time is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.interpolate import RectBivariateSpline
from scipy.sparse.linalg import splu

from ledger.bound import Bound
from numerics.plane.richardson import refined

Floats = NDArray[np.float64]
Drift = tuple[Floats, Floats]
Tensor = tuple[Floats, Floats, Floats]
Field = Callable[[Floats, Floats], tuple[Drift, Tensor]]
"""(x, y) to b and (C₁₁, C₁₂, C₂₂), on arrays of any one shape."""

LINES = (36, 28)
"""Cells along x and y at refinement 1."""
CELLS = 70_000
SYMMETRIC: dict[str, Any] = {
    "permc_spec": "MMD_AT_PLUS_A",
    "diag_pivot_thresh": 0.01,
    "options": {"SymmetricMode": True},
}
"""The pattern is symmetric; pivots off the diagonal would fill it."""


@dataclass(frozen=True)
class Rectangle:
    """The open rectangle x in `across`, y in `along`, and a `start` in it.

    Raises:
        ValueError: if the start is not inside.
    """

    start: tuple[float, float]
    across: tuple[float, float]
    along: tuple[float, float]

    def __post_init__(self) -> None:
        for place, (low, high) in zip(self.start, (self.across, self.along), strict=True):
            if not low < place < high:
                raise ValueError(f"start={self.start}: not between {low:g} and {high:g}")


def mean_time_to_leave(field: Field, eps0: float, rectangle: Rectangle, accuracy: float = 1e-3) -> Bound:
    """E τ from the start to a side of the rectangle: grade NUMERICAL.

    Raises:
        ValueError: if `eps0` or the covariance is not positive, or the time is not found to 5 %.
    """
    if not eps0 > 0:
        raise ValueError(f"eps0={eps0}: a positive number is wanted")

    def time(refinement: float) -> float:
        return _time(field, eps0, rectangle, *(round(refinement * n) for n in LINES))

    def cells(refinement: float) -> float:
        return float(np.prod([refinement * n for n in LINES]))

    return refined(time, cells, accuracy, CELLS, "the time to leave")


def _time(field: Field, eps0: float, rectangle: Rectangle, n: int, m: int) -> float:
    """T at the start by a spline through the nodes of an n × m mesh."""
    lines = np.linspace(*rectangle.across, n + 1)[1:-1], np.linspace(*rectangle.along, m + 1)[1:-1]
    x, y = np.meshgrid(*lines, indexing="ij")
    factors = splu(_generator(field, eps0, lines, x, y), **SYMMETRIC)
    times = factors.solve(-np.ones(x.size)).reshape(x.shape)
    return float(RectBivariateSpline(*lines, times).ev(*rectangle.start))


def _generator(
    field: Field, eps0: float, lines: tuple[Floats, Floats], x: Floats, y: Floats
) -> sparse.csc_matrix:
    """ε₀ C:∇² + b·∇ on the inner nodes.

    Raises:
        ValueError: if C is not positive definite at a node.
    """
    (right, up), (one, mixed, two) = field(x, y)
    if not ((one > 0) & (one * two > mixed**2)).all():
        raise ValueError("covariance: it has to be positive definite all over the rectangle")
    first, second = zip(*(_differences(line) for line in lines), strict=True)
    unit = [sparse.identity(line.size) for line in lines]
    terms = (
        (eps0 * one, second[0], unit[1]),
        (2 * eps0 * mixed, first[0], first[1]),
        (eps0 * two, unit[0], second[1]),
        (right, first[0], unit[1]),
        (up, unit[0], first[1]),
    )
    return sparse.csc_matrix(sum(sparse.diags(c.ravel()) @ sparse.kron(a, b) for c, a, b in terms))


def _differences(line: Floats) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """The central first and second difference on an even line, 0 beyond its ends."""
    gap, ones = line[1] - line[0], np.ones(line.size)
    first = sparse.diags([-ones[1:], ones[1:]], [-1, 1]) / (2 * gap)
    return first, sparse.diags([ones[1:], -2 * ones, ones[1:]], [-1, 0, 1]) / gap**2
