"""Does the square loss grow, and how does e^{−L} curve: (A.1) to (A.3) in Appendix C.

## Main definitions
* `completed_square_least`: the least value of ‖w − w⁰‖² − a‖w‖².
* `least_rayleigh_quotient`: the least value of uᵀΣu/‖u‖² on the plane.
* `growth`: the two expressions whose limits (A.2) is about.
* `gibbs_curvature`: e^{−L}(‖∇L‖² − ∇·∇L), which (A.3) bounds.

## Main statements
* ‖w − w⁰‖² ≥ ‖w‖²/2 − c‖w⁰‖² holds for all w if and only if c ≥ 1; the paper prints c = 1/2.
"""

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from derivations.identity import equal
from derivations.potential import Potential
from derivations.square_loss import DIMENSIONS, named
from derivations.symbols import lamda, w, x, y
from ledger.bound import Bound, exact
from ledger.compare import at_least
from ledger.model import Check

PARABOLA = Potential(lamda * w**2 + 1, name="square loss with E[x²] = λ, centred", parameters=(lamda,))


def completed_square_least(share: sp.Expr, d: int) -> sp.Expr:
    """The least value of ‖w − w⁰‖² − share·‖w‖² over w in R^d; w⁰ is c_1, …, c_d.

    Raises:
        ValueError: if share is not less than 1.
    """
    if not (1 - share).is_positive:
        raise ValueError(f"share={share}: the least value is −∞ unless share < 1")
    point, centre = named("w", d), named("c", d)
    gap = sum((a - c) ** 2 - share * a**2 for a, c in zip(point, centre, strict=True))
    lowest = sp.solve([sp.diff(gap, a) for a in point], point, dict=True)[0]
    return sp.expand(gap.subs(lowest))


def least_rayleigh_quotient(matrix: sp.Matrix) -> sp.Expr:
    """The least value of uᵀΣu/‖u‖² for a symmetric Σ of numbers, shape (2, 2), over all directions u.

    Raises:
        ValueError: if the matrix is not symmetric of shape (2, 2).
    """
    if matrix.shape != (2, 2) or not matrix.is_symmetric():
        raise ValueError(f"matrix={matrix}: a symmetric matrix of shape (2, 2) is wanted")
    u = sp.Matrix([1, w])
    quotient = u.dot(matrix * u) / (1 + w**2)
    slope = sp.numer(sp.cancel(sp.diff(quotient, w)))
    turns = [quotient.subs(w, root) for root in sp.real_roots(slope)] if slope.has(w) else []
    return sp.radsimp(sp.Min(matrix[0, 0], matrix[1, 1], *turns))


def growth(loss: Potential) -> tuple[sp.Expr, sp.Expr]:
    """‖∇L‖²/2 − ∇·∇L and ∇·∇L/‖∇L‖² (A.2)."""
    steepness = loss.gradient.dot(loss.gradient)
    return steepness / 2 - loss.laplacian, loss.laplacian / steepness


def growth_limits(loss: Potential, direction: Sequence[sp.Expr | int]) -> tuple[sp.Expr, sp.Expr]:
    """The limits of `growth` from the origin to infinity along `direction`."""
    radius = sp.Symbol("r", positive=True)
    ray = {c: radius * step for c, step in zip(loss.coords, direction, strict=True)}
    first, second = (sp.limit(sp.cancel(f.subs(ray)), radius, sp.oo) for f in growth(loss))
    return first, second


def gibbs_curvature(loss: Potential) -> sp.Expr:
    """e^{−L}(‖∇L‖² − ∇·∇L), which (A.3) bounds; it is the Laplacian of e^{−L}."""
    return sp.exp(-loss.expr) * (loss.gradient.dot(loss.gradient) - loss.laplacian)


def largest_curvature(loss: Potential) -> sp.Expr:
    """The largest |e^{−L}(L'² − L'')| over the line: at a critical point, or the limit far out.

    Raises:
        ValueError: if the loss does not live on the line.
    """
    if len(loss.coords) != 1:
        raise ValueError(f"loss on {loss.coords}: a loss on the line is wanted")
    (c,), curve = loss.coords, gibbs_curvature(loss)
    ends = [sp.limit(curve, c, end) for end in (sp.oo, -sp.oo)]
    turns = [curve.subs(c, root) for root in sp.solve(sp.diff(curve, c) * sp.exp(loss.expr), c)]
    return sp.simplify(sp.Max(*map(abs, (*ends, *turns))))


# --- Evidence ---

MATRICES = (sp.Matrix([[2, 1], [1, 3]]), sp.Matrix([[6, -2], [-2, 3]]), sp.diag(1, 2))
DIRECTIONS = ((1, 0), (0, 1), (1, 1), (1, -1), (2, 1), (1, -2))
CENTRE = (Fraction(3, 5), Fraction(4, 5))


def _norms(factor: sp.Expr) -> tuple[sp.Expr, ...]:
    """factor·‖w⁰‖²."""
    return tuple(factor * sum(c**2 for c in named("c", d)) for d in DIMENSIONS)


def _distance_from_twice_the_centre() -> Bound:
    """‖w − w⁰‖² at w = 2w⁰ with ‖w⁰‖ = 1."""
    return exact(sum((2 * c - c) ** 2 for c in CENTRE))


def _lower_bound(share: str) -> Bound:
    """‖w‖²/2 − share·‖w⁰‖² at w = 2w⁰ with ‖w⁰‖ = 1."""
    return exact(sum((2 * c) ** 2 / 2 - Fraction(share) * c**2 for c in CENTRE))


def _eigenvalues(place: int) -> tuple[sp.Expr, ...]:
    """Of each matrix the smallest (0) or the largest (−1)."""
    return tuple(sorted(matrix.eigenvals(multiple=True))[place] for matrix in MATRICES)


def _quadratic(matrix: sp.Matrix) -> Potential:
    point = sp.Matrix([x, y])
    return Potential(sp.expand(point.dot(matrix * point)) + 1, (x, y))


def _all_limits() -> tuple[tuple[sp.Expr, sp.Expr], ...]:
    losses = [_quadratic(matrix) for matrix in MATRICES]
    return tuple(growth_limits(loss, direction) for loss in losses for direction in DIRECTIONS)


def _the_same_limits(first: sp.Expr, second: sp.Expr) -> tuple[tuple[sp.Expr, sp.Expr], ...]:
    return ((first, second),) * (len(MATRICES) * len(DIRECTIONS))


printed_centred_norm_bound_holds_at_twice_the_centre = Check(
    tests=r"$\|w-w^0\|^2$ at $w=2w^0$, $w^0=(3/5,4/5)$, with the lower bound $\|w\|^2/2-\|w^0\|^2/2$.",
    measure=_distance_from_twice_the_centre,
    predict=lambda: _lower_bound("1/2"),
    compare=at_least(),
    wrong={"−¾‖w⁰‖²": lambda: _lower_bound("3/4"), "−0.999‖w⁰‖²": lambda: _lower_bound("0.999")},
    right={"−‖w⁰‖²": lambda: _lower_bound("1")},
)

centred_norm_exceeds_half_the_norm_by_the_centre_at_worst = Check(
    tests=r"The least value of $\|w-w^0\|^2-\|w\|^2/2$ over $w$, for any $w^0$, $d=1,2,3$, against "
    r"$-\|w^0\|^2$.",
    measure=lambda: tuple(completed_square_least(sp.Rational(1, 2), d) for d in DIMENSIONS),
    predict=lambda: _norms(sp.Integer(-1)),
    compare=equal(),
    wrong={
        "−½‖w⁰‖²": lambda: _norms(-sp.Rational(1, 2)),
        "−¾‖w⁰‖²": lambda: _norms(-sp.Rational(3, 4)),
        "−0.999‖w⁰‖²": lambda: _norms(-sp.Rational(999, 1000)),
    },
    of="corrected",
)

least_quotient_is_the_least_eigenvalue = Check(
    tests=r"The least $u^\top\Sigma u/\|u\|^2$ over all directions of the plane, found by "
    r"differentiation, for three $\Sigma$, against $\lambda_{\min}(\Sigma)$.",
    measure=lambda: tuple(least_rayleigh_quotient(matrix) for matrix in MATRICES),
    predict=lambda: _eigenvalues(0),
    compare=equal(),
    wrong={
        "λ_max": lambda: _eigenvalues(-1),
        "Tr/2": lambda: tuple(matrix.trace() / 2 for matrix in MATRICES),
        "the least diagonal element": lambda: tuple(min(matrix.diagonal()) for matrix in MATRICES),
    },
)

square_loss_grows_as_assumed_in_every_direction_tried = Check(
    tests=r"The limits of $\|\nabla L\|^2/2-\nabla\cdot\nabla L$ and $\nabla\cdot\nabla L/\|\nabla "
    r"L\|^2$ for $L=u^\top\Sigma u+1$ along six rays, for three positive definite $\Sigma$, against "
    r"$+\infty$ and 0.",
    measure=_all_limits,
    predict=lambda: _the_same_limits(sp.oo, sp.Integer(0)),
    compare=equal(),
    wrong={
        "as along the null vector of a singular Σ": lambda: _the_same_limits(-sp.oo, sp.oo),
        "−∞": lambda: _the_same_limits(-sp.oo, sp.Integer(0)),
        "a ratio of ½": lambda: _the_same_limits(sp.oo, sp.S.Half),
    },
)

square_loss_has_a_bounded_gibbs_curvature = Check(
    tests=r"The largest $|e^{-L}(L'^2-L'')|$ over the line for $L=\lambda w^2+1$, any $\lambda>0$, "
    r"against $2\lambda/e$.",
    measure=lambda: largest_curvature(PARABOLA),
    predict=lambda: 2 * lamda / sp.E,
    compare=equal(),
    wrong={
        "the outer extrema only": lambda: 4 * lamda * sp.exp(-sp.Rational(5, 2)),
        "λ/e": lambda: lamda / sp.E,
        "no bound": lambda: sp.oo,
    },
)
