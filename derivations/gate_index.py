"""How many eigenvalues of the Hessian are negative at the saddle of Section 2.2?

Near a critical point with k negative curvatures, none of them zero, what lies below it is one piece if k ≥ 2
and two pieces if k = 1. So only for k = 1 does it join two valleys. Where a curvature is zero there may be no
negative one at all.

## Main definitions
* `height_of_joining`: how high one has to go from one side of a quadratic form to the other.
* `negative_at_gates`: the number of negative eigenvalues at the gates of a landscape.

## Main statements
* `printed_gate_has_one_negative_eigenvalue`: refuted by w⁶/6 − w⁴/4.
* `quadratic_saddle_joins_two_valleys_for_one_negative_curvature`,
  `nondegenerate_gates_have_one_negative_eigenvalue`.
"""

import sympy as sp

from derivations.barrier import barrier
from derivations.identity import equal
from derivations.place import Place, critical_point_at
from derivations.potential import Potential
from derivations.symbols import w, x, y, z
from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL, TWO_GATES
from ledger.compare import identical
from ledger.model import Check

DIMENSION = 3
DEPTH = sp.Symbol("h", positive=True)
CURVATURES = sp.symbols("kappa1:4", positive=True)
PLACE = sp.symbols("u1:4", real=True)
ANGLE = sp.Symbol("theta", real=True)


def quadratic_form(negative: int) -> sp.Expr:
    """Σ ± kappa_i u_i²/2 in three dimensions, the first `negative` signs −.

    Raises:
        ValueError: if `negative` is not one of 0, 1, 2, 3.
    """
    if negative not in range(DIMENSION + 1):
        raise ValueError(f"negative={negative}: 0 to {DIMENSION} curvatures can be negative")
    signs = [-1 if i < negative else 1 for i in range(DIMENSION)]
    return sp.Add(*(sign * k * u**2 / 2 for sign, k, u in zip(signs, CURVATURES, PLACE, strict=True)))


def height_of_joining(negative: int) -> sp.Expr:
    """The least height, relative to the critical point, of a path from u to −u, u at depth h on the first axis.

    With one negative curvature every path crosses u₁ = 0, where the form is a sum of squares: 0 at least, and
    the straight path has it. With more, the ellipse through the second axis stays at the depth of its ends.

    Raises:
        ValueError: if no curvature is negative, so that nothing lies below the critical point.
    """
    if negative < 1:
        raise ValueError(f"negative={negative}: nothing lies below a minimum")
    form = quadratic_form(negative)
    if negative == 1:
        return _least(form.subs(PLACE[0], 0))
    ellipse = [sp.sqrt(2 * DEPTH / k) * f(ANGLE) for k, f in zip(CURVATURES, (sp.cos, sp.sin), strict=False)]
    return sp.simplify(form.subs(dict(zip(PLACE, (*ellipse, 0), strict=True))))


def _least(squares: sp.Expr) -> sp.Expr:
    """The value at 0 of a quadratic form, if its Hessian is positive definite.

    Raises:
        ArithmeticError: if it is not.
    """
    if not sp.hessian(squares, PLACE[1:]).is_positive_definite:
        raise ArithmeticError(f"{squares} is not bounded below by its value at 0")
    return squares.subs(dict.fromkeys(PLACE, 0))


def negative_eigenvalues(potential: Potential, place: Place) -> int:
    """How many eigenvalues of the Hessian are negative there: by Descartes' rule on the characteristic polynomial.

    The Hessian has rational entries at rational points and is taken from the critical point otherwise.
    """
    point = critical_point_at(potential, place)
    return point.index


def negative_at_gates(potential: Potential, start: Place, target: Place) -> tuple[int, ...]:
    """The number of negative eigenvalues at each gate between two minima, from its matrix of derivatives."""
    gates = barrier(potential, start, target).gates
    matrices = (potential.hessian.subs(dict(zip(potential.coords, g.at, strict=True))) for g in gates)
    return tuple(sum(bool(value < 0) for value in m.eigenvals(multiple=True)) for m in matrices)
