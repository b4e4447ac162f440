"""The Gibbs density is what (2.5) leaves unchanged, and at which η it does so.

## Main definitions
* `gibbs_density`: κ e^{−ηL}, the candidate of Lemma 2.3.
* `density_rate`: the right side of (2.5) for constant β; it vanishes for a stationary density.
* `score_of_zero_flux`: the ∇ log p that makes the probability flux of (2.5) vanish.
* `multiplied_out`: one form for equal expressions, for reading them side by side.
* `LINE`, `PLANE`: an undefined loss, so that what is shown is shown for every loss.

## Main statements
* Without flux ∇ log p = −(2M/(γβ)) ∇L, whatever L is.
* p∞ is stationary at η = η∞ and at no other η; elsewhere (1/η − 1/η∞) Δp∞ is left over.

## Implementation notes
Whether κ exists, that is whether e^{−ηL} has a finite mass, is the matter of `derivations.gibbs_mass`.
"""

import sympy as sp

from derivations.calculus import gradient, laplacian
from derivations.fokker_planck import fokker_planck, in_divergence_form, isotropic_sgd_diffusion
from derivations.identity import equal
from derivations.potential import Potential
from derivations.symbols import M, beta, eta, eta_infinity, gamma, inverse_temperature, kappa, w, x, y
from ledger.model import Check

LINE = Potential(sp.Function("L", real=True)(w), (w,), name="any loss on the line")
PLANE = Potential(sp.Function("L", real=True)(x, y), (x, y), name="any loss on the plane")


def gibbs_density(loss: Potential, inverse_temperature: sp.Expr) -> sp.Expr:
    """κ e^{−ηL} (Lemma 2.3), with κ left as a symbol."""
    return kappa * sp.exp(-inverse_temperature * loss.expr)


def density_rate(p: sp.Expr, loss: Potential, inverse_temperature: sp.Expr) -> sp.Expr:
    """∂_t p = ∇·(∇L p + ∇p/η), which is (2.5) for constant β (Appendix D)."""
    return in_divergence_form(loss.gradient, 1 / inverse_temperature, p, loss.coords)


def multiplied_out(expr: sp.Expr) -> sp.Expr:
    """The same expression as a sum, exponentials merged: two equal ones then mostly look alike."""
    return sp.powsimp(sp.expand(sp.powsimp(sp.expand(expr))))


def score_of_zero_flux(loss: Potential) -> sp.Matrix:
    """The s = ∇ log p with ∇L + (γβ/2M) s = 0, shape (d, 1): divided by p, no flux in (2.5)."""
    unknown = sp.Symbol("s")
    diffusion = gamma * beta / (2 * M)
    return sp.Matrix([sp.solve(slope + diffusion * unknown, unknown)[0] for slope in loss.gradient])


def score(density: sp.Expr, loss: Potential) -> sp.Matrix:
    """∇ log p, shape (d, 1)."""
    return gradient(density, loss.coords) / density


# --- Evidence ---


def _scores(inverse_temperature: sp.Expr) -> tuple[sp.Matrix, ...]:
    return tuple(score(gibbs_density(loss, inverse_temperature), loss) for loss in (LINE, PLANE))


def _any_density(loss: Potential) -> sp.Expr:
    return sp.Function("p", positive=True)(*loss.coords)


def _forward_equation(loss: Potential) -> sp.Expr:
    """∂_t p for (2.3) with constant β and any p."""
    diffusion = isotropic_sgd_diffusion(loss.expr, beta, loss.coords)
    return multiplied_out(fokker_planck(diffusion, _any_density(loss)))


def _rates(inverse_temperature: sp.Expr) -> tuple[sp.Expr, ...]:
    """∂_t p as Appendix D writes it, for any p."""
    return tuple(
        multiplied_out(density_rate(_any_density(loss), loss, inverse_temperature)) for loss in (LINE, PLANE)
    )


def _residuals_at(inverse_temperature: sp.Expr) -> tuple[sp.Expr, ...]:
    """What p∞ = κ e^{−η∞L} leaves over in Appendix D when the operator has another η."""
    densities = {loss: gibbs_density(loss, eta_infinity) for loss in (LINE, PLANE)}
    return tuple(multiplied_out(density_rate(p, loss, inverse_temperature)) for loss, p in densities.items())


def _laplacians(factor: sp.Expr) -> tuple[sp.Expr, ...]:
    """factor·Δp∞."""
    densities = {loss: gibbs_density(loss, eta_infinity) for loss in (LINE, PLANE)}
    return tuple(multiplied_out(factor * laplacian(p, loss.coords)) for loss, p in densities.items())


def _etas_without_residual() -> tuple[sp.Expr, ...]:
    """The η at which p∞ is stationary: the only one for the line, the only one for the plane."""
    solutions = [sp.solve(residual, eta) for residual in _residuals_at(eta)]
    return tuple(sp.simplify(solution) for (solution,) in solutions)


gibbs_density_has_no_flux = Check(
    tests=r"The $\nabla\log p$ for which (2.5) has no flux, for any $L$ on the line and on the plane, "
    r"against that of $\kappa e^{-\eta L}$ with $\eta=2M/(\gamma\beta)$.",
    measure=lambda: (score_of_zero_flux(LINE), score_of_zero_flux(PLANE)),
    predict=lambda: _scores(inverse_temperature()),
    compare=equal(),
    wrong={
        "η = M/(γβ)": lambda: _scores(M / (gamma * beta)),
        "twice the exponent": lambda: _scores(2 * inverse_temperature()),
        "without β": lambda: _scores(2 * M / gamma),
        "exponent −L": lambda: _scores(sp.Integer(1)),
    },
    of="corrected",
)

printed_eta_is_the_inverse_of_the_diffusion = Check(
    tests=r"The forward equation of (2.3) with constant $\beta$, which is (2.5), as the formal adjoint of the"
    r" generator for any $L$ and $p$ on the line and on the plane, against"
    r" $\nabla\cdot(\nabla L\,p+\frac1\eta\nabla p)$ with $\eta=2M/(\gamma\beta)$.",
    measure=lambda: tuple(_forward_equation(loss) for loss in (LINE, PLANE)),
    predict=lambda: _rates(inverse_temperature()),
    compare=equal(),
    wrong={
        "M/(γβ)": lambda: _rates(M / (gamma * beta)),
        "its inverse": lambda: _rates(1 / inverse_temperature()),
        "without β": lambda: _rates(2 * M / gamma),
    },
)

printed_density_is_stationary_at_every_eta = Check(
    tests=r"$\nabla\cdot(\nabla L\,p_\infty+\nabla p_\infty/\eta)$ with $\eta\ne\eta_\infty$, for any "
    r"$L$ on the line and on the plane, against 0.",
    measure=lambda: _residuals_at(eta),
    predict=lambda: (sp.Integer(0), sp.Integer(0)),
    compare=equal(),
    wrong={
        "the other sign": lambda: _laplacians(1 / eta_infinity - 1 / eta),
        "η for 1/η": lambda: _laplacians(eta - eta_infinity),
    },
    right={"(1/η − 1/η∞) Δp∞": lambda: _laplacians(1 / eta - 1 / eta_infinity)},
)

density_is_stationary_at_the_limiting_eta_only = Check(
    tests=r"The $\eta$ at which $\nabla\cdot(\nabla L\,p_\infty+\nabla p_\infty/\eta)=0$, for any $L$ "
    r"on the line and on the plane, against $\eta_\infty$.",
    measure=_etas_without_residual,
    predict=lambda: (eta_infinity, eta_infinity),
    compare=equal(),
    wrong={
        "twice η∞": lambda: (2 * eta_infinity, 2 * eta_infinity),
        "half η∞": lambda: (eta_infinity / 2, eta_infinity / 2),
        "1/η∞": lambda: (1 / eta_infinity, 1 / eta_infinity),
    },
    of="corrected",
)
