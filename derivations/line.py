"""Stationary points of a function of one variable that is no polynomial.

## Main definitions
* `stationary_points`: all of them, each with the value and the second derivative.

## Implementation notes
If the derivative is rational, its numerator is solved exactly. Otherwise SymPy's `solveset` must return a
finite set over the reals; anything less than a complete answer is refused. A mixture of roots, exponentials,
logarithms and sines has hardly ever one, but SymPy can look for it for hours: it is not asked.
"""

import sympy as sp

from derivations.algebraic import T, real_roots

Stationary = tuple[sp.Expr, sp.Expr, sp.Expr]
"""A point, the value there, the second derivative there."""

KINDS = ((sp.sin, sp.cos, sp.tan), (sp.exp, sp.sinh, sp.cosh, sp.tanh), (sp.Pow,))
SIMPLE = 4
"""Of ratios of arguments: e^{3w/4} and e^w are powers of one function, and not too high ones."""


def stationary_points(expr: sp.Expr, x: sp.Symbol) -> list[Stationary]:
    """All real x at which `expr` is defined and has derivative 0; ValueError if they cannot all be found."""
    numerator, denominator = sp.fraction(sp.together(sp.diff(expr, x)))
    if all(p.is_polynomial(x) and sp.Poly(p, x).domain in (sp.ZZ, sp.QQ) for p in (numerator, denominator)):
        found = _of_rational_slope(
            expr, x, *(sp.Poly(p, x, domain=sp.QQ).replace(T) for p in (numerator, denominator))
        )
    else:
        found = _by_solveset(expr, x)
    return [(at, value, curvature) for at, value, curvature in found if _is_real(value)]


def _of_rational_slope(expr: sp.Expr, x: sp.Symbol, top: sp.Poly, bottom: sp.Poly) -> list[Stationary]:
    """Where top/bottom = 0; there the second derivative is top'/bottom."""
    points = []
    for root in real_roots(top):
        if root.sign(bottom):
            curvature = root.value(top.diff() * sp.invert(bottom.rem(root.poly), root.poly))
            points.append((root.expression, expr.subs(x, root.expression), curvature))
    return points


def _by_solveset(expr: sp.Expr, x: sp.Symbol) -> list[Stationary]:
    """Where SymPy finds the derivative to be 0.

    Raises:
        ValueError: if it cannot list all these points, or there are infinitely many.
    """
    slope = sp.diff(expr, x)
    if not _is_plain(slope, x):
        raise ValueError(
            f"the points where the derivative of {expr} is 0 cannot all be listed: it mixes several functions"
        )
    found = sp.solveset(slope, x, sp.S.Reals)
    if not isinstance(found, sp.FiniteSet) and found is not sp.S.EmptySet:
        raise ValueError(
            f"the points where the derivative of {expr} is 0 cannot all be listed: SymPy finds {found}"
        )
    second = sp.diff(expr, x, 2)
    return [(at, expr.subs(x, at), sp.simplify(second.subs(x, at))) for at in found]


def _is_plain(slope: sp.Expr, x: sp.Symbol) -> bool:
    """Is there, besides x itself, at most one kind of function, of nearly one argument?"""
    parts = {p for p in slope.atoms(sp.Pow, sp.Function) if p.has(x) and not (p.is_Pow and p.exp.is_Integer)}
    kinds = {next((k for k in KINDS if isinstance(p, k)), (p.func,)) for p in parts}
    arguments = [p.base if p.is_Pow else p.args[0] for p in parts]
    ratios = [sp.cancel(argument / arguments[0]) for argument in arguments]
    return len(kinds) < 2 and all(r.is_Rational and max(abs(r.p), r.q) <= SIMPLE for r in ratios)


def _is_real(value: sp.Expr) -> bool:
    """Is the function defined there?

    Raises:
        ValueError: if that cannot be decided.
    """
    real = value.is_extended_real
    if real is None:
        raise ValueError(f"it cannot be decided whether the value {value} is real")
    return bool(real and value.is_finite)
