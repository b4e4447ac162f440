"""A loss landscape, written once, in exact SymPy.

## Main definitions
* `Potential`: an expression in named coordinates, and what follows from it: gradient, Hessian,
  critical points, minima, saddles.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from derivations.critical import CriticalPoint, critical_points
from derivations.symbols import w


@dataclass(frozen=True)
class Potential:
    """An exact function of `coords` (no floats), which may hold the symbols named as `parameters`.

    Raises:
        TypeError: if the expression contains a float.
        ValueError: if it contains a symbol that is neither a coordinate nor a parameter, or if a
            coordinate is named twice.
    """

    expr: sp.Expr
    coords: tuple[sp.Symbol, ...] = (w,)
    name: str = ""
    parameters: tuple[sp.Symbol, ...] = ()

    def __post_init__(self) -> None:
        known = [*self.coords, *self.parameters]
        if floats := self.expr.atoms(sp.Float):
            raise TypeError(f"{self.name}: exact numbers only, use Rational instead of {sorted(floats)}")
        if unknown := self.expr.free_symbols - set(known):
            names = ", ".join(sorted(map(str, unknown)))
            raise ValueError(
                f"{self.name}: {names} in the expression is neither a coordinate nor a parameter"
            )
        if not self.coords or len(set(known)) < len(known):
            raise ValueError(
                f"{self.name}: coords={self.coords} and parameters must be different symbols, at least one"
            )

    @cached_property
    def gradient(self) -> sp.Matrix:
        """The gradient, shape (d, 1)."""
        return sp.Matrix([sp.diff(self.expr, c) for c in self.coords])

    @cached_property
    def hessian(self) -> sp.Matrix:
        """The matrix of second derivatives, shape (d, d)."""
        return sp.hessian(self.expr, self.coords)

    @cached_property
    def laplacian(self) -> sp.Expr:
        """The trace of the Hessian."""
        return sp.Add(*(sp.diff(self.expr, c, 2) for c in self.coords))

    def at(self, point: Sequence[sp.Expr | int]) -> sp.Expr:
        """L(point), exact."""
        return self.expr.subs(dict(zip(self.coords, point, strict=True)))

    @cached_property
    def critical_points(self) -> tuple[CriticalPoint, ...]:
        """All real critical points, exact, sorted by their coordinates.

        Raises:
            ValueError: if there are parameters, or the points are not isolated or cannot all be found.
        """
        if self.parameters:
            raise ValueError(
                f"{self.name}: critical points need numbers for the parameters {self.parameters}"
            )
        return critical_points(self.expr, self.coords)

    @property
    def minima(self) -> tuple[CriticalPoint, ...]:
        """The minima with a positive definite Hessian."""
        return tuple(p for p in self.critical_points if p.index == 0 and not p.degenerate)

    @property
    def saddles(self) -> tuple[CriticalPoint, ...]:
        """The nondegenerate critical points with exactly one negative eigenvalue; in 1-D the maxima."""
        return tuple(p for p in self.critical_points if p.index == 1 and not p.degenerate)
