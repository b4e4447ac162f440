"""The Fokker–Planck equation in several dimensions, isotropic and not (Appendix B, "easily generalized").

## Main statements
* `forward_equation_in_the_plane`: terms with i ≠ j vanish if σ² = βI, and only then.
"""

import sympy as sp

from derivations.fokker_planck import fokker_planck
from derivations.identity import equal
from derivations.printed_forward_equations import (
    BETA,
    PLANE,
    density_in,
    derived,
    divergence_of_gradient,
    loss_in,
)
from derivations.sde import Diffusion, sgd_diffusion
from derivations.symbols import M, gamma, x, y
from ledger.model import Check


def anisotropic() -> Diffusion:
    """(2.3) in the plane with a generic symmetric σ that is not a multiple of I."""
    entries = [sp.Function(f"sigma_{name}", real=True)(*PLANE) for name in ("11", "12", "22")]
    sigma = sp.Matrix([[entries[0], entries[1]], [entries[1], entries[2]]])
    return sgd_diffusion(loss_in(PLANE), sigma, PLANE)


def second_derivatives(covariance: sp.MatrixBase, cross: sp.Expr) -> sp.Expr:
    """Σ_i ∂_i[∂_i L p] + ½ Σ_ij ∂_i ∂_j [covariance_ij p], the terms i ≠ j times `cross`."""
    p = density_in(PLANE)
    terms = [
        (sp.S.One if i == j else cross) * sp.diff(covariance[i, j] * p, PLANE[i], PLANE[j]) / 2
        for i in range(2)
        for j in range(2)
    ]
    return sum(terms, start=divergence_of_gradient(PLANE))


# --- Evidence ---

Pair = dict[str, sp.Expr]


def pair(isotropic: sp.Expr, cross: sp.Expr) -> Pair:
    """The generalisation for σ² = βI, with an extra term for i ≠ j, and for generic σ²."""
    wide = BETA * gamma / M
    mixed = isotropic * sp.diff(wide * density_in(PLANE), x, y)
    return {
        "σ² = β(w) I": second_derivatives(wide * sp.eye(2), sp.S.Zero) + mixed,
        "generic σ²": second_derivatives(anisotropic().covariance, cross),
    }


forward_equation_in_the_plane = Check(
    tests=r"$\partial_t p$ in the plane for $\sigma^2 = \beta(\mathbf w) I$ and for a generic "
    r"symmetric $\sigma$, derived from (2.3), against $\sum_i \partial_i[\partial_i L\,p] + "
    r"\frac12\sum_{ij}\partial_i\partial_j[\frac{\gamma}{M}\sigma^2_{ij}p]$: without terms $i "
    r"\ne j$ in the isotropic case, as in (B.1).",
    measure=lambda: {
        "σ² = β(w) I": derived(BETA, PLANE),
        "generic σ²": fokker_planck(anisotropic(), density_in(PLANE)),
    },
    predict=lambda: pair(sp.S.Zero, sp.S.One),
    compare=equal(),
    wrong={
        "cross terms kept when σ² = βI": lambda: pair(sp.S.One, sp.S.One),
        "cross terms dropped when they are not 0": lambda: pair(sp.S.Zero, sp.S.Zero),
    },
)
