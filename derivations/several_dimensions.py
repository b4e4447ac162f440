"""The Fokker–Planck equation in several dimensions, isotropic and not (Appendix B, "easily generalized").

## Main definitions
* `anisotropic`: (2.3) with a generic symmetric σ, in the plane; `uniform`: with a constant one, in space.
* `second_derivatives`: the forward equation with the second derivatives written out.

## Main statements
* `forward_equation_in_the_plane`, `forward_equation_in_space`: terms with i ≠ j vanish if σ² = βI.
"""

from collections.abc import Callable

import sympy as sp

from derivations.fokker_planck import fokker_planck
from derivations.identity import equal
from derivations.printed_forward_equations import (
    PLANE,
    Coords,
    density_in,
    derived,
    divergence_of_gradient,
    loss_in,
)
from derivations.sde import Diffusion, sgd_diffusion
from derivations.symbols import M, gamma, x, y, z
from ledger.model import Check

SPACE = (x, y, z)


def variance_in(coords: Coords) -> sp.Expr:
    """A generic β."""
    return sp.Function("beta", positive=True)(*coords)


def anisotropic() -> Diffusion:
    """(2.3) in the plane with a generic symmetric σ(w) that is not a multiple of I."""
    return sgd_diffusion(
        loss_in(PLANE), _symmetric(PLANE, lambda n: sp.Function(n, real=True)(*PLANE)), PLANE
    )


def uniform() -> Diffusion:
    """(2.3) in space with any constant symmetric σ."""
    return sgd_diffusion(loss_in(SPACE), _symmetric(SPACE, lambda n: sp.Symbol(n, real=True)), SPACE)


def _symmetric(coords: Coords, entry: Callable[[str], sp.Expr]) -> sp.Matrix:
    size = len(coords)
    return sp.Matrix(size, size, lambda i, j: entry(f"sigma_{min(i, j) + 1}{max(i, j) + 1}"))


def second_derivatives(covariance: sp.MatrixBase, cross: sp.Expr, coords: Coords = PLANE) -> sp.Expr:
    """Σ_i ∂_i[∂_i L p] + ½ Σ_ij ∂_i ∂_j [covariance_ij p], the terms i ≠ j times `cross`."""
    p, axes = density_in(coords), range(len(coords))
    terms = [
        (sp.S.One if i == j else cross) * sp.diff(covariance[i, j] * p, coords[i], coords[j]) / 2
        for i in axes
        for j in axes
    ]
    return sum(terms, start=divergence_of_gradient(coords))


# --- Evidence ---

Pair = dict[str, sp.Expr]
ISOTROPIC, OTHER = "σ² = β(w) I", "another σ²"


def pair(diffusion: Diffusion, isotropic: sp.Expr, cross: sp.Expr) -> Pair:
    """The generalisation for σ² = βI, with `isotropic` times a mixed term, and for `diffusion`."""
    coords = diffusion.coords
    wide = variance_in(coords) * gamma / M
    mixed = isotropic * sp.diff(wide * density_in(coords), coords[0], coords[-1])
    return {
        ISOTROPIC: second_derivatives(wide * sp.eye(len(coords)), sp.S.Zero, coords) + mixed,
        OTHER: second_derivatives(diffusion.covariance, cross, coords),
    }


def derived_pair(diffusion: Diffusion) -> Pair:
    """∂_t p from (2.3) for σ² = βI and for `diffusion`."""
    coords = diffusion.coords
    return {
        ISOTROPIC: derived(variance_in(coords), coords),
        OTHER: fokker_planck(diffusion, density_in(coords)),
    }


def wrong_pairs(diffusion: Diffusion) -> dict[str, Callable[[], Pair]]:
    """Cross terms where there are none, and none where there are some."""
    return {
        "cross terms kept when σ² = βI": lambda: pair(diffusion, sp.S.One, sp.S.One),
        "cross terms dropped when they are not 0": lambda: pair(diffusion, sp.S.Zero, sp.S.Zero),
    }


forward_equation_in_the_plane = Check(
    tests=r"$\partial_t p$ in the plane for $\sigma^2 = \beta(\mathbf w) I$ and for a generic "
    r"symmetric $\sigma(\mathbf w)$, derived from (2.3), against $\sum_i \partial_i[\partial_i L\,p] + "
    r"\frac12\sum_{ij}\partial_i\partial_j[\frac{\gamma}{M}\sigma^2_{ij}p]$: without terms $i "
    r"\ne j$ in the isotropic case, as in (B.1).",
    measure=lambda: derived_pair(anisotropic()),
    predict=lambda: pair(anisotropic(), sp.S.Zero, sp.S.One),
    compare=equal(),
    wrong=wrong_pairs(anisotropic()),
)

forward_equation_in_space = Check(
    tests=r"$\partial_t p$ in three dimensions for $\sigma^2 = \beta(\mathbf w) I$ and for any constant "
    r"symmetric $\sigma$, derived from (2.3), against $\sum_i \partial_i[\partial_i L\,p] + "
    r"\frac12\sum_{ij}\partial_i\partial_j[\frac{\gamma}{M}\sigma^2_{ij}p]$.",
    measure=lambda: derived_pair(uniform()),
    predict=lambda: pair(uniform(), sp.S.Zero, sp.S.One),
    compare=equal(),
    wrong=wrong_pairs(uniform()),
)
