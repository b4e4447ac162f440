"""Conforming trial functions on a rectangle: polynomials on patches, joined continuously.

## Main definitions
* `Patches`: a rectangle cut into patches, polynomials of one degree in each coordinate on each.
* `least_energy`: the function with given boundary values whose weighted Dirichlet integral is least.

## Implementation notes
The nodes of a patch are a tensor product, so a function is determined on an edge by its values there: it is
continuous whatever the values are. Weights are scaled to 1 at their largest; linear algebra is in doubles and
nobody has to trust it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import splu

from numerics.valley.elements import Element, element

Floats = NDArray[np.float64]
Weight = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True, slots=True)
class Patches:
    """[ends] × [sides], cut into `counts` patches of this degree."""

    ends: tuple[float, float]
    sides: tuple[float, float]
    counts: tuple[int, int]
    degree: int

    @property
    def shape(self) -> tuple[int, int]:
        """The number of nodes in each direction."""
        return self.counts[0] * self.degree + 1, self.counts[1] * self.degree + 1

    @property
    def widths(self) -> tuple[float, float]:
        """The widths of a patch."""
        first, second = ((b - a) / n for (a, b), n in zip((self.ends, self.sides), self.counts, strict=True))
        return first, second

    @property
    def numbers(self) -> NDArray[np.intp]:
        """The numbers of the nodes of each patch, shape (patches, (p + 1)²)."""
        p, nodes = self.degree, np.arange(np.prod(self.shape)).reshape(self.shape)
        windows = np.lib.stride_tricks.sliding_window_view(nodes, (p + 1, p + 1))[::p, ::p]
        return np.asarray(windows.reshape(-1, (p + 1) ** 2), dtype=np.intp)

    def points(self, t: Floats) -> tuple[Floats, Floats]:
        """The coordinates at the reference points t × t of each patch, shape (patches, len(t)²)."""
        axes = [
            a + h * (np.arange(n)[:, None] + (1 + t) / 2)
            for (a, _), h, n in zip((self.ends, self.sides), self.widths, self.counts, strict=True)
        ]
        first = np.broadcast_to(axes[0][:, None, :, None], (*self.counts, len(t), len(t)))
        second = np.broadcast_to(axes[1][None, :, None, :], (*self.counts, len(t), len(t)))
        return first.reshape(-1, len(t) ** 2), second.reshape(-1, len(t) ** 2)


def least_energy(patches: Patches, weight: Weight, fixed: Floats) -> Floats:
    """The values at the nodes, where `fixed` is not NaN equal to it, that make ∫ weight |∇u|² least."""
    rule = element(patches.degree)
    local = _matrices(patches, weight, rule)
    numbers = patches.numbers
    size = int(np.prod(patches.shape))
    rows = np.repeat(numbers, numbers.shape[1], axis=1)
    columns = np.tile(numbers, numbers.shape[1])
    matrix = sparse.csc_matrix((local.ravel(), (rows.ravel(), columns.ravel())), (size, size))
    values = fixed.ravel().copy()
    free = np.isnan(values)
    values[free] = 0
    scale = sparse.diags(1 / np.sqrt(matrix.diagonal()[free]))
    inner = (scale @ matrix[free][:, free] @ scale).tocsc()
    right = scale @ (matrix[free] @ values)
    values[free] = -(scale @ splu(inner, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0).solve(right))
    return values.reshape(patches.shape)


def _matrices(patches: Patches, weight: Weight, rule: Element) -> Floats:
    """The matrix of each patch, shape (patches, (p + 1)², (p + 1)²)."""
    h, k = patches.widths
    wide = np.outer(rule.weights, rule.weights).ravel() * weight(*patches.points(rule.points))
    total: Floats = np.zeros(())
    for one, other, scale in ((rule.slopes, rule.values, k / h), (rule.values, rule.slopes, h / k)):
        basis = np.kron(one, other)
        total = total + scale * (basis.T @ (wide[:, :, None] * basis))
    return total
