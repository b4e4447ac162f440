"""What two minima of equal risk weigh in the Gaussian approximation of the stationary law (Section 4).

## Main definitions
* `gaussian_mass`: ∫ κ e^{−η(ℓ + Σλ_jw_j²/2)} dw over the whole space, integrated.

## Main statements
* `masses_at_equal_risk_have_the_ratio_of_2_7`: the batch size and the learning rate drop out.
"""

from collections.abc import Sequence

import sympy as sp

from derivations.ball_mass import DIMENSIONS, height
from derivations.identity import equal
from derivations.symbols import M, beta, gamma, inverse_temperature, kappa, w
from ledger.model import Check

STEP = sp.Symbol("Delta", positive=True)


def gaussian_mass(height: sp.Expr, eigenvalues: Sequence[sp.Expr]) -> sp.Expr:
    """κ e^{−ηℓ} ∏ ∫ e^{−ηλ_jw²/2} dw with η = 2M/(γβ)."""
    eta = inverse_temperature()
    bells = [sp.integrate(sp.exp(-eta * v * w**2 / 2), (w, -sp.oo, sp.oo)) for v in eigenvalues]
    return kappa * sp.exp(-eta * height) * sp.Mul(*bells)


# --- Evidence ---


def _spectra(d: int) -> tuple[tuple[sp.Symbol, ...], tuple[sp.Symbol, ...]]:
    return tuple(sp.symbols(f"lambda_1:{d + 1}", positive=True)), tuple(
        sp.symbols(f"mu_1:{d + 1}", positive=True)
    )


def _mass_ratios() -> dict[str, sp.Expr]:
    pairs = {d: _spectra(d) for d in DIMENSIONS}
    return {f"d = {d}": gaussian_mass(height, f) / gaussian_mass(height, s) for d, (f, s) in pairs.items()}


def _determinant_ratios(power: str, factor: sp.Expr = sp.S.One) -> dict[str, sp.Expr]:
    """Factor · (det second/det first)^power."""
    pairs = {d: _spectra(d) for d in DIMENSIONS}
    return {
        f"d = {d}": factor * (sp.Mul(*second) / sp.Mul(*first)) ** sp.Rational(power)
        for d, (first, second) in pairs.items()
    }


masses_at_equal_risk_have_the_ratio_of_2_7 = Check(
    tests=r"The ratio of $\int\kappa e^{-\eta(\ell+\frac12\sum_j\lambda_jw_j^2)}d\mathbf w$ at two minima of"
    r" equal height, $\eta=2M/(\gamma\beta)$, $d=1,2,3$, integrated, against $\sqrt{\det H_2/\det H_1}$.",
    measure=_mass_ratios,
    predict=lambda: _determinant_ratios("1/2"),
    compare=equal(),
    wrong={
        "without the root": lambda: _determinant_ratios("1"),
        "inverted": lambda: _determinant_ratios("-1/2"),
        "with √(M/(γβ))": lambda: _determinant_ratios("1/2", sp.sqrt(M / (gamma * beta))),
        "one minimum deeper by Δ": lambda: _determinant_ratios("1/2", sp.exp(inverse_temperature() * STEP)),
    },
)
