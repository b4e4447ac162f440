"""The inverse of the generator on the line, by quadrature; its largest eigenvalues, by Lanczos.

With p = e^{−U} and the mass split in two near its median x₀, −𝓛u = f, ∫ f p = 0, has the solution
|u'| = (1/(ε₀βp)) ∫ f p, the integral taken over all that lies beyond x, seen from x₀. That side is the
lighter one, so no digit cancels, whatever the barrier; and 1/gap is the largest eigenvalue of f ↦ u, of which
a backward stable method keeps all digits. A matrix for 𝓛 itself loses them: there the gap is the smallest.

## Main definitions
* `GreenOperator`: f ↦ u on the nodes of such panels.   * `GreenOperator.eigenvalues`: 1/λ₁ > 1/λ₂ > ….
* `GreenOperator.hardy_constant`: Muckenhoupt's B, with 1/(4B) ≤ gap ≤ 1/(B·lighter mass).

## Implementation notes
Panels are kept in outward order: those left of x₀ first, mirrored, then those on the right. Each has its own
scale e^{level}, level being about U there: what lies beyond a node is kept times e^{level/2}, what lies
between x₀ and it times e^{−level/2}. So only a barrier that has to be crossed can overflow, not a high wall.

## References
* Muckenhoupt1972, Bobkov1999: the two-sided bound.   * Parlett1998: Lanczos with full orthogonalisation.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import dstev

from numerics.line.gauss_panel import gauss_panel
from numerics.line.line_diffusion import LineDiffusion
from numerics.line.steep_panels import ORDER

Vector = NDArray[np.float64]

DEEPEST = 690.0
STEPS = 80
SETTLED = 2e-17
FAINT, DEVIATIONS = 1e4, 4


@dataclass(frozen=True)
class GreenOperator:
    """f ↦ u with −𝓛u = f, for the diffusion `line` between reflecting ends, on panels with these `edges`."""

    line: LineDiffusion
    edges: Vector

    @cached_property
    def halves(self) -> Vector:
        """Half the width of every panel, shape (panels, 1)."""
        return np.asarray((self.edges[1:] - self.edges[:-1])[:, None] / 2)

    @cached_property
    def nodes(self) -> Vector:
        """Ascending, shape (panels, 24)."""
        return np.asarray(self.edges[:-1, None] + self.halves * (1 + gauss_panel(ORDER)[0]))

    @cached_property
    def heights(self) -> Vector:
        """U on the nodes, its least value 0."""
        _, weights, primitive = gauss_panel(ORDER)
        rises = self.line.slope(self.nodes) * self.halves
        whole = rises @ weights
        heights = rises @ primitive.T + (np.cumsum(whole) - whole)[:, None]
        return np.asarray(heights - heights.min())

    @cached_property
    def heights_error(self) -> float:
        """How far differences of heights may be off for the rounding of U', where mass enough lies beyond.

        What is random adds up like a walk over all nodes, four standard deviations of which are allowed.
        """
        beyond = np.minimum(self.masses.sum(axis=1).cumsum(), self.masses.sum(axis=1)[::-1].cumsum()[::-1])
        counted = 2 * self.halves[:, 0] * np.minimum(FAINT * beyond / self.lighter, 1)
        chance, constants = (
            counted * np.maximum(ends[1:], ends[:-1]) for ends in self.line.slope_errors(self.edges)
        )
        return float(DEVIATIONS * np.linalg.norm(chance) / np.sqrt(ORDER) + constants.sum())

    @cached_property
    def levels(self) -> Vector:
        """The mean of U on each panel, in outward order, shape (panels,)."""
        return np.asarray(self._outward(self.heights).mean(axis=1))

    @property
    def masses(self) -> Vector:
        """The probability at each node, shape (panels, 24), sum 1."""
        return np.asarray(self._weighed / self._weighed.sum())

    @cached_property
    def _weighed(self) -> Vector:
        return np.asarray(np.exp(-self.heights) * gauss_panel(ORDER)[1] * self.halves)

    @cached_property
    def split(self) -> int:
        """How many panels lie left of x₀."""
        below = np.cumsum(self.masses.sum(axis=1))[:-1]
        return int(np.argmin(np.abs(below - 0.5))) + 1

    @property
    def lighter(self) -> float:
        """The mass of the lighter side of x₀, near ½ if the panels are fine."""
        left = float(self.masses[: self.split].sum())
        return min(left, 1 - left)

    @cached_property
    def roots(self) -> Vector:
        """The square roots of the masses, in outward order: the eigenfunction 1/λ = ∞, to be left out."""
        roots = np.exp(-self.heights / 2) * np.sqrt(gauss_panel(ORDER)[1] * self.halves)
        return self._outward(roots / np.sqrt(self._weighed.sum()))

    @cached_property
    def _inward(self) -> Vector:
        """The roots in the scales of their panels, over the weights."""
        above = self._outward(self.heights) - self.levels[:, None]
        halves, weights = self._outward(self.halves + 0 * self.heights), gauss_panel(ORDER)[1]
        return np.asarray(np.exp(-above / 2) * np.sqrt(halves / weights / self._weighed.sum()))

    @cached_property
    def _resistance(self) -> Vector:
        """1/(ε₀βp) times half the width of the panel, in its scale and in outward order."""
        above = self._outward(self.heights) - self.levels[:, None]
        speed, halves = self.line.speed(self.nodes), self.halves + 0 * self.heights
        return np.asarray(self._outward(halves / speed) * self._weighed.sum() * np.exp(above))

    @cached_property
    def _beyond(self) -> Vector:
        """From the scale of the second panel to that of the first, shape (panels, panels).

        It is 0 unless the second lies beyond the first, on the same side of x₀.

        Raises:
            ValueError: if U is so much higher at the first that the gap is below all doubles.
        """
        side, far = np.arange(self.edges.size - 1) >= self.split, -2 * DEEPEST
        beyond = np.triu(side[:, None] == side, 1)
        fall = np.where(beyond, self.levels[:, None] - self.levels, -np.inf)
        if fall.max(initial=far) > DEEPEST:
            raise ValueError(
                f"a barrier of {fall.max():.4g} ε has to be crossed on [{self.edges[0]:.4g},"
                f" {self.edges[-1]:.4g}]: with more than {DEEPEST:g} the gap is below 1e-300"
            )
        return np.asarray(np.exp(fall / 2))

    def _outward(self, values: Vector) -> Vector:
        return np.concatenate([values[: self.split][::-1, ::-1], values[self.split :]])

    def ascending(self, values: Vector) -> Vector:
        """Values in outward order, put in the order of `nodes`."""
        return np.concatenate([values[: self.split][::-1, ::-1], values[self.split :]])

    def _outer(self, values: Vector, beyond: Vector) -> Vector:
        """Sums of `values`, times the weights, over all that lies beyond each node; outward order, scaled."""
        _, weights, primitive = gauss_panel(ORDER)
        return np.asarray(values @ primitive[::-1, ::-1].T + (beyond @ (values @ weights))[:, None])

    def _inner(self, values: Vector, beyond: Vector) -> Vector:
        """The same over all between x₀ and each node."""
        _, weights, primitive = gauss_panel(ORDER)
        return np.asarray(values @ primitive.T + (beyond.T @ (values @ weights))[:, None])

    def applied(self, g: Vector) -> Vector:
        """u√p/B for g = f√p, up to a multiple of √p; outward order. B keeps the numbers small."""
        current = self._outer(g * self._inward, self._beyond) * self._outward_ways
        return self._inner(current, self._beyond) * self._scaled_roots

    @cached_property
    def _scaled_roots(self) -> Vector:
        return self._inward * gauss_panel(ORDER)[1]

    @cached_property
    def _outward_ways(self) -> Vector:
        return self._resistance / self.hardy_constant

    @cached_property
    def _reach(self) -> tuple[Vector, float]:
        """∫ 1/(ε₀βp) from x₀ to each node, in its scale, and the largest product with the mass beyond it."""
        ways = self._inner(self._resistance, self._beyond**2)
        return ways, float((ways * self._outer(self._scaled_roots * self._inward, self._beyond**2)).max())

    @property
    def hardy_constant(self) -> float:
        """B = max over x of (mass beyond x)·∫ 1/(ε₀βp) from x₀ to x, on the worse side."""
        return self._reach[1]

    def start(self, count: int) -> Vector:
        """√p times Muckenhoupt's monotone function, smooth at x₀; for a `count` above 1 not an odd one.

        The slowest mode is monotone, too, so the two are not orthogonal.
        """
        ways = self._reach[0] / self.hardy_constant
        values = ways / np.sqrt(ways + np.exp(-self.levels)[:, None])
        values[: self.split] *= -1
        return (values + np.sqrt(ways) if count > 1 else values) * self._scaled_roots

    def busiest(self) -> float:
        """The node where the current of the slowest mode is largest, against the root of the density."""
        mode = self.applied(self.start(1))
        current = np.abs(self._outer(mode * self._inward, self._beyond)) * np.sqrt(self._resistance)
        return float(self.ascending(self.nodes).flat[int(np.argmax(current))])

    def eigenvalues(self, count: int) -> Vector:
        """The `count` largest eigenvalues of f ↦ u on functions of mean 0, descending: 1/λ₁, 1/λ₂, ….

        Raises:
            ValueError: if they have not settled after 80 steps.
        """
        basis = np.empty((STEPS + 1, self.roots.size))
        basis[0], new = self.roots.ravel(), self.start(count).ravel()
        diagonal, lengths = np.empty(STEPS), np.empty(STEPS + 1)
        for step in range(STEPS):
            for _ in range(2):  # twice is enough; constants go, too
                new = new - (basis[: step + 1] @ new) @ basis[: step + 1]
            lengths[step] = np.sqrt(new @ new)
            if (
                step >= count
                and (found := _settled(diagonal[:step], lengths[1 : step + 1], count)) is not None
            ):
                return self.hardy_constant * found
            basis[step + 1] = new / lengths[step]
            new = self.applied(basis[step + 1].reshape(self.roots.shape)).ravel()
            diagonal[step] = new @ basis[step + 1]
        raise ValueError(
            f"the gap of {self.line.loss.expr} at eta={self.line.eta} did not settle in {STEPS} steps"
        )


def _settled(diagonal: Vector, lengths: Vector, count: int) -> Vector | None:
    """The largest eigenvalues of a tridiagonal matrix, if the last of `lengths`, left out, changes none."""
    values, vectors, _ = dstev(diagonal, lengths[:-1] if diagonal.size > 1 else lengths)
    found = [*values[::-1].tolist(), 0.0][: count + 1]
    left_out = [float(part * lengths[-1]) for part in vectors[-1, ::-1][:count]]
    small = (
        part**2 <= SETTLED * value * (value - below)
        for part, (value, below) in zip(left_out, pairwise(found), strict=True)
    )
    return np.array(found[:count]) if all(small) else None
