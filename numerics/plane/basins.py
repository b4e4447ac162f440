"""To which minimum −∇L leads from each node of a mesh.

## Main definitions
* `basins_of_attraction`: the minima, and the number of its minimum for each node.

## Implementation notes
The piece of {L < c} around a minimum belongs to it as long as it holds no other. From nodes above all such
pieces −∇L is followed, in short steps, until one is entered. Nodes that are lowest among their
neighbours only because a narrow valley lies askew to the mesh lead to the same minimum and are one.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import label, minimum_filter
from scipy.optimize import minimize

from numerics.plane.landscape import Landscape
from numerics.plane.mesh import Mesh

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

SAME = 0.5
"""Minima closer than this many cells are one."""
STEPS, HALVINGS = 3000, 40
FAR = 0.05
"""A step is at most half the smallest cell, or this part of the distance to the nearest minimum."""


def basins_of_attraction(land: Landscape, mesh: Mesh, inside: Mask) -> tuple[Floats, Integers]:
    """The minima, shape (k, 2), and the number of that of each node, shape (n, m), −1 outside."""
    loss = np.where(inside, land.loss(*mesh.nodes()), np.inf)
    minima = _minima(land, mesh, loss)
    number = np.full(loss.shape, -1)
    for k in range(len(minima)):
        number[_alone(loss, mesh, minima, k)] = k
    above = np.argwhere(inside & (number < 0))
    number[tuple(above.T)] = _followed(land, mesh, number, above, minima)
    return minima, number


def _minima(land: Landscape, mesh: Mesh, loss: Floats) -> Floats:
    lowest = np.argwhere((loss == minimum_filter(loss, 3)) & np.isfinite(loss))
    found: list[Floats] = []
    for node, width in zip(lowest, mesh.widths(lowest), strict=True):
        place = minimize(
            lambda w: float(land.loss(w[0], w[1])),
            [mesh.x[node[0]], mesh.y[node[1]]],
            jac=lambda w: np.array([float(slope(w[0], w[1])) for slope in land.slope]),
            options={"gtol": 1e-10},
        ).x
        if not any((abs(place - known) < SAME * width).all() for known in found):
            found.append(place)
    return np.array(found)


def _alone(loss: Floats, mesh: Mesh, minima: Floats, k: int) -> Mask:
    """The largest piece of {L < c} around the minimum k that holds no other one, over all c."""
    nodes = [tuple(mesh.nearest((m[0], m[1]))) for m in minima]

    def piece(level: float) -> Mask:
        pieces, _ = label(loss <= level)
        return np.asarray(pieces == pieces[nodes[k]])

    low, high = float(loss[nodes[k]]), float(loss[np.isfinite(loss)].max())
    for _ in range(HALVINGS if len(minima) > 1 else 0):
        level = (low + high) / 2
        held = piece(level)
        alone = not any(held[node] for j, node in enumerate(nodes) if j != k and node != nodes[k])
        low, high = (level, high) if alone else (low, level)
    return piece(low if len(minima) > 1 else high)


def _followed(land: Landscape, mesh: Mesh, number: Integers, above: Integers, minima: Floats) -> Integers:
    """The numbers of the minima to which −∇L leads from the nodes `above`, shape (n, 2)."""
    x, y = mesh.x[above[:, 0]], mesh.y[above[:, 1]]
    step = float(mesh.widths(np.argwhere(number >= 0)).min()) / 2
    found, going = np.full(x.size, -1), np.arange(x.size)
    for _ in range(STEPS):
        if not going.size:
            break
        away = np.hypot(x[going, None] - minima[:, 0], y[going, None] - minima[:, 1]).min(axis=1)
        length = np.maximum(step, FAR * away)
        dx, dy = _downhill(land, x[going], y[going], length / 2)
        dx, dy = _downhill(land, x[going] + dx, y[going] + dy, length)
        x[going], y[going] = x[going] + dx, y[going] + dy
        found[going] = _entered(mesh, number, x[going], y[going])
        going = going[found[going] < 0]
    near = np.hypot(x[going, None] - minima[:, 0], y[going, None] - minima[:, 1])
    found[going] = near.argmin(axis=1)
    return found


def _downhill(land: Landscape, x: Floats, y: Floats, length: Floats) -> tuple[Floats, Floats]:
    a, b = (slope(x, y) for slope in land.slope)
    size = np.maximum(np.hypot(a, b), 1e-300)
    return -a / size * length, -b / size * length


def _entered(mesh: Mesh, number: Integers, x: Floats, y: Floats) -> Integers:
    """The number at all four nodes around a place, −1 where they differ."""
    i, j = (np.clip(np.searchsorted(line, c) - 1, 0, line.size - 2) for line, c in ((mesh.x, x), (mesh.y, y)))
    corners = np.stack([number[i + a, j + b] for a in (0, 1) for b in (0, 1)])
    return np.where((corners == corners[0]).all(axis=0), corners[0], -1)
