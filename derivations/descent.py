"""From a saddle down to the minima on its two sides.

## Main definitions
* `Landscape`: a polynomial potential, its derivatives and, around each minimum, a box where it is convex.
* `Landscape.valleys`: the numbers of the minima below a saddle, one for each side.

## Implementation notes
The path is looked for in floating point, by damped Newton steps, but what it shows is proved: all of it,
from the saddle to the minimum, lies strictly below the saddle's level. Near the saddle, the second
derivative along the way is negative on a box; then come segments with rational ends, bounded by Bernstein
coefficients; at last a box around the minimum on which the potential is convex. So the minimum lies in the
component of {L < level} that touches the saddle on that side, which is all that the height of a barrier
depends on. It need not be the very minimum at which steepest descent ends.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations_with_replacement, product
from math import isfinite
from typing import cast

import sympy as sp

from derivations.algebraic import Rational
from derivations.boxes import Box, Point, is_positive_definite_on, stays_below, values_on
from derivations.critical import CriticalPoint
from derivations.linear import Matrix, Vector, solution
from derivations.potential import Potential
from derivations.spectrum import Spectrum

STEPS = 1000
STUCK = 1e12  # with so much damping a step is no step
GRID = 2**30  # the ends of the segments are multiples of 1/GRID


@dataclass(frozen=True)
class Landscape:
    """A polynomial `potential` of two or more coordinates."""

    potential: Potential

    @cached_property
    def poly(self) -> sp.Poly:
        """The potential as a polynomial over the rationals."""
        return sp.Poly(self.potential.expr, *self.potential.coords, domain=sp.QQ)

    @cached_property
    def hessian(self) -> list[list[sp.Poly]]:
        """The second derivatives, shape (d, d)."""
        return [[self.poly.diff(a).diff(b) for b in self.poly.gens] for a in self.poly.gens]

    @cached_property
    def slope_and_curvature(self) -> Callable[..., tuple[Vector, Matrix]]:
        """Coordinates -> gradient, shape (d,), and Hessian, shape (d, d), in floating point."""
        forms = [self.potential.gradient.T.tolist()[0], self.potential.hessian.tolist()]
        return cast(
            Callable[..., tuple[Vector, Matrix]], sp.lambdify(self.potential.coords, forms, modules="math")
        )

    @cached_property
    def homes(self) -> list[Box]:
        """For each minimum a box around it on which the potential is convex."""
        return [self._home(minimum) for minimum in self.potential.minima]

    def _home(self, minimum: CriticalPoint) -> Box:
        """A box around `minimum` on which the potential is convex.

        Raises:
            ValueError: if the minimum is too flat for such a box to be found.
        """
        for radius in (sp.QQ(1, 2**k) for k in range(30)):
            box = tuple((low - radius, high + radius) for low, high in minimum.box)
            if is_positive_definite_on(self.hessian, box):
                return box
        raise ValueError(f"the minimum at {minimum.at} is too close to degenerate for a convex box around it")

    def valleys(self, saddle: CriticalPoint) -> tuple[int, int]:
        """For each side of `saddle`, the number in `potential.minima` of one below it on that side."""
        level = values_on(self.poly, saddle.box)[0]
        down = self._downward(saddle)
        up = tuple(-c for c in down)
        first, second = (self._home_below(self._first_point(saddle, v, level), level) for v in (down, up))
        return first, second

    def _downward(self, saddle: CriticalPoint) -> Point:
        """About the unit eigenvector of the negative eigenvalue, by inverse iteration."""
        assert isinstance(saddle.spectrum, Spectrum), "the potential is a polynomial"
        low, _ = next(e for e in saddle.spectrum.enclosures(0) if e[1] - e[0] <= sp.QQ(1, 2**20))
        shift = float(low) - 1e-6 * (1 + abs(float(low)))
        hessian = self.slope_and_curvature(*_middle(saddle.box))[1]
        shifted = [[h - shift * (i == j) for j, h in enumerate(row)] for i, row in enumerate(hessian)]
        v = [1 / (i + 2) for i in range(len(hessian))]
        for _ in range(4):
            v = solution(shifted, v)
            v = [c / max(map(abs, v)) for c in v]
        return _rounded(v)

    def _first_point(self, saddle: CriticalPoint, v: Point, level: Rational) -> Point:
        """A point in direction `v`, joined to `saddle` by a path that leaves it downwards.

        Raises:
            ValueError: if the saddle is too flat for such a point to be found.
        """
        rows = zip(v, self.hessian, strict=True)
        terms = (h * sp.QQ.to_sympy(a * b) for a, row in rows for b, h in zip(v, row, strict=True))
        bend = sum(terms, self.poly.zero)
        for step in (sp.QQ(1, 2**k) for k in range(2, 40)):
            arrival = tuple(
                (low + step * c, high + step * c) for (low, high), c in zip(saddle.box, v, strict=True)
            )
            way = tuple((min(a[0], b[0]), max(a[1], b[1])) for a, b in zip(saddle.box, arrival, strict=True))
            if values_on(bend, way)[1] < 0 and values_on(self.poly, arrival)[1] < level:
                return tuple(low for low, _ in arrival)
        raise ValueError(f"the saddle at {saddle.at} is too close to degenerate to tell its two sides apart")

    def _home_below(self, point: Point, level: Rational) -> int:
        """The number of a minimum joined to `point` by a path below `level`.

        Raises:
            ValueError: if none is found.
        """
        damping = 1.0
        for _ in range(STEPS):
            for number, home in enumerate(self.homes):
                if all(low <= c <= high for c, (low, high) in zip(point, home, strict=True)):
                    return number
            proposal = self._newton_step(point, damping)
            if self._is_lower(proposal, point) and stays_below(self.poly, point, proposal, level):
                point, damping = proposal, max(damping / 4, 1e-9)
            elif damping < STUCK:
                damping *= 4
            else:
                point, damping = self._aside(point, level), 1.0
        raise ValueError(f"no minimum was found below the saddle; {self.potential.expr} may fall without end")

    def _aside(self, point: Point, level: Rational) -> Point:
        """A lower point next to one from which no step leads down, as from a saddle that symmetry leads to.

        Raises:
            ValueError: if none is found.
        """
        pairs = combinations_with_replacement(range(len(point)), 2)
        ways = [(i, j, a, b) for (i, j), a, b in product(pairs, (1, -1), (1, -1)) if i < j or a == b]
        for step, (i, j, a, b) in product((sp.QQ(1, 2**k) for k in range(3, 12)), ways):
            moves = (step * (a * (n == i) + b * (n == j)) for n in range(len(point)))
            proposal = tuple(c + move for c, move in zip(point, moves, strict=True))
            if self._is_lower(proposal, point) and stays_below(self.poly, point, proposal, level):
                return proposal
        raise ValueError(f"the way down from a saddle of {self.potential.expr} ends at no minimum")

    def _is_lower(self, a: Point, b: Point) -> bool:
        lower, higher = (values_on(self.poly, tuple((c, c) for c in point)) for point in (a, b))
        return bool(lower < higher)

    def _newton_step(self, point: Point, damping: float) -> Point:
        """The minimum of the local quadratic model plus `damping`/2 |step|²; `point` if there is none."""
        slope, curvature = self.slope_and_curvature(*map(float, point))
        damped = [[h + damping * (i == j) for j, h in enumerate(row)] for i, row in enumerate(curvature)]
        try:
            step = solution(damped, slope)
        except ZeroDivisionError:
            return point
        return tuple(a - b for a, b in zip(point, _rounded(step), strict=True))


def _middle(box: Box) -> Vector:
    return [float((low + high) / 2) for low, high in box]


def _rounded(v: Vector) -> Point:
    return (
        tuple(sp.QQ(round(c * GRID), GRID) for c in v)
        if all(map(isfinite, v))
        else tuple(sp.QQ.zero for _ in v)
    )
