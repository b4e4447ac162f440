"""The quadratic form of a ladder on spectral elements, as a symmetric banded matrix.

## Main definitions
* `Functions`: the letters of a ladder and a weight, at the Gauss points.
* `element_matrices`: the matrix of each element.
* `Banded`: their sum, with some unknowns held, factorised by Cholesky.

## Implementation notes
Unknowns are numbered node by node, all modes of a node together. Diagonal scaling does not disturb a Cholesky
factorisation, so weights from 1 to e^{−500} do no harm by themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve_banded, cholesky_banded

from numerics.valley.elements import Mesh, element
from numerics.valley.ladder import Floats, Ladder, Term


def element_matrices(mesh: Mesh, ladder: Ladder, letters: Mapping[str, Floats], weight: Floats) -> Floats:
    """∫ weight · density of every element, shape (K, L, L), L = (p + 1)·modes; letters, weight (K, q)."""
    modes = ladder[0][0].matrix.shape[1]
    size = (mesh.degree + 1) * modes
    total = np.zeros((mesh.count, mesh.degree + 1, modes, mesh.degree + 1, modes))
    measure = weight * element(mesh.degree).weights * mesh.halves
    for group in ladder:
        for i, one in enumerate(group):
            for other in group[i:]:
                product = one.matrix.T @ other.matrix
                if not product.any() or not (letters[one.letter].any() and letters[other.letter].any()):
                    continue
                along = _along(mesh, measure * letters[one.letter] * letters[other.letter], one, other)
                rows, columns = np.nonzero(product)
                entries = product[rows, columns][:, None, None, None]
                total[:, :, rows, :, columns] += entries * along
                if one is not other:
                    total[:, :, columns, :, rows] += entries * along.transpose(0, 2, 1)
    return total.reshape(mesh.count, size, size)


def _along(mesh: Mesh, weight: Floats, one: Term, other: Term) -> Floats:
    """∫ weight φ_i φ_j, differentiated as the terms say, shape (K, p + 1, p + 1)."""
    rule = element(mesh.degree)
    left, right = (rule.slopes if t.derived else rule.values for t in (one, other))
    scale = weight / mesh.halves ** (one.derived + other.derived)
    product: Floats = left.T @ (scale[:, :, None] * right)
    return product


@lru_cache(maxsize=32)
def _places(size: int, width: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The lower triangle of the matrix of the first element, and where it stands in the band, both flat."""
    rows, columns = np.tril_indices(size)
    return rows * size + columns, (rows - columns) * width + columns


@dataclass(frozen=True, eq=False)
class Banded:
    """The Cholesky factor of the form in which the unknowns `held` are 0."""

    factor: Floats
    held: NDArray[np.intp]

    @classmethod
    def of(cls, matrices: Floats, modes: int, held: Sequence[int]) -> "Banded":
        """From the matrices of the elements; the unknowns numbered `held` are 0."""
        count, size, _ = matrices.shape
        step = size - modes
        width = count * step + modes
        flat, local = matrices.reshape(count, -1), np.zeros(size * width)
        lower, places = _places(size, width)
        for e in range(count):
            local[places + e * step] += flat[e, lower]
        band = local.reshape(size, width)
        index = np.asarray(held, dtype=np.intp)
        for j in index:
            band[:, j] = 0
            reach = np.arange(1, min(size - 1, j) + 1)
            band[reach, j - reach] = 0
        band[0, index] = 1
        return cls(cholesky_banded(band, lower=True, overwrite_ab=True, check_finite=False), index)

    def solve(self, right: Floats) -> Floats:
        """The solutions for right-hand sides (unknowns, n); 0 where the unknowns are held."""
        free = right.copy()
        free[self.held] = 0
        solution: Floats = cho_solve_banded((self.factor, True), free, overwrite_b=True, check_finite=False)
        solution[self.held] = 0
        return solution
