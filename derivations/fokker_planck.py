"""The Fokker–Planck equation of (2.3): derived as an adjoint, and as the paper prints it.

## Main definitions
* `fokker_planck`: right-hand side of the forward equation of any `Diffusion`.
* `printed_equation`: the right-hand side of (2.5).
* `isotropic_sgd_diffusion`: (2.3) under (2.4).

## Main statements
* `density_obeys_equation_2_5`: Lemma 2.1.

## Notation
`D = γβ/(2M)`, half the variance that one coordinate gathers per unit of time.
"""

from collections.abc import Sequence

import sympy as sp

from derivations.calculus import divergence, formal_adjoint, gradient, laplacian
from derivations.identity import equal
from derivations.sde import Diffusion, sgd_diffusion
from derivations.symbols import M, gamma, x, y
from ledger.model import Check

Coords = Sequence[sp.Symbol]


def fokker_planck(diffusion: Diffusion, p: sp.Expr) -> sp.Expr:
    """∂_t p of the density `p` of `diffusion`: the formal adjoint of its generator, applied to p."""
    return formal_adjoint(diffusion.generator, p, diffusion.coords).doit()


def isotropic_sgd_diffusion(loss: sp.Expr, variance: sp.Expr, coords: Coords) -> Diffusion:
    """(2.3) under (2.4): σ² = `variance` · I."""
    return sgd_diffusion(loss, sp.sqrt(variance) * sp.eye(len(coords)), coords)


def diffusion_coefficient(variance: sp.Expr) -> sp.Expr:
    """D = γβ/(2M)."""
    return gamma * variance / (2 * M)


def in_divergence_form(velocity: sp.MatrixBase, D: sp.Expr, p: sp.Expr, coords: Coords) -> sp.Expr:
    """∇ · (`velocity` p + D ∇p)."""
    return divergence(velocity * p + D * gradient(p, coords), coords)


def printed_equation(loss: sp.Expr, variance: sp.Expr, p: sp.Expr, coords: Coords) -> sp.Expr:
    """The right-hand side of (2.5): ∇ · ([∇(L + D)] p + D ∇p) with D = γβ/(2M)."""
    D = diffusion_coefficient(variance)
    return in_divergence_form(gradient(loss + D, coords), D, p, coords)


# --- Evidence ---

PLANE = (x, y)
LOSS = sp.Function("L", real=True)(*PLANE)
BETA = sp.Function("beta", positive=True)(*PLANE)
DENSITY = sp.Function("p", positive=True)(*PLANE)
COEFFICIENT = diffusion_coefficient(BETA)


def with_velocity(share: sp.Expr) -> sp.Expr:
    """∇ · ((∇L + `share` ∇D) p + D ∇p)."""
    return in_divergence_form(gradient(LOSS + share * COEFFICIENT, PLANE), COEFFICIENT, DENSITY, PLANE)


density_obeys_equation_2_5 = Check(
    tests=r"The forward equation of (2.3) with $\sigma^2 = \beta I$, found as the formal adjoint of "
    r"the Itô generator for generic $L$, $\beta$ and $p$ in the plane, against the right-hand "
    "side of (2.5).",
    measure=lambda: fokker_planck(isotropic_sgd_diffusion(LOSS, BETA, PLANE), DENSITY),
    predict=lambda: printed_equation(LOSS, BETA, DENSITY, PLANE),
    compare=equal(),
    wrong={
        "without ∇D p": lambda: with_velocity(sp.S.Zero),
        "½ ∇D p, the Stratonovich reading": lambda: with_velocity(sp.S.Half),
        "−∇D p": lambda: with_velocity(-sp.S.One),
        "γβ/M in place of γβ/(2M)": lambda: printed_equation(LOSS, 2 * BETA, DENSITY, PLANE),
        "drift +∇L": lambda: printed_equation(-LOSS, BETA, DENSITY, PLANE),
    },
    right={
        "∇·(p∇L) + Δ(Dp)": lambda: (
            divergence(DENSITY * gradient(LOSS, PLANE), PLANE) + laplacian(COEFFICIENT * DENSITY, PLANE)
        )
    },
)
