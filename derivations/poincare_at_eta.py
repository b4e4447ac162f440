"""The Poincaré inequality that Appendix E needs: for p∞ ∝ e^{−ηL}, with its own constant.

(2.6) is about e^{−L}. Under (A.2) there is one for e^{−ηL} too, at every η > 0, with a constant of its own.

## Main definitions
* `least_quotient`: the least E f'²/Var f over polynomials f under a centred Gaussian.
* `growth_of_multiple`: the two expressions of (A.2) for ηL.

## Main statements
* For L = λw²/2 the constant is ηλ.
* (A.2) for L gives (A.2) for ηL, and so, by the classical criterion, a constant C_P(η) > 0.

## References
* Pavliotis2014: the criterion ‖∇V‖²/2 − ∇·∇V → ∞ for e^{−V}.
"""

from fractions import Fraction
from functools import lru_cache

import sympy as sp

from derivations.gaussian_poincare import normal_mean
from derivations.gibbs import PLANE
from derivations.identity import equal
from derivations.potential import Potential
from derivations.square_confinement import growth
from derivations.symbols import eta, lamda, w
from ledger.bound import Bound, exact
from ledger.compare import at_least
from ledger.model import Check

Pair = tuple[sp.Expr, sp.Expr]
DEGREE = 3


def mean(f: sp.Expr, precision: sp.Expr) -> sp.Expr:
    """E f(w) under N(0, 1/precision) for a polynomial f."""
    return normal_mean(sp.expand(f.subs(w, w / sp.sqrt(precision))))


@lru_cache
def least_quotient(precision: sp.Expr, degree: int = DEGREE) -> sp.Expr:
    """The least E f'²/Var f over the polynomials up to `degree` under N(0, 1/precision).

    Raises:
        ValueError: if the degree is less than 1: then every f is constant.
    """
    if degree < 1:
        raise ValueError(f"degree={degree}: a polynomial that is not constant has a degree of at least 1")
    basis = [w**k - mean(w**k, precision) for k in range(1, degree + 1)]
    variance = sp.Matrix(degree, degree, lambda i, j: mean(basis[i] * basis[j], precision))
    slopes = [sp.diff(f, w) for f in basis]
    energy = sp.Matrix(degree, degree, lambda i, j: mean(slopes[i] * slopes[j], precision))
    values = (variance.inv() * energy).eigenvals(multiple=True)
    return sp.simplify(sp.Min(*map(sp.simplify, values)))


def growth_of_multiple(loss: Potential) -> Pair:
    """‖∇V‖²/2 − ∇·∇V and ∇·∇V/‖∇V‖² for V = ηL."""
    return growth(Potential(eta * loss.expr, loss.coords, parameters=(eta,)))


# --- Evidence ---

HALF = sp.S.Half


def _rational(value: sp.Expr) -> Bound:
    return exact(Fraction(int(value.p), int(value.q)))


def _from_growth(half: sp.Expr, power: int) -> Pair:
    """η‖∇L‖²(half·η − r) and η^power r with r = ∇·∇L/‖∇L‖²."""
    ratio, steepness = growth(PLANE)[1], PLANE.gradient.dot(PLANE.gradient)
    return eta * steepness * (half * eta - ratio), eta**power * ratio


def _third_term_at_half() -> sp.Expr:
    """III without its 1/η for L = w²/2, η∞ = ½ and h/√p∞ = w."""
    return mean(sp.diff(w, w) ** 2, HALF)


def _share_of_distance(constant: sp.Expr | int) -> Bound:
    """constant·‖h‖² in the same case."""
    return _rational(constant * mean(w**2, HALF))


printed_constant_serves_the_limit_density = Check(
    tests=r"The least $\int f'^2p_\infty/\mathrm{Var}f$ over polynomials $f$ up to degree 3 for $L=w^2/2$, "
    r"$\eta_\infty=\frac12$, with the $C_P=1$ of (2.6), which is about $e^{-L}$.",
    measure=lambda: _rational(least_quotient(HALF)),
    predict=lambda: _rational(least_quotient(sp.S.One)),
    compare=at_least(),
    wrong={"C_P/η∞": lambda: exact(2), "0.51": lambda: exact(Fraction(51, 100))},
    right={"½": lambda: exact(Fraction(1, 2))},
)

constant_of_the_limit_density_grows_with_eta = Check(
    tests=r"The same least quotient for $L=\lambda w^2/2$ at any $\eta$, against $\eta\lambda$.",
    measure=lambda: least_quotient(eta * lamda),
    predict=lambda: eta * lamda,
    compare=equal(),
    wrong={
        "λ, whatever η": lambda: lamda,
        "λ/η": lambda: lamda / eta,
        "2ηλ": lambda: 2 * eta * lamda,
    },
    of="corrected",
)

second_assumption_is_kept_at_every_eta = Check(
    tests=r"$\frac12\|\nabla V\|^2-\nabla\cdot\nabla V$ and $\nabla\cdot\nabla V/\|\nabla V\|^2$ for "
    r"$V=\eta L$, any $L$ on the plane, against $\eta\|\nabla L\|^2(\frac\eta2-r)\to\infty$ and "
    r"$r/\eta\to0$, where $r=\nabla\cdot\nabla L/\|\nabla L\|^2\to0$.",
    measure=lambda: growth_of_multiple(PLANE),
    predict=lambda: _from_growth(HALF, -1),
    compare=equal(),
    wrong={
        "½ − r": lambda: (growth(PLANE)[0], growth(PLANE)[1] / eta),
        "r": lambda: _from_growth(HALF, 0),
        "η − r": lambda: _from_growth(sp.S.One, -1),
    },
    of="corrected",
)

printed_constant_bounds_the_third_term = Check(
    tests=r"$III=\int p_\infty\|\nabla(h/\sqrt{p_\infty})\|^2$ for $L=w^2/2$, $\eta_\infty=\frac12$, "
    r"$h/\sqrt{p_\infty}=w$, with $C_P\|h\|^2$ and the $C_P=1$ of (2.6).",
    measure=lambda: _rational(_third_term_at_half()),
    predict=lambda: _share_of_distance(1),
    compare=at_least(),
    wrong={
        "C_P = 2": lambda: _share_of_distance(2),
        "C_P = 3/4": lambda: _share_of_distance(sp.Rational(3, 4)),
    },
    right={"C_P(η∞) = ½": lambda: _share_of_distance(HALF)},
)
