"""Spectral elements on a line: Lagrange polynomials on Gauss–Lobatto nodes.

## Main definitions
* `Element`: the reference element [−1, 1] of a degree, with a Gauss rule.
* `Mesh`: consecutive elements, neighbours share a node.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MORE_POINTS = 4
"""The Gauss rule has this many points more than the degree: weights like e^{−U/ε} are not polynomials."""


@dataclass(frozen=True, slots=True)
class Element:
    """Gauss–Lobatto `nodes` (p + 1) and Gauss `points`, `weights` (q); shapes (q, p + 1) of the basis."""

    nodes: Floats
    points: Floats
    weights: Floats
    values: Floats
    slopes: Floats
    coefficients: Floats
    """Legendre coefficients of each basis function, one column each, shape (p + 1, p + 1)."""


@lru_cache(maxsize=64)
def element(degree: int) -> Element:
    """The reference element of this degree, at least 1."""
    top = np.zeros(degree + 1)
    top[degree] = 1
    nodes = np.concatenate([[-1.0], np.sort(legendre.legroots(legendre.legder(top)).real), [1.0]])
    points, weights = legendre.leggauss(degree + MORE_POINTS)
    coefficients = np.linalg.inv(legendre.legvander(nodes, degree)).astype(np.float64)
    values = legendre.legvander(points, degree) @ coefficients
    slopes = legendre.legval(points, legendre.legder(coefficients)).T.astype(np.float64)
    return Element(nodes, points, weights, values, slopes, coefficients)


@dataclass(frozen=True)
class Mesh:
    """Elements of one degree between the `edges`, shape (K + 1,), increasing."""

    edges: Floats
    degree: int

    @property
    def count(self) -> int:
        """The number K of elements."""
        return len(self.edges) - 1

    @cached_property
    def halves(self) -> Floats:
        """Half the width of each element, shape (K, 1)."""
        return (np.diff(self.edges) / 2)[:, None]

    @cached_property
    def points(self) -> Floats:
        """The Gauss points of all elements, shape (K, q)."""
        return (self.edges[:-1] + self.edges[1:])[:, None] / 2 + self.halves * element(self.degree).points

    def place(self, x: float) -> tuple[int, Floats]:
        """The element that holds x, and the values of its basis functions there, shape (p + 1,)."""
        e = int(np.clip(np.searchsorted(self.edges, x, "right") - 1, 0, self.count - 1))
        t = (x - (self.edges[e] + self.edges[e + 1]) / 2) / self.halves[e, 0]
        return e, legendre.legvander(np.array([t]), self.degree)[0] @ element(self.degree).coefficients


def mesh_between(breaks: Floats, width: float, degree: int) -> Mesh:
    """Elements at most `width` wide that have the increasing `breaks` among their edges."""
    parts = [np.linspace(a, b, int(np.ceil((b - a) / width)) + 1)[:-1] for a, b in pairwise(breaks)]
    return Mesh(np.concatenate([*parts, breaks[-1:]]), degree)
