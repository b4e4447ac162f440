"""The bound of term I that Appendix E needs: |∫ p∞ ∇f·∇L| ≤ √(G D), by Cauchy and Schwarz.

## Main definitions
* `gibbs_moment`: E[wᵏ] under the Gibbs density of an even power.
* `mean_laplacian`: E[L'']/η, which is G = E‖∇L‖² by parts.
* `largest_drift_quotient`: the largest (∫ p∞ f' L')²/∫ p∞ f'² over polynomials f.

## Main statements
* That quotient is G exactly, taken at f = L; no constant of (A.3) enters.

## Notation
D = ∫ p∞ ‖∇f‖² with f = p/p∞ − 1, so that I = −(δ̂/η) ∫ p∞ ∇f·∇L.
"""

import sympy as sp

from derivations.calculus import divergence
from derivations.gibbs import LINE, PLANE, gibbs_density, multiplied_out
from derivations.identity import equal
from derivations.potential import Potential
from derivations.symbols import eta, lamda, w
from ledger.model import Check

STIFF = Potential(lamda * w**2 / 2, name="quadratic of stiffness λ", parameters=(lamda,))
QUARTIC = Potential(w**4 / 4, name="quartic")
DEGREE = 3


def gibbs_moment(f: sp.Expr, loss: Potential) -> sp.Expr:
    """E f(w) under e^{−ηL}/Z on the line, for a polynomial f."""
    weight = sp.exp(-eta * loss.expr)
    mass = sp.integrate(weight, (w, -sp.oo, sp.oo))
    return sp.simplify(sp.integrate(sp.expand(f) * weight, (w, -sp.oo, sp.oo)) / mass)


def mean_laplacian(loss: Potential) -> sp.Expr:
    """E[L'']/η."""
    return gibbs_moment(loss.hessian[0], loss) / eta


def largest_drift_quotient(loss: Potential, degree: int = DEGREE) -> sp.Expr:
    """The largest (∫ p∞ f' L')²/∫ p∞ f'² over f' in the polynomials up to `degree`: bᵀA⁻¹b.

    Raises:
        ValueError: if the loss does not live on the line or degree is negative.
    """
    if loss.coords != (w,) or degree < 0:
        raise ValueError(f"loss on {loss.coords}, degree={degree}: a loss of w and a degree ≥ 0 are wanted")
    slopes = [w**i for i in range(degree + 1)]
    b = sp.Matrix([gibbs_moment(g * loss.gradient[0], loss) for g in slopes])
    A = sp.Matrix(len(slopes), len(slopes), lambda i, j: gibbs_moment(slopes[i] * slopes[j], loss))
    return sp.simplify(b.dot(A.LUsolve(b)))


# --- Evidence ---

LOSSES = (STIFF, QUARTIC)


def _by_parts() -> tuple[sp.Expr, ...]:
    """‖∇L‖² p∞ plus the divergence of p∞∇L/η, which integrates to 0."""
    terms = []
    for loss in (LINE, PLANE):
        p = gibbs_density(loss, eta)
        drift = divergence(p * loss.gradient, loss.coords)
        terms.append(multiplied_out(loss.gradient.dot(loss.gradient) * p + drift / eta))
    return tuple(terms)


def _laplacian_terms(factor: sp.Expr) -> tuple[sp.Expr, ...]:
    """factor·ΔL p∞."""
    densities = {loss: gibbs_density(loss, eta) for loss in (LINE, PLANE)}
    return tuple(multiplied_out(factor * loss.laplacian * p) for loss, p in densities.items())


mean_squared_gradient_is_the_mean_laplacian_over_eta = Check(
    tests=r"$\|\nabla L\|^2p_\infty$ plus a divergence, for any $L$ on the line and on the plane, against "
    r"$\frac1\eta\nabla\cdot\nabla L\,p_\infty$.",
    measure=_by_parts,
    predict=lambda: _laplacian_terms(1 / eta),
    compare=equal(),
    wrong={
        "no 1/η": lambda: _laplacian_terms(sp.Integer(1)),
        "1/η²": lambda: _laplacian_terms(1 / eta**2),
        "the other sign": lambda: _laplacian_terms(-1 / eta),
    },
    of="corrected",
)

drift_term_is_bounded_by_the_mean_laplacian = Check(
    tests=r"The largest $(\int p_\infty f'L')^2/\int p_\infty f'^2$ over polynomials $f$ up to degree "
    r"4, for $L=\lambda w^2/2$ and $w^4/4$ at any $\eta$, against $G=\mathbb E[L'']/\eta$.",
    measure=lambda: tuple(largest_drift_quotient(loss) for loss in LOSSES),
    predict=lambda: tuple(mean_laplacian(loss) for loss in LOSSES),
    compare=equal(),
    wrong={
        "G/2": lambda: tuple(mean_laplacian(loss) / 2 for loss in LOSSES),
        "0.999 G": lambda: tuple(sp.Rational(999, 1000) * mean_laplacian(loss) for loss in LOSSES),
        "no 1/η": lambda: tuple(eta * mean_laplacian(loss) for loss in LOSSES),
        "1/η²": lambda: tuple(mean_laplacian(loss) / eta for loss in LOSSES),
    },
    of="corrected",
)
