"""The stationary law under anisotropic noise, for a quadratic loss: known, and not Gibbs's (Section 5).

For dW = −HW dt + √(γ/M) σ dB with constant σσᵀ = C the law is Gaussian at all times, and its covariance Σ
settles where HΣ + ΣH = (γ/M) C.

## Main definitions
* `settled_covariance`: from the generator of (2.3), for any positive definite H and any C in the plane.
* `balance`: HΣ + ΣH.
* `gaussian_residual`: what N(0, Σ) leaves over in the forward equation.

## Main statements
* `printed_anisotropic_law_is_an_open_question`: refuted for a quadratic loss and constant C.
* `settled_covariance_solves_lyapunovs_equation`.
* `noise_in_proportion_to_the_hessian_settles_isotropically`.

## References
Gardiner2009, chapter 4 (multivariate Ornstein–Uhlenbeck process).
"""

from functools import lru_cache

import sympy as sp

from derivations.fokker_planck import fokker_planck
from derivations.identity import equal
from derivations.sde import Diffusion, sgd_diffusion
from derivations.symbols import M, beta, gamma, x, y
from ledger.compare import identical
from ledger.model import Check

PLANE = (x, y)
a, c, p, q, r = sp.symbols("a c p q r", positive=True)
b = sp.Symbol("b", real=True)
HESSIAN = sp.ImmutableMatrix([[a, b], [b, c]])
ROOT = sp.ImmutableMatrix([[p, q], [0, r]])
"""σ, so that C = σσᵀ is any positive definite matrix."""

COVARIANCE = ROOT * ROOT.T


def quadratic(hessian: sp.MatrixBase, root: sp.MatrixBase) -> Diffusion:
    """(2.3) with L = wᵀHw/2 and a constant matrix σ in the plane."""
    point = sp.Matrix(PLANE)
    return sgd_diffusion(point.dot(hessian * point) / 2, root, PLANE)


def balance(hessian: sp.MatrixBase, covariance: sp.MatrixBase) -> sp.Matrix:
    """HΣ + ΣH."""
    return sp.Matrix(hessian * covariance + covariance * hessian)


@lru_cache(maxsize=4)
def settled_covariance(hessian: sp.ImmutableMatrix, root: sp.ImmutableMatrix) -> sp.ImmutableMatrix:
    """The Σ = E WWᵀ at which E A(w_i w_j) = 0, A the generator, for a linear drift."""
    unknown = sp.symbols("S_xx S_xy S_yy")
    means = {x**2: unknown[0], x * y: unknown[1], y**2: unknown[2]}
    generator = quadratic(hessian, root).generator
    rates = [sp.expand(generator(monomial)).subs(means) for monomial in means]
    (solution,) = sp.linsolve(rates, unknown)
    s_xx, s_xy, s_yy = map(sp.factor, solution)
    return sp.ImmutableMatrix([[s_xx, s_xy], [s_xy, s_yy]])


def gaussian_residual(diffusion: Diffusion, covariance: sp.MatrixBase) -> sp.Expr:
    """∂_t p/p at p = N(0, Σ): 0 if p is stationary."""
    point = sp.Matrix(diffusion.coords)
    density = sp.exp(-point.dot(covariance.inv() * point) / 2)
    return sp.factor(sp.simplify(fokker_planck(diffusion, density) / density))


# --- Evidence ---

SCALED = gamma / M * COVARIANCE


def _gibbs(hessian: sp.MatrixBase) -> sp.Matrix:
    """γβ/(2M) H^{−1} with β = tr C/2, the law of Lemma 2.3 for the mean variance."""
    return sp.Matrix(gamma * COVARIANCE.trace() / (4 * M) * hessian.inv())


EXAMPLE = (sp.ImmutableMatrix([[2, 1], [1, 3]]), sp.ImmutableMatrix([[1, 2], [0, 1]]))


def _stationary() -> dict[str, bool]:
    """Which Gaussian is stationary for one anisotropic C."""
    hessian, root = EXAMPLE
    gibbs = gamma * (root * root.T).trace() / (4 * M) * hessian.inv()
    found = {"N(0, Σ)": settled_covariance(hessian, root), "Gibbs, mean variance": gibbs}
    return {name: gaussian_residual(quadratic(hessian, root), law) == 0 for name, law in found.items()}


def _answers(settled: bool, gibbs: bool) -> dict[str, bool]:
    return {"N(0, Σ)": settled, "Gibbs, mean variance": gibbs}


printed_anisotropic_law_is_an_open_question = Check(
    tests=r"A quadratic loss in the plane with constant, anisotropic $\sigma^2$: whether the Gaussian with"
    " the covariance that settles, and the Gibbs density for the mean variance, solve the stationary forward"
    " equation, against no solution known.",
    measure=_stationary,
    predict=lambda: _answers(False, False),
    compare=identical(),
    wrong={"the Gibbs density": lambda: _answers(False, True)},
    right={"the Gaussian": lambda: _answers(True, False)},
)

settled_covariance_solves_lyapunovs_equation = Check(
    tests=r"$H\Sigma+\Sigma H$ for every positive definite $H$ and $\sigma\sigma^\top=C$ in the plane,"
    r" $\Sigma$ from the generator of (2.3), against $\frac\gamma MC$.",
    measure=lambda: balance(HESSIAN, settled_covariance(HESSIAN, ROOT)),
    predict=lambda: sp.Matrix(SCALED),
    compare=equal(),
    wrong={
        "half of it": lambda: sp.Matrix(SCALED / 2),
        "σ for σσᵀ": lambda: sp.Matrix(gamma / M * ROOT),
        "the Gibbs covariance": lambda: balance(HESSIAN, _gibbs(HESSIAN)),
    },
    of="corrected",
)

STIFF = sp.ImmutableMatrix(sp.diag(a, c))
LABEL_NOISE = sp.ImmutableMatrix(sp.diag(sp.sqrt(beta * a), sp.sqrt(beta * c)))
"""σ with σσᵀ = βH, as for least squares with noisy labels near the minimum."""

noise_in_proportion_to_the_hessian_settles_isotropically = Check(
    tests=r"The covariance that settles when $\sigma^2=\beta H$, for any eigenvalues of $H$ in the plane,"
    r" against $\frac{\gamma\beta}{2M}I$.",
    measure=lambda: sp.Matrix(settled_covariance(STIFF, LABEL_NOISE)),
    predict=lambda: gamma * beta / (2 * M) * sp.eye(2),
    compare=equal(),
    wrong={
        "γβ/(2M) H^{−1}, as for σ² = βI": lambda: gamma * beta / (2 * M) * sp.Matrix(STIFF.inv()),
        "γβ/M I": lambda: gamma * beta / M * sp.eye(2),
    },
    of="corrected",
)
