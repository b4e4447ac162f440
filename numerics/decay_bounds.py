"""Printed inequalities of Appendices C and E that one exact number decides.

Both sides are closed forms; Arb encloses them, so that no comparison of transcendental numbers is by eye.

## Main definitions
* `printed_drift_bound`: p∞^{2/3} max{1, η∞} M, M being the constant of (A.3).
* `gibbs_mass`, `mass_bound`: ∫ e^{−L} for the square loss, and what Appendix C bounds it with.

## Main statements
* Appendix E's pointwise bound fails at w = √7.
* y ≡ 1 exceeds the printed conclusion of Grönwall's inequality.
"""

from collections.abc import Sequence

import sympy as sp

from derivations.calculus import divergence
from derivations.gronwall import a, largest_solution, printed_bound, true_bound, y_T
from derivations.square_confinement import largest_curvature
from derivations.symbols import s, w, x
from derivations.zoo import QUADRATIC
from ledger.bound import Bound
from ledger.compare import at_most
from ledger.model import Check
from numerics.bounds import closed_form

Z = sp.sqrt(2 * sp.pi)
"""∫ e^{−w²/2} dw."""


def normal_density() -> sp.Expr:
    """p∞ for L = w²/2 and η∞ = 1."""
    return sp.exp(-QUADRATIC.expr) / Z


def drift_divergence_at(point: sp.Expr) -> Bound:
    """|∇·(p∞∇L)| at w = `point` for L = w²/2, η∞ = 1."""
    drift = divergence(normal_density() * QUADRATIC.gradient, QUADRATIC.coords)
    return closed_form(abs(drift.subs(w, point)))


def printed_drift_bound(point: sp.Expr, constant: sp.Expr, power: sp.Expr) -> Bound:
    """p∞^power max{1, η∞} M at w = `point` for L = w²/2, η∞ = 1 (Appendix E prints the power 2/3)."""
    return closed_form(normal_density().subs(w, point) ** power * constant)


def least_constant() -> sp.Expr:
    """The least M that (A.3) allows for L = w²/2."""
    return largest_curvature(QUADRATIC)


def at_start_one(solution: sp.Expr) -> Bound:
    """A bound of `derivations.gronwall` at y(T) = 1 and a (t − T) = 1."""
    return closed_form(solution.subs({a: 1, s: 1, y_T: 1}))


def gibbs_mass(matrix: sp.Matrix, centre: Sequence[int]) -> sp.Expr:
    """∫ e^{−L} for L = (w − w⁰)ᵀΣ(w − w⁰) + 1 with Σ of shape (1, 1) or (2, 2), coordinate by coordinate."""
    point = sp.Matrix([w, x][: len(centre)])
    u = point - sp.Matrix(centre)
    value = sp.exp(-sp.expand(u.dot(matrix * u)) - 1)
    for c in point:
        value = sp.simplify(sp.integrate(value, (c, -sp.oo, sp.oo)))
    return value


def mass_bound(
    matrix: sp.Matrix, centre: Sequence[int], constant: sp.Expr = 2 * sp.pi, share: int = 1
) -> Bound:
    """∫ e^{−λ_min[‖w‖²/2 − ‖w⁰‖²/2] − 1} (Appendix C), which is (2π/λ_min)^{d/2} e^{λ_min‖w⁰‖²/2 − 1}.

    `constant` stands for the 2π, `share` for a factor of ‖w⁰‖².
    """
    least = min(matrix.eigenvals(multiple=True))
    size = sum(c**2 for c in centre)
    half = sp.Rational(len(centre), 2)
    return closed_form((constant / least) ** half * sp.exp(share * least * size / 2 - 1))


# --- Evidence ---

PLACE = sp.sqrt(7)
THIRDS = sp.Rational(2, 3)

printed_pointwise_bound_holds_at_root_seven = Check(
    tests=r"$|\nabla\cdot(p_\infty\nabla L)|$ at $w=\sqrt7$ for $L=w^2/2$, $\eta_\infty=1$, with the "
    r"printed bound $p_\infty^{2/3}\max\{1,\eta_\infty\}M$, $M=1$ being the least that (A.3) allows.",
    measure=lambda: drift_divergence_at(PLACE),
    predict=lambda: printed_drift_bound(PLACE, least_constant(), THIRDS),
    compare=at_most(),
    wrong={
        "M halved": lambda: printed_drift_bound(PLACE, least_constant() / 2, THIRDS),
        "p∞ for its power 2/3": lambda: printed_drift_bound(PLACE, least_constant(), sp.Integer(1)),
    },
    right={
        "power 1/2": lambda: printed_drift_bound(PLACE, least_constant(), sp.S.Half),
        "M doubled": lambda: printed_drift_bound(PLACE, 2 * least_constant(), THIRDS),
    },
)

printed_gronwall_bound_holds_for_the_constant_solution = Check(
    tests=r"$y\equiv1$, which solves $y'+ay=a$, at $a(t-T)=1$, with the printed bound "
    r"$(a(t-T)+y(T))e^{-a(t-T)}$.",
    measure=lambda: at_start_one(largest_solution()),
    predict=lambda: at_start_one(printed_bound()),
    compare=at_most(),
    wrong={"y(T) e^{−as}": lambda: at_start_one(y_T * sp.exp(-a * s))},
    right={"1 + (y(T) − 1) e^{−as}": lambda: at_start_one(true_bound())},
)

LINE_CASE = (sp.Matrix([[1]]), (1,))
PLANE_CASE = (sp.Matrix([[2, 1], [1, 3]]), (1, -1))

printed_mass_bound_holds_on_the_line = Check(
    tests=r"$\int e^{-L}$ for $L=(w-1)^2+1$, with the printed bound $\int "
    r"e^{-\lambda_{\min}[\|w\|^2/2-\|w^0\|^2/2]-1}$.",
    measure=lambda: closed_form(gibbs_mass(*LINE_CASE)),
    predict=lambda: mass_bound(*LINE_CASE),
    compare=at_most(),
    wrong={
        "w⁰ with the other sign": lambda: mass_bound(*LINE_CASE, share=-1),
        "1 for 2π": lambda: mass_bound(*LINE_CASE, constant=sp.Integer(1)),
    },
)

printed_mass_bound_holds_on_the_plane = Check(
    tests=r"$\int e^{-L}$ for $L=(w-w^0)^\top\Sigma(w-w^0)+1$, "
    r"$\Sigma=\begin{pmatrix}2&1\\1&3\end{pmatrix}$, $w^0=(1,-1)$, with the printed bound.",
    measure=lambda: closed_form(gibbs_mass(*PLANE_CASE)),
    predict=lambda: mass_bound(*PLANE_CASE),
    compare=at_most(),
    wrong={
        "w⁰ with the other sign": lambda: mass_bound(*PLANE_CASE, share=-1),
        "¼ for 2π": lambda: mass_bound(*PLANE_CASE, constant=sp.Rational(1, 4)),
    },
)
