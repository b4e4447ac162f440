"""Vector calculus in named coordinates, and integration by parts done once and for all.

## Main definitions
* `gradient`, `divergence`, `laplacian`: of expressions in given coordinates.
* `formal_adjoint`: A*p of a linear differential operator A, for a generic function p.

## Implementation notes
∫ h A*p = ∫ p A h for every test function h says that A*p is the variational derivative of ∫ p A h with
respect to h. SymPy's Euler–Lagrange equations give it, with all signs that integration by parts brings,
so no sign is typed here.
"""

from collections.abc import Callable, Sequence

import sympy as sp
from sympy.calculus.euler import euler_equations

Operator = Callable[[sp.Expr], sp.Expr]


def gradient(f: sp.Expr, coords: Sequence[sp.Symbol]) -> sp.ImmutableMatrix:
    """The gradient of `f`, shape (d, 1)."""
    return sp.ImmutableMatrix([sp.diff(f, c) for c in coords])


def divergence(field: sp.MatrixBase, coords: Sequence[sp.Symbol]) -> sp.Expr:
    """∇ · `field`, for a field of shape (d, 1).

    Raises:
        ValueError: if `field` has not one component per coordinate.
    """
    if field.shape != (len(coords), 1):
        raise ValueError(
            f"field has shape {field.shape}, not ({len(coords)}, 1): one component per coordinate"
        )
    return sum((sp.diff(f, c) for f, c in zip(field, coords, strict=True)), start=sp.S.Zero)


def laplacian(f: sp.Expr, coords: Sequence[sp.Symbol]) -> sp.Expr:
    """∇ · ∇f, the trace of the Hessian."""
    return divergence(gradient(f, coords), coords)


def formal_adjoint(operator: Operator, p: sp.Expr, coords: Sequence[sp.Symbol]) -> sp.Expr:
    """A*p for the linear differential `operator` A, from ∫ h A*p = ∫ p A h for all test functions h.

    Raises:
        ValueError: if `operator` is not linear.
    """
    # Named afresh in every call, so that an operator may itself be an adjoint.
    h, other = (sp.Function(f"h_{sp.Dummy().dummy_index}")(*coords) for _ in range(2))
    if sp.expand((operator(h + 2 * other) - operator(h) - 2 * operator(other)).doit()) != 0:
        raise ValueError("operator is not linear; only linear operators have a formal adjoint")
    equations = euler_equations(p * operator(h), [h], coords)
    return equations[0].lhs if equations else sp.S.Zero
