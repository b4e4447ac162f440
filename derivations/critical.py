"""Critical points of an exact function: all of them, exactly, with the inertia of the Hessian.

## Main definitions
* `CriticalPoint`: where, how high, and the eigenvalues of the Hessian there.
* `critical_points`: all real critical points.

## Implementation notes
Polynomials over the rationals, in any dimension: `derivations.polynomial_system`. In one dimension also
rational derivatives (numerator and denominator are solved exactly), and whatever else SymPy's `solveset`
solves completely over the reals. Anything else is refused, because a missed saddle is a wrong answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, cmp_to_key

import sympy as sp

from derivations.algebraic import Interval, T, order
from derivations.line import stationary_points
from derivations.polynomial_system import Solution, real_solutions
from derivations.spectrum import OneEigenvalue, Spectrum

COVERED = (
    "covered are polynomials with rational coefficients and, in one dimension, functions whose derivative"
    " is rational or is solved completely by SymPy"
)


@dataclass(frozen=True)
class CriticalPoint:
    """A point where the gradient is 0; every number is exact.

    Attributes:
        at: the coordinates.
        value: the function there.
        index: the number of negative eigenvalues.
        degenerate: whether 0 is an eigenvalue.
        spectrum: of the Hessian, whose eigenvalues and determinant are named only when asked for.
        box: if the function is a polynomial, a narrow interval with rational ends around each coordinate.
    """

    at: tuple[sp.Expr, ...]
    value: sp.Expr
    index: int
    degenerate: bool
    spectrum: Spectrum | OneEigenvalue = field(repr=False, compare=False)
    box: tuple[Interval, ...] = field(default=(), repr=False, compare=False)

    @cached_property
    def eigenvalues(self) -> tuple[sp.Expr, ...]:
        """The eigenvalues of the Hessian, ascending, with multiplicity."""
        return self.spectrum.eigenvalues

    @cached_property
    def determinant(self) -> sp.Expr:
        """The determinant of the Hessian."""
        return self.spectrum.determinant

    @property
    def kind(self) -> str:
        """In a word: degenerate, minimum, maximum or saddle."""
        if self.degenerate:
            return "degenerate"
        return {0: "minimum", len(self.at): "maximum"}.get(self.index, "saddle")


def critical_points(expr: sp.Expr, coords: Sequence[sp.Symbol]) -> tuple[CriticalPoint, ...]:
    """All real critical points of `expr`, in the order of their first coordinates.

    Raises:
        ValueError: if they are not isolated, or cannot all be found exactly.
    """
    gradient = [sp.diff(expr, c) for c in coords]
    if not any(gradient):
        raise ValueError(f"{expr} is constant: every point is critical")
    if _is_rational_polynomial(expr, coords):
        points = _of_polynomial(sp.Poly(expr, *coords, domain=sp.QQ))
    elif len(coords) > 1:
        raise ValueError(f"{expr} is not a polynomial with rational coefficients; {COVERED}")
    else:
        points = [_on_the_line(*found) for found in stationary_points(expr, coords[0])]
    return tuple(sorted(points, key=cmp_to_key(_left_to_right)))


def _left_to_right(p: CriticalPoint, q: CriticalPoint) -> int:
    return next((order(a, b) for a, b in zip(p.at, q.at, strict=True) if a != b), 0)


def _on_the_line(at: sp.Expr, value: sp.Expr, curvature: sp.Expr) -> CriticalPoint:
    sign = order(curvature, sp.Integer(0))
    return CriticalPoint((at,), value, int(sign < 0), sign == 0, OneEigenvalue(curvature))


def _is_rational_polynomial(expr: sp.Expr, gens: Sequence[sp.Symbol]) -> bool:
    return bool(expr.is_polynomial(*gens)) and sp.Poly(expr, *gens).domain in (sp.ZZ, sp.QQ)


def _of_polynomial(poly: sp.Poly) -> list[CriticalPoint]:
    gens = poly.gens
    solutions = real_solutions([poly.diff(g) for g in gens])
    # c_0, …, c_d of the characteristic polynomial of the Hessian, as polynomials in the coordinates
    characteristic = sp.hessian(poly.as_expr(), gens).charpoly(T).all_coeffs()[::-1]
    coefficients = [sp.Poly(c, *gens, domain=sp.QQ) for c in characteristic]
    return [_at_solution(poly, coefficients, solution) for solution in solutions]


def _at_solution(poly: sp.Poly, characteristic: Sequence[sp.Poly], solution: Solution) -> CriticalPoint:
    spectrum = Spectrum(solution.theta, tuple(solution.reduced(c) for c in characteristic))
    return CriticalPoint(
        at=tuple(solution.theta.value(g) for g in solution.coordinates),
        value=solution.theta.value(solution.reduced(poly)),
        index=spectrum.below(sp.QQ.zero),
        degenerate=spectrum.is_singular,
        spectrum=spectrum,
        box=solution.box,
    )
