"""(E.4) and (E.6) of Appendix E, and their constant C_1, on exact Gaussians.

L = w²/2 + c with η∞ = 1: p∞, y, I and II do not see c, but the M of (A.3) is e^{−c}, so that C_1 shrinks with
c. Besides, C_1 is less than the sum of the two bounds from which it is made.

## Main definitions
* `printed_constant`: C_1 for the shift c.      * `constant_of`: C_1 from its ingredients.
* `drift_terms`, `printed_drift_bound`: the two sides of (E.4).
* `energy_side`, `printed_energy_bound`, `true_energy_bound`: the two sides of (E.6), and the true right side.

## Main statements
* `printed_drift_bound_holds_on_a_raised_loss`, `printed_energy_bound_holds_on_a_raised_loss`,
  `printed_constant_covers_both_terms`: all three fail.
* `coefficients_of_both_terms_need_their_maximum`: what C_1 has to be.
"""

from collections.abc import Callable

import sympy as sp

from derivations.identity import equal
from derivations.symbols import eta, w
from derivations.zoo import QUADRATIC
from ledger.bound import Bound
from ledger.compare import at_most
from ledger.model import Check
from numerics.bounds import closed_form
from numerics.decay_bounds import least_constant, normal_density
from numerics.gaussian_family import (
    dissipation,
    distance,
    distance_rate,
    first_term,
    m,
    second_term,
    v,
    weighted_distance,
)
from numerics.temperature_bounds import GAMMA

RAISED = 5
A3, C_2, ROOT_MASS = sp.symbols(r"M C_2 \int{p_\infty^{1/3}}", positive=True)


def constant_of(bound: sp.Expr, ball: sp.Expr, root_mass: sp.Expr) -> sp.Expr:
    """C_1 = ½ max{1, η∞} max{∫p∞^{1/3}, 1 + C_2/2} M at η∞ = 1: `ball` is C_2, `bound` is M."""
    return sp.Max(root_mass, 1 + ball / 2) * bound / 2


def covering_constant(bound: sp.Expr, ball: sp.Expr, root_mass: sp.Expr) -> sp.Expr:
    """½ max{M∫p∞^{1/3}, M + C_2}."""
    return sp.Max(bound * root_mass / 2, (bound + ball) / 2)


def printed_constant(shift: int) -> sp.Expr:
    """C_1 for L = w²/2 + shift: M = e^{−shift}, R = 1, C_2 = max |1 − w²| = 1."""
    root_mass = sp.integrate(normal_density() ** sp.Rational(1, 3), (w, -sp.oo, sp.oo))
    curvature = QUADRATIC.laplacian - QUADRATIC.gradient.dot(QUADRATIC.gradient)
    return constant_of(least_constant() * sp.exp(-shift), curvature.subs(w, 0), root_mass)


def drift_terms() -> sp.Expr:
    """I + II without their prefactors, for N(m, v)."""
    return first_term() + second_term()


def true_drift_bound() -> sp.Expr:
    """√(GD) + √(XD), G = 1."""
    return sp.sqrt(dissipation()) + sp.sqrt(weighted_distance() * dissipation())


def energy_side() -> sp.Expr:
    """½y' + (C_P/η)y, C_P = 1."""
    return distance_rate() / 2 + distance() / eta


def printed_energy_bound(shift: int) -> sp.Expr:
    """(C_1|δ̂|/η)(y + 1)."""
    return printed_constant(shift) * sp.Abs(eta - 1) / eta * (distance() + 1)


def true_energy_bound() -> sp.Expr:
    """(1/η)[C_P y − (1 − |δ̂|Γ)D + |δ̂|√(GD)]."""
    size, D = sp.Abs(eta - 1), dissipation()
    return (distance() - (1 - size * GAMMA) * D + size * sp.sqrt(D)) / eta


# --- Evidence ---

NARROW = {m: 0, v: sp.Rational(1, 2)}
SETTLING = {m: 0, v: sp.Rational(7, 8), eta: sp.Rational(4, 3)}
INGREDIENTS = (sp.Integer(1), sp.Integer(10), sp.Integer(3))


def _drift_bound(shift: int) -> Bound:
    return closed_form((printed_constant(shift) * (distance() + 1)).subs(NARROW))


def _energy_bound(shift: int) -> Bound:
    return closed_form(printed_energy_bound(shift).subs(SETTLING))


def _least_common_constant() -> sp.Expr:
    """The least C with αy + b ≤ C y + C for all y ≥ 0: α as y → ∞, b at y = 0."""
    alpha, b = (A3 + C_2) / 2, A3 * ROOT_MASS / 2
    y = sp.Symbol("y", nonnegative=True)
    quotient = (alpha * y + b) / (y + 1)
    return sp.Max(quotient.subs(y, 0), sp.limit(quotient, y, sp.oo))


def _symbolic(rule: Callable[[sp.Expr, sp.Expr, sp.Expr], sp.Expr]) -> sp.Expr:
    return rule(A3, C_2, ROOT_MASS)


printed_drift_bound_holds_on_a_raised_loss = Check(
    tests=r"$I+II$ for $L=w^2/2+5$, $\eta_\infty=1$ and $p=N(0,\frac12)$, with the printed bound"
    r" $C_1(\|h\|^2+1)$, $M=e^{-5}$ being the least that (A.3) allows.",
    measure=lambda: closed_form(drift_terms().subs(NARROW)),
    predict=lambda: _drift_bound(RAISED),
    compare=at_most(),
    wrong={"raised by 10": lambda: _drift_bound(2 * RAISED)},
    right={"√(GD) + √(XD)": lambda: closed_form(true_drift_bound().subs(NARROW))},
)

printed_energy_bound_holds_on_a_raised_loss = Check(
    tests=r"$\frac12\partial_t\|h\|^2+\frac{C_P}\eta\|h\|^2$ for $L=w^2/2+5$, $\eta_\infty=1$,"
    r" $\eta=\frac43$ and $p=N(0,\frac78)$, with the printed $\frac{C_1|\hat\delta|}\eta(\|h\|^2+1)$.",
    measure=lambda: closed_form(energy_side().subs(SETTLING)),
    predict=lambda: _energy_bound(RAISED),
    compare=at_most(),
    wrong={"raised by 10": lambda: _energy_bound(2 * RAISED)},
    right={"(1/η)[C_P y − (1 − |δ̂|Γ)D + |δ̂|√(GD)]": lambda: closed_form(true_energy_bound().subs(SETTLING))},
)

printed_constant_covers_both_terms = Check(
    tests=r"The coefficient $\frac12(M+C_2)$ of $\|h\|^2$ in the sum of the two printed bounds of $I$ and"
    r" $II$ for $\eta_\infty=1$, $M=1$, $C_2=10$, $\int p_\infty^{1/3}=3$, with the printed $C_1$.",
    measure=lambda: closed_form((INGREDIENTS[0] + INGREDIENTS[1]) / 2),
    predict=lambda: closed_form(constant_of(*INGREDIENTS)),
    compare=at_most(),
    wrong={"M∫p∞^{1/3}/2": lambda: closed_form(INGREDIENTS[0] * INGREDIENTS[2] / 2)},
    right={"½ max{M∫p∞^{1/3}, M + C₂}": lambda: closed_form(covering_constant(*INGREDIENTS))},
)

coefficients_of_both_terms_need_their_maximum = Check(
    tests=r"The least $C$ with $\frac{M+C_2}2y+\frac M2\int p_\infty^{1/3}\le C(y+1)$ for all $y\ge0$,"
    r" against $\frac12\max\{M\int p_\infty^{1/3},M+C_2\}$.",
    measure=_least_common_constant,
    predict=lambda: _symbolic(covering_constant),
    compare=equal(),
    wrong={
        "the printed C₁": lambda: _symbolic(constant_of),
        "the sum": lambda: (A3 + C_2 + A3 * ROOT_MASS) / 2,
    },
    of="corrected",
)
