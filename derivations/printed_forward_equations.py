"""The forward equations that Appendix B displays, each against the one derived from (2.3).

## Main definitions
* `divergence_of_gradient`: Σ_i ∂_i(∂_i L p), the first term of (B.1) as it is meant.

## Main statements
* `printed_forward_equation_on_the_line`, `printed_first_line_of_b1`: misprints, refuted as they stand.
* `second_line_of_b1_for_constant_beta`: holds; `printed_second_line_of_b1_for_variable_beta`: does not.
* `gradient_of_the_product`: the display that turns the first line into (2.5).

## Notation
`D = γβ/(2M)`.
"""

import sympy as sp

from derivations.calculus import divergence, gradient, laplacian
from derivations.fokker_planck import (
    diffusion_coefficient,
    fokker_planck,
    in_divergence_form,
    isotropic_sgd_diffusion,
)
from derivations.identity import equal
from derivations.symbols import beta, w, x, y
from ledger.model import Check

LINE, PLANE = (w,), (x, y)
Coords = tuple[sp.Symbol, ...]


def loss_in(coords: Coords) -> sp.Expr:
    """A generic loss L."""
    return sp.Function("L", real=True)(*coords)


def density_in(coords: Coords) -> sp.Expr:
    """A generic density p."""
    return sp.Function("p", positive=True)(*coords)


def divergence_of_gradient(coords: Coords) -> sp.Expr:
    """Σ_i ∂_i(∂_i L p) for generic L, p."""
    return divergence(density_in(coords) * gradient(loss_in(coords), coords), coords)


def derived(variance: sp.Expr, coords: Coords) -> sp.Expr:
    """∂_t p from (2.3) with generic L and σ² = `variance` · I."""
    return fokker_planck(isotropic_sgd_diffusion(loss_in(coords), variance, coords), density_in(coords))


# --- Evidence ---

D = diffusion_coefficient(beta)
BETA = sp.Function("beta", positive=True)(*PLANE)
VARIABLE = diffusion_coefficient(BETA)


def on_the_line(order: int, factor: sp.Expr = sp.S.One) -> sp.Expr:
    """∂_w(L′ p) + `factor` ∂_w^order (D p)."""
    return divergence_of_gradient(LINE) + factor * sp.diff(D * density_in(LINE), w, order)


printed_forward_equation_on_the_line = Check(
    tests=r"$\partial_t p$ on the line, derived from (2.3) for generic $L$, $p$ and constant "
    r"$\beta$, against the display with one derivative, $\partial_w$, in the second term.",
    measure=lambda: derived(beta, LINE),
    predict=lambda: on_the_line(1),
    compare=equal(),
    wrong={"third derivative": lambda: on_the_line(3)},
    right={"∂²/∂w²": lambda: on_the_line(2)},
)

forward_equation_on_the_line = Check(
    tests=r"$\partial_t p$ on the line, derived from (2.3) for constant $\beta$, against "
    r"$\partial_w(L'p) + \partial_w^2(Dp)$, $D = \gamma\beta/(2M)$.",
    measure=lambda: derived(beta, LINE),
    predict=lambda: on_the_line(2),
    compare=equal(),
    wrong={"∂/∂w": lambda: on_the_line(1), "−∂²/∂w²": lambda: on_the_line(2, -sp.S.One)},
    of="corrected",
)


def line_one(component: int) -> sp.Expr:
    """One component of Σ_i ∂_i[∇L p] + Σ_i ∂_i²[D p] as it is printed, a vector."""
    drift = sp.diff(loss_in(PLANE), PLANE[component]) * density_in(PLANE)
    return sum((sp.diff(drift, c) for c in PLANE), start=laplacian(D * density_in(PLANE), PLANE))


def line_one_meant(variance: sp.Expr) -> sp.Expr:
    """Σ_i ∂_i[∂_i L p] + Σ_i ∂_i²[γβ/(2M) p]."""
    return divergence_of_gradient(PLANE) + laplacian(
        diffusion_coefficient(variance) * density_in(PLANE), PLANE
    )


printed_first_line_of_b1 = Check(
    tests=r"$\partial_t p$ in the plane, derived from (2.3) for generic $L$, $p$ and constant "
    r"$\beta$, against each component of the vector $\sum_i \partial_i[\nabla L\,p] + \sum_i "
    r"\partial_i^2[Dp]$.",
    measure=lambda: sp.ImmutableMatrix([derived(beta, PLANE)] * 2),
    predict=lambda: sp.ImmutableMatrix([line_one(0), line_one(1)]),
    compare=equal(),
    wrong={"the sum of the components": lambda: sp.ImmutableMatrix([line_one(0) + line_one(1)] * 2)},
    right={"Σ_i ∂_i[∂_i L p]": lambda: sp.ImmutableMatrix([line_one_meant(beta)] * 2)},
)

first_line_of_b1_with_one_partial_derivative = Check(
    tests=r"$\partial_t p$ in the plane, derived from (2.3) for constant $\beta$, against $\sum_i "
    r"\partial_i[\partial_i L\,p] + \sum_i \partial_i^2[Dp]$.",
    measure=lambda: derived(beta, PLANE),
    predict=lambda: line_one_meant(beta),
    compare=equal(),
    wrong={"∂_1 L in every term": lambda: line_one(0), "2D": lambda: line_one_meant(2 * beta)},
    of="corrected",
)


def line_two(D: sp.Expr) -> sp.Expr:
    """∇ · (∇L p + D ∇p)."""
    return in_divergence_form(gradient(loss_in(PLANE), PLANE), D, density_in(PLANE), PLANE)


second_line_of_b1_for_constant_beta = Check(
    tests=r"$\partial_t p$ in the plane, derived from (2.3) for constant $\beta$, against the second "
    r"line of (B.1), $\nabla\cdot(\nabla L\,p + D\nabla p)$.",
    measure=lambda: derived(beta, PLANE),
    predict=lambda: line_two(D),
    compare=equal(),
    wrong={"2D": lambda: line_two(2 * D), "−D": lambda: line_two(-D)},
)

printed_second_line_of_b1_for_variable_beta = Check(
    tests=r"$\partial_t p$ in the plane, derived from (2.3) for generic $L$, $\beta$, $p$, against "
    r"the second line of (B.1) with $\beta(\mathbf w)$.",
    measure=lambda: derived(BETA, PLANE),
    predict=lambda: line_two(VARIABLE),
    compare=equal(),
    wrong={"2D": lambda: line_two(2 * VARIABLE)},
    right={
        "with ∇·(p∇D)": lambda: (
            line_two(VARIABLE) + divergence(density_in(PLANE) * gradient(VARIABLE, PLANE), PLANE)
        )
    },
)

first_line_of_b1_for_variable_beta = Check(
    tests=r"$\partial_t p$ in the plane, derived from (2.3) for generic $\beta(\mathbf w)$, against "
    r"$\sum_i \partial_i[\partial_i L\,p] + \sum_i \partial_i^2[D(\mathbf w)p]$.",
    measure=lambda: derived(BETA, PLANE),
    predict=lambda: line_one_meant(BETA),
    compare=equal(),
    wrong={"second line": lambda: line_two(VARIABLE), "2D": lambda: line_one_meant(2 * BETA)},
    of="corrected",
)


def product_rule(share: sp.Expr) -> sp.ImmutableMatrix:
    """`share` · ∇D p + D ∇p."""
    p = density_in(PLANE)
    return share * p * gradient(VARIABLE, PLANE) + VARIABLE * gradient(p, PLANE)


gradient_of_the_product = Check(
    tests=r"$\nabla[Dp]$ for generic $\beta$, $p$ in the plane, against $\nabla D\,p + D\nabla p$.",
    measure=lambda: gradient(VARIABLE * density_in(PLANE), PLANE),
    predict=lambda: product_rule(sp.S.One),
    compare=equal(),
    wrong={"2∇D p": lambda: product_rule(sp.Integer(2)), "without ∇D p": lambda: product_rule(sp.S.Zero)},
)
