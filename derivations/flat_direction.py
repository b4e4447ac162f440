"""A degenerate critical point with one flat direction: the power with which the loss rises or falls along it.

On the line that is the first derivative that is not 0. In more dimensions, with ∇²L v = 0 for one direction v
only, the other coordinates follow z along v: they settle at y_i = −a_i z²/(2λ_i), a_i = D³L[v, v, u_i], and
along the bent way

    L = c z⁴ + …,   c = D⁴L[v⁴]/24 − Σ a_i²/(8λ_i),   if D³L[v³] = 0.

## Main definitions
* `FlatDirection`: L = coefficient · z^order along it.
* `flat_direction`: of a degenerate critical point.

## References
* Berglund2010, section 2.
"""

from dataclasses import dataclass
from functools import lru_cache

import sympy as sp

from derivations.algebraic import order
from derivations.critical import CriticalPoint
from derivations.potential import Potential

HIGHEST = 12


@dataclass(frozen=True)
class FlatDirection:
    """L ≈ L(critical point) + `coefficient` · z^`order` along it; `others` other eigenvalues are < 0."""

    order: int
    coefficient: sp.Expr
    others: int

    @property
    def rises(self) -> bool:
        """Does the loss rise both ways?"""
        return self.order % 2 == 0 and order(self.coefficient, sp.Integer(0)) > 0

    @property
    def role(self) -> str:
        """What the point is to the process: well, gate, or neither ("")."""
        if self.order % 2:
            return ""
        return {0: "well", 1: "gate"}.get(self.others + (not self.rises), "")


@lru_cache(maxsize=256)
def flat_direction(potential: Potential, point: CriticalPoint) -> FlatDirection | None:
    """The flat direction of a degenerate `point`; None if there are several or it cannot be worked out."""
    if len(potential.coords) == 1:
        return _on_the_line(potential, point)
    if any(c.has(sp.CRootOf) for c in point.at):
        return None
    place = dict(zip(potential.coords, point.at, strict=True))
    hessian = sp.Matrix(potential.hessian.subs(place))
    null = hessian.nullspace()
    return _in_space(potential, hessian, null[0], place, point.index) if len(null) == 1 else None


def _on_the_line(potential: Potential, point: CriticalPoint) -> FlatDirection | None:
    (z,), (at,) = potential.coords, point.at
    for n in range(3, HIGHEST + 1):
        derivative = sp.simplify(sp.diff(potential.expr, z, n).subs(z, at))
        if order(derivative, sp.Integer(0)):
            return FlatDirection(n, derivative / sp.factorial(n), 0)
    return None


def _in_space(
    potential: Potential, hessian: sp.Matrix, v: sp.Matrix, place: dict[sp.Symbol, sp.Expr], others: int
) -> FlatDirection | None:
    v = v / v.norm()
    along = _second(potential.expr, potential, v)
    third = sp.Matrix([sp.simplify(sp.diff(along, c).subs(place)) for c in potential.coords])
    cubic = sp.simplify((third.T * v)[0])
    if order(cubic, sp.Integer(0)):
        return FlatDirection(3, cubic / 6, others)
    fourth = sp.simplify(_second(along, potential, v).subs(place))
    # H + v vᵀ is regular, and acts as H on what is orthogonal to v, as `third` is.
    bent = (third.T * (hessian + v * v.T).LUsolve(third))[0]
    quartic = sp.simplify(fourth / 24 - bent / 8)
    return FlatDirection(4, quartic, others) if order(quartic, sp.Integer(0)) else None


def _second(expr: sp.Expr, potential: Potential, v: sp.Matrix) -> sp.Expr:
    """The second derivative of `expr` in the direction v."""
    first = sp.Add(*(c * sp.diff(expr, w) for c, w in zip(v, potential.coords, strict=True)))
    return sp.Add(*(c * sp.diff(first, w) for c, w in zip(v, potential.coords, strict=True)))
