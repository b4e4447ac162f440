"""Term II of Appendix E, and the two steps that lead to its bound.

## Main definitions
* `second_term`, `square_distance`: II without its prefactor, and ‖h‖², for L = w²/2 and η∞ = 1.
* `mixed_product`: −f ∇f·∇L p∞, the integrand of II after integration by parts.
* `largest_left_side`: the most that the two premises before "Therefore one has" allow.

## Main statements
* II is bounded above by (C₂/2)‖h‖², but |II|/‖h‖² = n for f = He_n: no constant bounds it.
* By parts |II| ≤ √(X D) with X = ∫ f²‖∇L‖² p∞, for every loss.
* (E.3) does not follow from (A.3): log(1 + w²) obeys the latter only.
* The premises allow ΔL − η∞‖∇L‖² > 0; that it is not so far out follows from (E.3) itself.

## Notation
f = h/√p∞.
"""

from fractions import Fraction

import sympy as sp

from derivations.calculus import divergence, gradient
from derivations.decay import LOSSES, limit_density
from derivations.gaussian_poincare import normal_mean
from derivations.gibbs import multiplied_out
from derivations.gibbs_mass import HEAVY_TAILED
from derivations.identity import equal
from derivations.potential import Potential
from derivations.square_confinement import growth, largest_curvature
from derivations.symbols import eta_infinity, w
from ledger.bound import Bound, exact
from ledger.compare import at_most
from ledger.model import Check


def second_term(f: sp.Expr) -> sp.Expr:
    """∫ f²/2 ∇·(p∞∇L) for L = w²/2, η∞ = 1 and a polynomial f of w: E[f²(1 − w²)]/2 under N(0, 1)."""
    return normal_mean(sp.expand(f**2 * (1 - w**2))) / 2


def square_distance(f: sp.Expr) -> sp.Expr:
    """‖h‖² = E f² under N(0, 1)."""
    return normal_mean(sp.expand(f**2))


def mixed_product(loss: Potential, f: sp.Expr) -> sp.Expr:
    """−f ∇f·∇L p∞."""
    return -f * gradient(f, loss.coords).dot(loss.gradient) * limit_density(loss)


def largest_left_side(steepness: sp.Expr) -> sp.Expr:
    """The largest ΔL − η∞‖∇L‖² under ΔL − 2η∞‖∇L‖² ≤ η∞, when ‖∇L‖² is `steepness`."""
    largest_laplacian = eta_infinity + 2 * eta_infinity * steepness
    return largest_laplacian - eta_infinity * steepness


# --- Evidence ---

HERMITE = w**2 - 1
"""He₂; p = p∞(1 + He₂) = p∞w² is a density."""


def _rational(value: sp.Expr) -> Bound:
    return exact(Fraction(int(value.p), int(value.q)))


def _square_of_printed_bound(C_2: int) -> Bound:
    """(C₂/2)²‖h‖⁴."""
    return _rational((C_2 * square_distance(HERMITE) / 2) ** 2)


def _square_of_mixed_bound() -> Bound:
    """X D for L = w²/2."""
    X, D = normal_mean(sp.expand(HERMITE**2 * w**2)), normal_mean(sp.diff(HERMITE, w) ** 2)
    return _rational(X * D)


def _any_function(loss: Potential) -> sp.Expr:
    return sp.Function("f", real=True)(*loss.coords)


def _by_parts(sign: int) -> tuple[sp.Expr, ...]:
    """½f²∇·(p∞∇L) less the divergence of ±½f²p∞∇L."""
    terms = []
    for loss in LOSSES:
        f = _any_function(loss)
        field = limit_density(loss) * loss.gradient
        whole = f**2 * divergence(field, loss.coords) / 2
        terms.append(multiplied_out(whole - sign * divergence(f**2 * field / 2, loss.coords)))
    return tuple(terms)


def _mixed(factor: str) -> tuple[sp.Expr, ...]:
    products = [mixed_product(loss, _any_function(loss)) for loss in LOSSES]
    return tuple(multiplied_out(sp.Rational(factor) * product) for product in products)


def _ratio_limit() -> sp.Expr:
    """The limit of ΔL/(2η∞‖∇L‖²) far out for L = log(1 + w²)."""
    return sp.limit(growth(HEAVY_TAILED)[1] / (2 * eta_infinity), w, sp.oo)


printed_second_term_is_bounded_on_both_sides = Check(
    tests=r"$II^2$ for $L=w^2/2$, $\eta_\infty=1$, $p=p_\infty w^2$, with $(\frac{C_2}2\|h\|^2)^2$, "
    r"where $R=1$ and $C_2=\max_{|w|\le1}|1-w^2|=1$.",
    measure=lambda: _rational(second_term(HERMITE) ** 2),
    predict=lambda: _square_of_printed_bound(1),
    compare=at_most(),
    wrong={"C₂ = 3": lambda: _square_of_printed_bound(3)},
    right={"X D": _square_of_mixed_bound, "C₂ = 4": lambda: _square_of_printed_bound(4)},
)

second_term_is_a_mixed_product = Check(
    tests=r"$\frac12f^2\nabla\cdot(p_\infty\nabla L)$ less the divergence of $\frac12f^2p_\infty\nabla "
    r"L$, for any $f$ and $L$, against $-f\,\nabla f\cdot\nabla L\,p_\infty$, so that "
    r"$|II|\le\sqrt{XD}$ by Cauchy and Schwarz.",
    measure=lambda: _by_parts(1),
    predict=lambda: _mixed("1"),
    compare=equal(),
    wrong={
        "the other sign": lambda: _mixed("-1"),
        "half of it": lambda: _mixed("1/2"),
        "the divergence added": lambda: _by_parts(-1),
    },
    of="corrected",
)

printed_third_assumption_gives_the_limit = Check(
    tests=r"$\max|e^{-L}(L'^2-L'')|$ and $\lim\nabla\cdot\nabla L/(2\eta_\infty\|\nabla L\|^2)$ for "
    r"$L=\log(1+w^2)$, against (A.3) with the bound 2 and the limit 0.",
    measure=lambda: (largest_curvature(HEAVY_TAILED), _ratio_limit()),
    predict=lambda: (sp.Integer(2), sp.Integer(0)),
    compare=equal(),
    wrong={
        "no bound, limit 0": lambda: (sp.oo, sp.Integer(0)),
        "limit −1/2": lambda: (sp.Integer(2), -sp.S.Half),
    },
    right={"bound 2, limit −1/(4η∞)": lambda: (sp.Integer(2), -1 / (4 * eta_infinity))},
)

second_assumption_is_the_limit = Check(
    tests=r"$\nabla\cdot\nabla L/(2\eta_\infty\|\nabla L\|^2)$ for any $L$, against $1/(2\eta_\infty)$ "
    r"times the quotient in the second half of (A.2).",
    measure=lambda: tuple(
        loss.laplacian / (2 * eta_infinity * loss.gradient.dot(loss.gradient)) for loss in LOSSES
    ),
    predict=lambda: tuple(growth(loss)[1] / (2 * eta_infinity) for loss in LOSSES),
    compare=equal(),
    wrong={
        "the first half of (A.2)": lambda: tuple(growth(loss)[0] / (2 * eta_infinity) for loss in LOSSES),
        "η∞/2 times": lambda: tuple(growth(loss)[1] * eta_infinity / 2 for loss in LOSSES),
    },
    of="corrected",
)

printed_premises_give_a_nonpositive_left_side = Check(
    tests=r"The largest $\nabla\cdot\nabla L-\eta_\infty\|\nabla L\|^2$ that the two premises "
    r"$\nabla\cdot\nabla L-2\eta_\infty\|\nabla L\|^2\le\eta_\infty\le\eta_\infty\|\nabla L\|^2$ leave "
    r"at $\|\nabla L\|^2=2$, $\eta_\infty=1$, with 0.",
    measure=lambda: _rational(largest_left_side(sp.Integer(2)).subs(eta_infinity, 1)),
    predict=lambda: exact(0),
    compare=at_most(),
    wrong={"η∞": lambda: exact(1), "η∞‖∇L‖²": lambda: exact(2)},
    right={"η∞(1 + ‖∇L‖²)": lambda: exact(3)},
)


def _ratio_of_balance() -> sp.Expr:
    """The ΔL/(2η∞‖∇L‖²) at which ΔL = η∞‖∇L‖²."""
    ratio, steepness = sp.Symbol("r"), sp.Symbol("g", positive=True)
    return sp.solve(2 * eta_infinity * steepness * ratio - eta_infinity * steepness, ratio)[0]


left_side_is_negative_once_the_ratio_is_below_a_half = Check(
    tests=r"The $\nabla\cdot\nabla L/(2\eta_\infty\|\nabla L\|^2)$, which (E.3) sends to 0, at which "
    r"$\nabla\cdot\nabla L-\eta_\infty\|\nabla L\|^2$ changes sign, against ½.",
    measure=_ratio_of_balance,
    predict=lambda: sp.S.Half,
    compare=equal(),
    wrong={"1": lambda: sp.Integer(1), "0": lambda: sp.Integer(0), "1/η∞": lambda: 1 / eta_infinity},
    of="corrected",
)
