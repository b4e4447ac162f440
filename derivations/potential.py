"""A loss landscape, written once, in exact SymPy."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from derivations.symbols import w


@dataclass(frozen=True)
class Potential:
    """An exact function of `coords` (no floats).

    Raises:
        TypeError: if the expression contains a float.
    """

    expr: sp.Expr
    coords: tuple[sp.Symbol, ...] = (w,)
    name: str = ""

    def __post_init__(self) -> None:
        if floats := self.expr.atoms(sp.Float):
            raise TypeError(f"{self.name}: exact numbers only, use Rational instead of {sorted(floats)}")

    @cached_property
    def gradient(self) -> sp.Matrix:
        """The gradient, shape (d, 1)."""
        return sp.Matrix([sp.diff(self.expr, c) for c in self.coords])

    @cached_property
    def hessian(self) -> sp.Matrix:
        """The matrix of second derivatives, shape (d, d)."""
        return sp.hessian(self.expr, self.coords)

    def at(self, point: Sequence[sp.Expr | int]) -> sp.Expr:
        """L(point), exact."""
        return self.expr.subs(dict(zip(self.coords, point, strict=True)))
