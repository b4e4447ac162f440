"""A critical point in numbers: where, how high, how curved, each with its bounds.

## Main definitions
* `Spot`: coordinates, value and eigenvalues of the Hessian, as Bounds.
* `spot_of`: of an exact critical point.      * `spot_at`: of a box that is proved to hold one.

## Implementation notes
Exact points with short coordinates give Bounds of grade SYMBOLIC. Otherwise, and for all losses that are no
polynomials, Krawczyk's test (`numerics.terrain.krawczyk`) gives ENCLOSED ones, to about sixty digits; the
numbers are the same, but the test is much faster than naming roots of polynomials of high degree.
"""

from dataclasses import dataclass
from functools import cached_property

import flint
import sympy as sp

from derivations.critical import CriticalPoint
from derivations.potential import Potential
from ledger.bound import Bound
from numerics.bounds import closed_form, enclosed
from numerics.quadrature import ball
from numerics.terrain.krawczyk import BITS, certified_point, enclosed_eigenvalues
from numerics.terrain.terrain import Balls, Terrain, terrain_of


@dataclass(frozen=True)
class Spot:
    """A critical point of a loss.

    Attributes:
        at: the coordinates, in the order of the potential's.
        value: the loss there.
        hessian_eigenvalues: ascending, with multiplicity.
        exact: the exact point, if it is known.
    """

    at: tuple[Bound, ...]
    value: Bound
    hessian_eigenvalues: tuple[Bound, ...]
    exact: CriticalPoint | None

    @property
    def index(self) -> int:
        """The number of eigenvalues that are certainly negative."""
        return sum(e.high < 0 for e in self.hessian_eigenvalues)

    @property
    def degenerate(self) -> bool:
        """May an eigenvalue be 0?"""
        return any(e.low <= 0 <= e.high for e in self.hessian_eigenvalues)

    @property
    def kind(self) -> str:
        """In a word: degenerate, minimum, maximum or saddle."""
        if self.degenerate:
            return "degenerate"
        return {0: "minimum", len(self.at): "maximum"}.get(self.index, "saddle")

    @cached_property
    def middle(self) -> tuple[float, ...]:
        """The coordinates in floating point."""
        return tuple(float(c.middle) for c in self.at)

    @cached_property
    def balls(self) -> Balls:
        """The coordinates as balls."""
        with flint.ctx.workprec(BITS):
            return tuple(as_ball(c) for c in self.at)

    def __str__(self) -> str:
        shown = ", ".join(f"{c:.6g}" for c in self.middle)
        return shown if len(self.at) == 1 else f"({shown})"


def as_ball(bound: Bound) -> flint.arb:
    """A Bound as a ball that holds it, in the present precision."""
    low, high = (flint.arb(flint.fmpq(end.numerator, end.denominator)) for end in (bound.low, bound.high))
    return low.union(high)


def spot_of(potential: Potential, critical_point: CriticalPoint) -> Spot:
    """An exact critical point of `potential` in numbers.

    Raises:
        ValueError: if the coordinates are not those of a critical point, or no bounds of it are found.
    """
    if all(_is_short(c) for c in critical_point.at):
        return _in_closed_form(critical_point)
    near = [float(sp.N(c, 20)) for c in critical_point.at]
    box = certified_point(terrain_of(potential), near)
    if box is not None:
        return spot_at(terrain_of(potential), box, critical_point)
    if critical_point.degenerate:
        return _in_closed_form(critical_point)
    raise ValueError(f"no bounds were found for the critical point {critical_point.at} of {potential.expr}")


def _is_short(number: sp.Expr) -> bool:
    """Can it be evaluated and differentiated without naming roots of polynomials?"""
    return not number.has(sp.CRootOf) and sp.count_ops(number) < 20


def _in_closed_form(point: CriticalPoint) -> Spot:
    return Spot(
        tuple(closed_form(c) for c in point.at),
        closed_form(point.value),
        tuple(closed_form(e) for e in point.eigenvalues),
        point,
    )


def spot_at(terrain: Terrain, box: Balls, exact: CriticalPoint | None = None) -> Spot:
    """The critical point that `box` is proved to hold, in numbers of grade ENCLOSED.

    ValueError is raised if the loss or its Hessian has no finite enclosure on the box.
    """
    with flint.ctx.workprec(BITS):
        eigenvalues = enclosed_eigenvalues(terrain.enclosed_hessian(box))
        return Spot(
            tuple(enclosed(c, method="Krawczyk") for c in box),
            enclosed(terrain.enclosed_value(box), method="Krawczyk"),
            tuple(enclosed(e, method="Krawczyk, Gershgorin") for e in eigenvalues),
            exact,
        )


def exact_ball(number: sp.Expr) -> flint.arb:
    """An exact number as a ball at the precision of spots."""
    with flint.ctx.workprec(BITS):
        return ball(number)
