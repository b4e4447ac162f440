"""Panels on the line, narrow where a function varies.

## Main definitions
* `steep_panels`: edges between which U changes by no more than a given amount, and smoothly.
* `subdivided`, `halved`: finer edges.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from numerics.line.gauss_panel import gauss_panel, legendre_coefficients

Vector = NDArray[np.float64]

ORDER = 24
SMOOTH = 1e-13
FIRST, MOST, ROUNDS = 8, 4000, 48


def steep_panels(slope: Callable[[Vector], Vector], low: float, high: float, climb: float) -> Vector:
    """Edges of panels on which ∫|U'| ≤ `climb` and the polynomial through the nodes follows U'.

    Raises:
        ValueError: if U' is not finite, or more than 4000 panels would be needed.
    """
    nodes, weights, _ = gauss_panel(ORDER)
    last = legendre_coefficients(ORDER)[-2:]
    edges = np.linspace(low, high, FIRST + 1)
    for _ in range(ROUNDS):
        halves = (edges[1:] - edges[:-1]) / 2
        slopes = slope(edges[:-1, None] + halves[:, None] * (1 + nodes))
        change = halves * (np.abs(slopes) @ weights)
        if not np.isfinite(change).all():
            raise ValueError(f"L' is not finite everywhere on [{low:.4g}, {high:.4g}]")
        rough = halves * np.abs(slopes @ last.T).max(axis=1) > SMOOTH * (1 + change)
        parts = np.maximum(np.ceil(change / climb), 1 + rough).astype(int)
        if parts.max() == 1:
            break
        if parts.sum() > MOST:
            raise ValueError(
                f"eta·L varies too much on [{low:.4g}, {high:.4g}]: {parts.sum()} panels would be needed,"
                f" at most {MOST} are allowed, shorten the interval"
            )
        edges = subdivided(edges, parts)
    return edges


def subdivided(edges: Vector, parts: NDArray[np.int_]) -> Vector:
    """The edges with every panel cut into as many equal `parts`, shape (panels,)."""
    place = np.repeat(np.arange(parts.size), parts)  # the panel of every new one
    nth = np.arange(place.size) - (np.cumsum(parts) - parts)[place]
    return np.append(edges[place] + nth * ((edges[1:] - edges[:-1]) / parts)[place], edges[-1])


def halved(edges: Vector) -> Vector:
    """The edges with every panel cut into two equal ones."""
    finer = np.empty(2 * edges.size - 1)
    finer[::2], finer[1::2] = edges, (edges[1:] + edges[:-1]) / 2
    return finer
