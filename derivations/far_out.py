"""What (A.2) and (A.3) give far out and inside a ball: the steps before the bound of term II (Appendix E).

With g = ‖∇L‖², r = ∇·∇L/g and F = g/2 − ∇·∇L, assumption (A.2) says F → ∞ and r → 0.

## Main definitions
* `left_sides`: ∇·∇L − 2η∞‖∇L‖² and η∞‖∇L‖², which the radius R separates.

## Main statements
* g = F/(½ − r): so ‖∇L‖ → ∞.
* ∇·∇L − η∞g = −e^L·[e^{−L}(g − ∇·∇L)] + (1 − η∞)g: (A.3) bounds it on a ball.
"""

from functools import lru_cache

import sympy as sp

from derivations.assumptions import CONE
from derivations.decay import LOSSES
from derivations.gibbs import multiplied_out
from derivations.identity import equal
from derivations.potential import Potential
from derivations.square_confinement import gibbs_curvature, growth
from derivations.symbols import eta_infinity, w
from derivations.zoo import QUADRATIC
from ledger.model import Check

QUARTIC = Potential(w**4 / 4, name="quartic")
SUBQUADRATIC = Potential((1 + w**2) ** sp.Rational(3, 4), name="subquadratic")
Pair = tuple[sp.Expr, sp.Expr]


def steepness(loss: Potential) -> sp.Expr:
    """‖∇L‖²."""
    return loss.gradient.dot(loss.gradient)


def left_sides(loss: Potential) -> Pair:
    """∇·∇L − 2η∞‖∇L‖² and η∞‖∇L‖²."""
    return loss.laplacian - 2 * eta_infinity * steepness(loss), eta_infinity * steepness(loss)


def from_growth(loss: Potential, half: sp.Expr) -> sp.Expr:
    """F/(half − r)."""
    first, second = growth(loss)
    return first / (half - second)


def inside_a_ball(loss: Potential, sign: int = -1, rest: sp.Expr = 1 - eta_infinity) -> sp.Expr:
    """sign·e^L·[e^{−L}(‖∇L‖² − ∇·∇L)] + rest·‖∇L‖²."""
    return sign * sp.exp(loss.expr) * gibbs_curvature(loss) + rest * steepness(loss)


# --- Evidence ---

OBEYING = (QUADRATIC, QUARTIC, SUBQUADRATIC)


@lru_cache
def _limits_far_out() -> dict[str, Pair]:
    """The limits of `left_sides` as w → ∞; every one of these losses is even."""
    found = {loss.name: left_sides(loss) for loss in (*OBEYING, CONE)}
    return {name: tuple(sp.limit(f, w, sp.oo) for f in pair) for name, pair in found.items()}


def _expected_limits(obeying: Pair, cone: Pair) -> dict[str, Pair]:
    return {**{loss.name: obeying for loss in OBEYING}, CONE.name: cone}


CONE_LIMITS = (-2 * eta_infinity, eta_infinity)

steep_gradient_follows_from_both_halves = Check(
    tests=r"$\|\nabla L\|^2$ for any $L$ on the line and on the plane, against the first expression of "
    r"(A.2), which tends to $+\infty$, over $\frac12$ less the second, which tends to 0.",
    measure=lambda: tuple(steepness(loss) for loss in LOSSES),
    predict=lambda: tuple(from_growth(loss, sp.S.Half) for loss in LOSSES),
    compare=equal(),
    wrong={
        "1 less the second": lambda: tuple(from_growth(loss, sp.S.One) for loss in LOSSES),
        "twice the first": lambda: tuple(2 * growth(loss)[0] for loss in LOSSES),
    },
)

radius_of_appendix_e_exists = Check(
    tests=r"The limits far out of $\nabla\cdot\nabla L-2\eta_\infty\|\nabla L\|^2$ and of "
    r"$\eta_\infty\|\nabla L\|^2$, any $\eta_\infty>0$, for $\frac12w^2$, $\frac14w^4$, $(1+w^2)^{3/4}$, "
    r"which obey (A.2), and for $\sqrt{1+w^2}$, which does not, against $-\infty$ and $+\infty$, and "
    r"against $-2\eta_\infty$ and $\eta_\infty$.",
    measure=_limits_far_out,
    predict=lambda: _expected_limits((-sp.oo, sp.oo), CONE_LIMITS),
    compare=equal(),
    wrong={
        "bounded gradients": lambda: _expected_limits(CONE_LIMITS, CONE_LIMITS),
        "without (A.2) as well": lambda: _expected_limits((-sp.oo, sp.oo), (-sp.oo, sp.oo)),
        "+∞ for the first": lambda: _expected_limits((sp.oo, sp.oo), CONE_LIMITS),
    },
)

left_side_is_bounded_by_the_third_assumption_on_a_ball = Check(
    tests=r"$\nabla\cdot\nabla L-\eta_\infty\|\nabla L\|^2$ for any $L$, against $-e^L[e^{-L}(\|\nabla "
    r"L\|^2-\nabla\cdot\nabla L)]+(1-\eta_\infty)\|\nabla L\|^2$; on a ball (A.3) bounds the bracket, and "
    r"continuity of $L$ and $\nabla L$ the rest.",
    measure=lambda: tuple(a.laplacian - eta_infinity * steepness(a) for a in LOSSES),
    predict=lambda: tuple(multiplied_out(inside_a_ball(a)) for a in LOSSES),
    compare=equal(),
    wrong={
        "+e^L": lambda: tuple(multiplied_out(inside_a_ball(a, sign=1)) for a in LOSSES),
        "η∞ for 1 − η∞": lambda: tuple(multiplied_out(inside_a_ball(a, rest=eta_infinity)) for a in LOSSES),
        "(A.3) alone": lambda: tuple(multiplied_out(inside_a_ball(a, rest=sp.S.Zero)) for a in LOSSES),
    },
)
