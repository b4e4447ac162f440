"""Which way SGD drifts on average, and what the first term of (2.5) says about it.

## Main definitions
* `gaussian_mean`: E f(W) of a polynomial under N(m, s²).
* `rate_of_mean`: d/dt E f(W) that a forward equation gives at a Gaussian density.
* `flux`, `stationary_slope`: of (2.3) on the line; (log p)' where the flux vanishes.

## Main statements
* `printed_mean_moves_with_the_gradient_of_loss_and_noise`: refuted; E W moves with −E L′.
* `modes_are_critical_points_of_loss_plus_diffusion`: what ∇(L + D) does say.

## Notation
`D = γβ/(2M)`.
"""

from collections.abc import Callable

import sympy as sp

from derivations.calculus import gradient
from derivations.fokker_planck import (
    diffusion_coefficient,
    in_divergence_form,
    isotropic_sgd_diffusion,
    printed_equation,
)
from derivations.identity import equal
from derivations.symbols import w
from ledger.model import Check

MEAN = sp.Symbol("m", real=True)
SPREAD = sp.Symbol("s", positive=True)
Equation = Callable[[sp.Expr], sp.Expr]


def gaussian_mean(f: sp.Expr) -> sp.Expr:
    """E f(W) for W ~ N(m, s²).

    Raises:
        ValueError: if `f` is not a polynomial in w.
    """
    xi = sp.Symbol("xi", real=True)
    if not f.is_polynomial(w):
        raise ValueError(f"f={f}: only polynomials in w have their Gaussian mean here")
    terms = sp.Poly(sp.expand(f.subs(w, MEAN + SPREAD * xi)), xi).terms()
    return sum((a * sp.factorial2(n - 1) for (n,), a in terms if n % 2 == 0), start=sp.S.Zero)


def rate_of_mean(f: sp.Expr, equation: Equation) -> sp.Expr:
    """d/dt E f(W) = ∫ f ∂_t p dw, with ∂_t p given by `equation` at the density p of N(m, s²)."""
    p = sp.exp(-((w - MEAN) ** 2) / (2 * SPREAD**2))
    return sp.expand(gaussian_mean(sp.expand(sp.simplify(f * equation(p) / p))))


def flux(loss: sp.Expr, variance: sp.Expr, p: sp.Expr) -> sp.Expr:
    """J with ∂_t p = −∂_w J for (2.3) on the line: drift · p − (D p)', Itô."""
    return -sp.diff(loss, w) * p - sp.diff(diffusion_coefficient(variance) * p, w)


def stationary_slope(loss: sp.Expr, variance: sp.Expr) -> sp.Expr:
    """(log p)' of the density without flux on the line."""
    p, slope = sp.Function("p")(w), sp.Symbol("slope")
    still = flux(loss, variance, p).subs(sp.diff(p, w), slope * p)
    (found,) = sp.solve(still, slope)
    return sp.expand(found)


# --- Evidence ---

LOSS = sp.Function("L", real=True)(w)
BETA = sp.Function("beta", positive=True)(w)
BOWL, WIDENING = w**2 / 2, 1 + w**2
Rates = dict[str, sp.Expr]


def measured_drift() -> Rates:
    """Where E W goes: by the generator from a generic point, and by (2.5) from N(m, s²) in an instance."""
    return {
        "generic": isotropic_sgd_diffusion(LOSS, BETA, (w,)).generator(w),
        "L = w²/2, β = 1 + w²": rate_of_mean(w, lambda p: printed_equation(BOWL, WIDENING, p, (w,))),
    }


def drift_along(share: sp.Expr) -> Rates:
    """−∇(L + `share` · D), at a point and on average under N(m, s²)."""
    instance = BOWL + share * diffusion_coefficient(WIDENING)
    return {
        "generic": -sp.diff(LOSS + share * diffusion_coefficient(BETA), w),
        "L = w²/2, β = 1 + w²": gaussian_mean(-sp.diff(instance, w)),
    }


printed_mean_moves_with_the_gradient_of_loss_and_noise = Check(
    tests=r"The rate at which $\mathbb{E}\,W$ moves, from the generator of (2.3) for generic $L$, "
    r"$\beta$, and from (2.5) for $L = w^2/2$, $\beta = 1 + w^2$ and a Gaussian density, "
    r"against $-\nabla(L + D)$, $D = \gamma\beta/(2M)$.",
    measure=measured_drift,
    predict=lambda: drift_along(sp.S.One),
    compare=equal(),
    wrong={"−∇(L + D/2)": lambda: drift_along(sp.S.Half), "−∇(L − D)": lambda: drift_along(-sp.S.One)},
    right={"−∇L": lambda: drift_along(sp.S.Zero)},
)

mean_moves_with_the_gradient_of_the_loss = Check(
    tests=r"The rate at which $\mathbb{E}\,W$ moves, from the generator of (2.3) and from (2.5), "
    r"against $-\nabla L$.",
    measure=measured_drift,
    predict=lambda: drift_along(sp.S.Zero),
    compare=equal(),
    wrong={"−∇(L + D)": lambda: drift_along(sp.S.One), "−∇(L + D/2)": lambda: drift_along(sp.S.Half)},
    of="corrected",
)


def slope_of(share: sp.Expr) -> sp.Expr:
    """−(L + `share` · D)'/D."""
    D = diffusion_coefficient(BETA)
    return -sp.diff(LOSS + share * D, w) / D


modes_are_critical_points_of_loss_plus_diffusion = Check(
    tests=r"$(\log p_\infty)'$ of the density without flux on the line, for generic $L$, $\beta$, "
    "against $-(L + D)'/D$: the modes are the critical points of $L + D$.",
    measure=lambda: stationary_slope(LOSS, BETA),
    predict=lambda: slope_of(sp.S.One),
    compare=equal(),
    wrong={
        "−L′/D: modes at critical points of L": lambda: slope_of(sp.S.Zero),
        "−(L + D/2)′/D, Stratonovich": lambda: slope_of(sp.S.Half),
    },
    of="corrected",
)


def moments_of_sde() -> Rates:
    """d/dt of E W and E W² at N(m, s²) by Itô's formula for (2.3), L = w²/2 and β = 1 + w²."""
    generator = isotropic_sgd_diffusion(BOWL, WIDENING, (w,)).generator
    return {f"E W^{n}": gaussian_mean(sp.expand(generator(w**n))) for n in (1, 2)}


def moments_of_equation(share: sp.Expr = sp.S.One, noise: sp.Expr = sp.S.One) -> Rates:
    """The same from ∂_t p = ∂_w((L + `share` D)′ p + D ∂_w p), D times `noise`; (2.5) as it stands."""
    D = noise * diffusion_coefficient(WIDENING)

    def equation(p: sp.Expr) -> sp.Expr:
        return in_divergence_form(gradient(BOWL + share * D, (w,)), D, p, (w,))

    return {f"E W^{n}": rate_of_mean(w**n, equation) for n in (1, 2)}


moments_move_as_equation_2_5_says = Check(
    tests=r"$d/dt$ of $\mathbb{E} W$ and $\mathbb{E} W^2$ at a Gaussian density for $L = w^2/2$, "
    r"$\beta = 1 + w^2$, by Itô's formula for (2.3), against what (2.5) gives.",
    measure=moments_of_sde,
    predict=moments_of_equation,
    compare=equal(),
    wrong={
        "without ∇D p": lambda: moments_of_equation(share=sp.S.Zero),
        "½ ∇D p, Stratonovich": lambda: moments_of_equation(share=sp.S.Half),
        "−∇D p": lambda: moments_of_equation(share=-sp.S.One),
        "γβ/M in place of γβ/(2M)": lambda: moments_of_equation(noise=sp.Integer(2)),
    },
)
