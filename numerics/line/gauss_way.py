"""A way up a landscape, ready to be integrated in doubles at any temperature.

Panels of 16 Gauss–Legendre nodes are cut so that φ changes by a few units on each; where the polynomial
through the nodes does not follow φ' or q, they are halved. Exponentials are taken relative to the lowest φ,
so that the only number that can overflow is T itself.

## Main definitions
* `WayUp`: a way from a start up to a target.    * `WayUp.time`: the mean time it takes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from numerics.line.gauss_panel import gauss_panel, legendre_coefficients
from numerics.line.steep_panels import subdivided

Vector = NDArray[np.float64]
Function = Callable[[Vector], Vector]

DEPTH = 40.0
"""The way is cut where e^{−φ} has fallen to e^{−40} of its largest value."""
FARTHER, NEARLY = 6, 4.0
"""By how many points the cut moves out if φ turns out to be lower there than it seemed."""
LARGEST = 700.0
RISE = 4.0
"""By how much φ changes on a panel."""
PANELS = 200_000
SMOOTH, ROUNDS, FINE = 1e-12, 14, 4000
"""How small the last Legendre coefficients are, unless a panel was halved so often, or there are so many."""


@dataclass(frozen=True, slots=True, eq=False)
class WayUp:
    """From `start` up to `target` with drift −`force` and diffusion `noise`/η, all in the coordinate x.

    `points` lie along the way, ascending; `heights` is ∫ L'/β from the start, `changes` is ∫ |L'|/β, and
    `grades` a scale on which even a flat way has a few panels; `widths`
    is log(target − x) at the points up to the start. It is `plain` if φ' is a polynomial that the nodes
    determine, so that panels need not be halved.
    """

    force: Function
    noise: Function | None
    start: float
    target: float
    points: Vector
    heights: Vector
    changes: Vector
    grades: Vector
    widths: Vector
    plain: bool = False

    def time(self, eta: float, rise: float = RISE) -> float:
        """E τ at the inverse temperature `eta`; φ changes by about `rise` on a panel.

        Raises:
            ValueError: if eta is not positive, the way does not confine, or E τ is beyond all doubles.
        """
        if not 0 < eta < np.inf:
            raise ValueError(f"eta={eta}: a positive, finite number is wanted")
        behind = int(self.points.searchsorted(self.start))
        marks = eta / rise * self.changes + self.grades
        for reach in range(self._reach(eta, behind), -1, -FARTHER):
            if not marks[-1] - marks[reach] < PANELS:
                raise ValueError(f"eta={eta}: L rises and falls too often on the way and behind the start")
            back, ahead = _spaced(marks[reach], marks[behind]), _spaced(marks[behind], marks[-1])
            edges = np.interp(np.concatenate([back, ahead[1:]]), marks, self.points)
            edges[len(back) - 1], edges[-1] = self.start, self.target
            found, depth = self._swept(eta, edges)
            if depth > DEPTH - NEARLY:
                return found
        raise ValueError(f"eta={eta}: nothing keeps the process from running away behind the start")

    def cut(self, eta: float) -> float:
        """The place behind the start beyond which nothing counts; ValueError is raised if there is none."""
        return float(self.points[self._reach(eta, int(self.points.searchsorted(self.start)))])

    def _reach(self, eta: float, behind: int) -> int:
        """The last point behind the start that counts.

        Raises:
            ValueError: if all do.
        """
        depths = eta * self.heights[: behind + 1] - self.widths
        reach = int((depths < depths.min() + DEPTH).argmax()) - 1
        if reach < 0:
            raise ValueError(
                f"eta={eta}: exp(-eta L) does not fall off within {self.start - self.points[0]:.3g} behind"
                " the start, so nothing keeps the process from running away"
            )
        return reach

    def _swept(self, eta: float, edges: Vector) -> tuple[float, float]:
        """E τ, and how much higher φ is at the far end than at its lowest behind the start.

        Raises:
            ValueError: if E τ is beyond all doubles.
        """
        nodes, weights, integrals = _panel()
        for _ in range(ROUNDS):
            half = (edges[1:, None] - edges[:-1, None]) / 2
            slope, mass = self._on(eta, edges[:-1, None] + half * nodes, half)
            if self.plain:
                break
            rough = _is_rough(slope) if self.noise is None else _is_rough(slope) | _is_rough(mass)
            if rough.size > FINE or not rough.any():
                break
            edges = subdivided(edges, 1 + rough)
        first = int(edges.searchsorted(self.start))
        phi = _antiderivative(slope, integrals)
        lowest, highest = phi.min(), phi[first:].max()
        if not highest - lowest < LARGEST:
            raise ValueError(
                f"eta={eta}: the barrier is {highest - lowest:.4g} eps high, E tau exceeds the largest"
                " double; mean_escape_time encloses it"
            )
        depth = float(phi[0, 0] - phi[: first + 1].min())
        phi -= lowest
        below = _antiderivative(mass * np.exp(-phi), integrals)
        return float(half[first:, 0] @ ((np.exp(phi[first:]) * below[first:]) @ weights)), depth

    def _on(self, eta: float, x: Vector, half: Vector) -> tuple[Vector, Vector]:
        """φ' and q at `x`, times the half width of the panel, each of shape (panels, 16), or (panels, 1)."""
        slope, mass = self.force(x) * (eta * half), eta * half
        if self.noise is None:
            return slope, mass
        noise = self.noise(x)
        return slope / noise, mass / noise


@lru_cache(maxsize=1)
def _panel() -> tuple[Vector, Vector, Vector]:
    """1 + nodes, weights, and the matrix of the integrals up to each node and, last, up to the end."""
    nodes, weights, primitive = gauss_panel()
    return 1 + nodes, weights, np.ascontiguousarray(np.vstack([primitive, weights]).T)


def _is_rough(values: Vector) -> NDArray[np.bool_]:
    """Does the polynomial through the nodes not follow the function on a panel? Shape (panels,)."""
    last = np.abs(values @ _last())
    rough: NDArray[np.bool_] = last.max(axis=1) > SMOOTH
    return rough & (last.max(axis=1) > SMOOTH * np.abs(values).max(axis=1)) if rough.any() else rough


@lru_cache(maxsize=1)
def _last() -> Vector:
    """For the last two Legendre coefficients, shape (16, 2)."""
    return np.ascontiguousarray(legendre_coefficients()[-2:].T)


def _antiderivative(values: Vector, integrals: Vector) -> Vector:
    """∫ from the first edge to each node; `values`, shape (panels, 16), hold the panel's half width."""
    found = values @ integrals
    found[1:, :-1] += found[:-1, -1].cumsum()[:, None]
    return found[:, :-1]


def _spaced(low: float, high: float) -> Vector:
    """Numbers from `low` to `high`, a little less than 1 apart."""
    pieces = int(high - low) + 1
    return np.asarray(np.arange(pieces + 1) * ((high - low) / pieces) + low, dtype=np.float64)
