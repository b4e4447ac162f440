"""What Appendix G makes of the integral over a small ball, display by display.

## Main definitions
* `gaussian_factor`: e^{−η wᵀΛw} for a diagonal Λ, the integrand of the first display.
* `mass_per_length`: lim P_ε/(2ε) at the minimum of λw²/2 + c, the height c left open.

## Main statements
* The factors of the integrand hold w_j², not w_j.    * ∏ 1/√λ_j is 1/√det, not 1/det.
* A probability does not see the height c of the loss; the printed κ e^{−2ηL(w̌)} does.
"""

from functools import reduce
from operator import mul

import sympy as sp

from derivations.identity import equal
from derivations.potential import Potential
from derivations.square_loss import DIMENSIONS, named
from derivations.symbols import eps, eta_infinity, lamda, w
from ledger.model import Check

height = sp.Symbol("c", real=True)


def curvatures(d: int) -> tuple[sp.Symbol, ...]:
    """The positive eigenvalues λ_1, …, λ_d of a Hessian at a minimum."""
    return tuple(sp.symbols(f"lambda_1:{d + 1}", positive=True))


def gaussian_factor(d: int) -> sp.Expr:
    """e^{−η∞ wᵀΛw} with Λ = diag(λ_1, …, λ_d) (Appendix G, after the change of variable)."""
    point = sp.Matrix(named("w", d))
    return sp.exp(-eta_infinity * point.dot(sp.diag(*curvatures(d)) * point))


def lifted_parabola() -> Potential:
    """λw²/2 + c."""
    return Potential(lamda * w**2 / 2 + height, (w,), "lifted parabola", (lamda, height))


def normaliser(loss: Potential) -> sp.Expr:
    """κ = 1/∫ e^{−η∞L} for a loss on the line."""
    return 1 / sp.integrate(sp.exp(-eta_infinity * loss.expr), (w, -sp.oo, sp.oo))


def mass_per_length(loss: Potential) -> sp.Expr:
    """The limit of P(|W(∞)| ≤ ε)/(2ε) as ε → 0, for a loss on the line."""
    weight = sp.expand(sp.exp(-eta_infinity * loss.expr), power_exp=True)
    ball = sp.integrate(weight, (w, -eps, eps)) * normaliser(loss)
    return sp.simplify(sp.limit(ball / (2 * eps), eps, 0))


# --- Evidence ---


def _factors(power: int, share: str = "1") -> tuple[sp.Expr, ...]:
    """∏ e^{−share·η∞ λ_j w_j^power}."""
    rate = sp.Rational(share) * eta_infinity
    pairs = [zip(curvatures(d), named("w", d), strict=True) for d in DIMENSIONS]
    return tuple(reduce(mul, (sp.exp(-rate * c * a**power) for c, a in pair)) for pair in pairs)


def _determinant_powers(power: str) -> tuple[sp.Expr, ...]:
    """(det Λ)^power."""
    return tuple(sp.diag(*curvatures(d)).det() ** sp.Rational(power) for d in DIMENSIONS)


printed_product_is_linear_in_the_coordinates = Check(
    tests=r"$e^{-\eta_\infty w'\Lambda w}$ for diagonal $\Lambda$, $d=1,2,3$, against $\prod_j "
    r"e^{-\eta_\infty\lambda_jw_j}$.",
    measure=lambda: tuple(gaussian_factor(d) for d in DIMENSIONS),
    predict=lambda: _factors(1),
    compare=equal(),
    wrong={"cubes": lambda: _factors(3), "squares, halved": lambda: _factors(2, "1/2")},
    right={"squares": lambda: _factors(2)},
)

product_is_quadratic_in_the_coordinates = Check(
    tests=r"$e^{-\eta_\infty w'\Lambda w}$ for diagonal $\Lambda$, $d=1,2,3$, against $\prod_j "
    r"e^{-\eta_\infty\lambda_jw_j^2}$.",
    measure=lambda: tuple(gaussian_factor(d) for d in DIMENSIONS),
    predict=lambda: _factors(2),
    compare=equal(),
    wrong={"first powers": lambda: _factors(1), "squares, halved": lambda: _factors(2, "1/2")},
    of="corrected",
)


def _products() -> tuple[sp.Expr, ...]:
    """∏ 1/√λ_j."""
    return tuple(reduce(mul, (1 / sp.sqrt(c) for c in curvatures(d))) for d in DIMENSIONS)


printed_product_of_roots_is_one_over_the_determinant = Check(
    tests=r"$\prod_j1/\sqrt{\lambda_j}$, $d=1,2,3$, against $1/\det\Lambda$.",
    measure=_products,
    predict=lambda: _determinant_powers("-1"),
    compare=equal(),
    wrong={"√det": lambda: _determinant_powers("1/2"), "1/det²": lambda: _determinant_powers("-2")},
    right={"1/√det": lambda: _determinant_powers("-1/2")},
)

product_of_roots_is_one_over_the_root_of_the_determinant = Check(
    tests=r"$\prod_j1/\sqrt{\lambda_j}$, $d=1,2,3$, against $1/\sqrt{\det\Lambda}$.",
    measure=_products,
    predict=lambda: _determinant_powers("-1/2"),
    compare=equal(),
    wrong={"1/det": lambda: _determinant_powers("-1"), "√det": lambda: _determinant_powers("1/2")},
    of="corrected",
)


def _height_at_the_minimum(factor: str) -> sp.Expr:
    """κ e^{−factor·η∞ L(w̌)} for the lifted parabola."""
    return normaliser(lifted_parabola()) * sp.exp(-sp.Rational(factor) * eta_infinity * height)


printed_mass_at_the_minimum_has_twice_the_exponent = Check(
    tests=r"$\lim P_\epsilon/(2\epsilon)$ for $L=\lambda w^2/2+c$, any height $c$, against the $\kappa "
    r"e^{-2\eta_\infty L(\check w)}$ that Appendix G goes on with.",
    measure=lambda: mass_per_length(lifted_parabola()),
    predict=lambda: _height_at_the_minimum("2"),
    compare=equal(),
    wrong={
        "half the exponent": lambda: _height_at_the_minimum("1/2"),
        "no exponent": lambda: _height_at_the_minimum("0"),
    },
    right={"κ e^{−η∞ L(w̌)}": lambda: _height_at_the_minimum("1")},
)

mass_at_the_minimum_is_the_density = Check(
    tests=r"$\lim P_\epsilon/(2\epsilon)$ for $L=\lambda w^2/2+c$, any height $c$, against $\kappa "
    r"e^{-\eta_\infty L(\check w)}$.",
    measure=lambda: mass_per_length(lifted_parabola()),
    predict=lambda: _height_at_the_minimum("1"),
    compare=equal(),
    wrong={
        "twice the exponent": lambda: _height_at_the_minimum("2"),
        "no exponent": lambda: _height_at_the_minimum("0"),
    },
    of="corrected",
)
