"""Gauss–Legendre nodes on one panel, and the matrix that integrates from its left end to every node."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]


@lru_cache(maxsize=8)
def gauss_panel(order: int = 16) -> tuple[Vector, Vector, Vector]:
    """Nodes and weights on [−1, 1], shape (order,), and the matrix A with (A f)_i = ∫_{−1}^{x_i} f."""
    nodes, weights = np.polynomial.legendre.leggauss(order)
    values = np.polynomial.legendre.legvander(nodes, order)
    degrees = np.arange(order)
    primitive = (values[:, 1:] - np.column_stack([-(nodes**0), values[:, : order - 1]])) / (2 * degrees + 1)
    return nodes, weights, np.asarray(primitive @ legendre_coefficients(order))


@lru_cache(maxsize=8)
def legendre_coefficients(order: int = 16) -> Vector:
    """C with C f the Legendre coefficients of the polynomial through f at the nodes, shape (n, n)."""
    nodes, weights = np.polynomial.legendre.leggauss(order)
    degrees = np.arange(order)
    return np.asarray(
        (2 * degrees[:, None] + 1) / 2 * np.polynomial.legendre.legvander(nodes, order - 1).T * weights
    )
