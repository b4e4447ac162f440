"""How many eigenvalues of the Hessian are negative at the saddle of Section 2.2?

Near a critical point with k negative curvatures, none of them zero, what lies below it is one piece if k ≥ 2
and two pieces if k = 1. So only for k = 1 does it join two valleys. Where a curvature is zero there may be no
negative one at all.

## Main definitions
* `height_of_joining`: how high one has to go from one side of a quadratic form to the other.
* `negative_at`: the number of negative eigenvalues of the Hessian at a point.

## Main statements
* `printed_gate_has_one_negative_eigenvalue`: refuted by x⁶/6 − x⁴/4 + y²/2.
* `quadratic_saddle_joins_two_valleys_for_one_negative_curvature`,
  `nondegenerate_gates_have_one_negative_eigenvalue`.
"""

from itertools import pairwise

import sympy as sp

from derivations.algebraic import order
from derivations.barrier import barrier
from derivations.identity import equal
from derivations.mountain_pass import CROSSINGS, LINE, Crossing, Point, Wall, lowest_crossing, summit
from derivations.potential import Potential
from derivations.symbols import x, y, z
from derivations.zoo import TWO_GATES
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
    """How high above the critical point a path from u to −u has to go, u at depth h on the first axis.

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


def negative_at(potential: Potential, point: Point) -> int:
    """The number of negative eigenvalues of the Hessian at a point.

    They are all real, so by Descartes there are as many as the characteristic polynomial of −λ changes sign.
    """
    hessian = potential.hessian.subs(dict(zip(potential.coords, point, strict=True)))
    coefficients = hessian.charpoly().all_coeffs()[::-1]
    signs = [(-1) ** i * order(c, sp.S.Zero) for i, c in enumerate(coefficients)]
    return sum(a != b for a, b in pairwise(sign for sign in signs if sign))


# --- Evidence ---------------------------------------------------------------------------------------

FLAT = Crossing(
    Potential(x**6 / 6 - x**4 / 4 + y**2 / 2, (x, y), name="a flat gate in the plane"),
    (-1, 0),
    (1, 0),
    LINE,
    Wall(x, sp.S.Zero),
)
"""The gate (0, 0) has the eigenvalues 0 and 1."""

CHAIN = Potential((x**2 - 1) ** 2 / 4 + (y - x) ** 2 / 2 + (z - y) ** 2 / 2, (x, y, z), name="chain of three")


def _at_gates(crossing: Crossing) -> tuple[int, ...]:
    """Negative eigenvalues at the points where the lowest path and the wall meet."""
    points = lowest_crossing(crossing.potential, crossing.wall)[1]
    return tuple(negative_at(crossing.potential, point) for point in points)


def _gates_found() -> dict[str, tuple[int, ...]]:
    (origin,) = barrier(CHAIN, (-1, -1, -1), (1, 1, 1)).gates
    in_space = {CHAIN.name: (negative_at(CHAIN, origin.at),)}
    return {c.potential.name: _at_gates(c) for c in CROSSINGS} | in_space


def _everywhere(number: int) -> dict[str, tuple[int, ...]]:
    return {name: (number,) * len(found) for name, found in _gates_found().items()}


def _is_the_pass(crossing: Crossing) -> bool:
    """Is the highest point of the path the lowest one of the wall?"""
    return summit(crossing.potential, crossing.path) == lowest_crossing(crossing.potential, crossing.wall)


def _of_flat_gate(negative: int) -> dict[str, bool | int]:
    return {"is the saddle of footnote 2": True, "negative eigenvalues": negative}


printed_gate_has_one_negative_eigenvalue = Check(
    tests=(
        "The number of negative eigenvalues of the Hessian at the saddle (0, 0) of x⁶/6 − x⁴/4 + y²/2,"
        " where the lowest path from (−1, 0) to (1, 0) is highest, compared with 1."
    ),
    measure=lambda: {
        "is the saddle of footnote 2": _is_the_pass(FLAT),
        "negative eigenvalues": _at_gates(FLAT)[0],
    },
    predict=lambda: _of_flat_gate(1),
    compare=identical(),
    wrong={"two": lambda: _of_flat_gate(2)},
    right={"none": lambda: _of_flat_gate(0)},
)

quadratic_saddle_joins_two_valleys_for_one_negative_curvature = Check(
    tests=(
        "How high, relative to a critical point with 1, 2 or 3 negative and no zero curvature, a path has"
        " to go from depth h on one side to depth h on the other, for all curvatures in three dimensions;"
        " compared with: up to the point if one is negative, not above −h otherwise."
    ),
    measure=lambda: tuple(height_of_joining(k) for k in (1, 2, 3)),
    predict=lambda: (sp.S.Zero, -DEPTH, -DEPTH),
    compare=equal(),
    wrong={
        "a gate for every number": lambda: (sp.S.Zero, sp.S.Zero, sp.S.Zero),
        "a gate for odd numbers": lambda: (sp.S.Zero, -DEPTH, sp.S.Zero),
        "no gate at all": lambda: (-DEPTH, -DEPTH, -DEPTH),
    },
    of="corrected",
)

nondegenerate_gates_have_one_negative_eigenvalue = Check(
    tests=(
        "The number of negative eigenvalues of the Hessian at every gate of three landscapes in the plane"
        " and one in space, exactly, compared with 1."
    ),
    measure=_gates_found,
    predict=lambda: _everywhere(1),
    compare=identical(),
    wrong={
        "none, as at a minimum": lambda: _everywhere(0),
        "two, as at the centre between two gates": lambda: _everywhere(
            negative_at(TWO_GATES, (sp.S.Zero, sp.S.Zero))
        ),
    },
    of="corrected",
)
