"""The stationary density of (2.5) when β depends on the place: explicit on the line and for β = b(L).

Without flux ∇log p = −(∇L + ∇D)/D with D = γβ/(2M); such a p exists if and only if that field is a gradient.

## Main definitions
* `score_of_varying_noise`: the ∇log p of zero flux, solved from (2.5).
* `line_score`: ∇log p of (1/D) exp(−∫ L'/D).    * `level_score`: the same when β is a function of L.
* `rotation`: ∂_x of the second component less ∂_y of the first.

## Main statements
* On the line (1/D) exp(−∫ L'/D) has no flux, for every L and β: what is called open is explicit.
* On the plane a density without flux exists if and only if ∇β is parallel to ∇L, e.g. for β = b(L).

## References
* Gardiner2009: one-dimensional stationary densities; the potential condition.
"""

import sympy as sp

from derivations.calculus import gradient
from derivations.fokker_planck import diffusion_coefficient
from derivations.gibbs import LINE, PLANE
from derivations.identity import equal, vanishes
from derivations.potential import Potential
from derivations.symbols import M, gamma, w, x, y
from ledger.compare import identical
from ledger.model import Check
from ledger.outcome import Outcome

follower = sp.Function("b", positive=True)
"""β as a function of the loss."""


def variance(loss: Potential) -> sp.Expr:
    """β(w), an undefined positive function."""
    return sp.Function("beta", positive=True)(*loss.coords)


def score_of_varying_noise(loss: Potential, noise: sp.Expr) -> sp.Matrix:
    """The s = ∇log p with ∇(L + D) + D s = 0, shape (d, 1)."""
    unknown, D = sp.Symbol("s"), diffusion_coefficient(noise)
    slopes = gradient(loss.expr + D, loss.coords)
    return sp.Matrix([sp.solve(slope + D * unknown, unknown)[0] for slope in slopes])


def line_score(noise: sp.Expr, power: sp.Expr | int = 1) -> sp.Expr:
    """(log p)' for p = β^{−power} exp(−(2M/γ)∫ L'/β dw) and any loss on the line."""
    exponent = sp.Integral(2 * M * LINE.gradient[0] / (gamma * noise), w)
    return sp.diff(-exponent - power * sp.log(noise), w)


def level_score(loss: Potential, power: sp.Expr | int = 1) -> sp.Matrix:
    """∇log p for p = b(L)^{−power} exp(−(2M/γ)∫ dℓ/b(ℓ)) up to ℓ = L, for any b, shape (d, 1)."""
    level = sp.Symbol("ell", real=True)
    primitive = sp.Integral(2 * M / (gamma * follower(level)), (level, 0, loss.expr))
    return gradient(-primitive - power * sp.log(follower(loss.expr)), loss.coords)


def rotation(field: sp.MatrixBase) -> sp.Expr:
    """∂_x of the second component less ∂_y of the first, of a field on the plane.

    Raises:
        ValueError: if the field has not two components.
    """
    if field.shape != (2, 1):
        raise ValueError(f"field has shape {field.shape}, not (2, 1): a field on the plane is wanted")
    return sp.diff(field[1], x) - sp.diff(field[0], y)


# --- Evidence ---

BETA = variance(LINE)


def _printed_scores(place: sp.Expr) -> sp.Expr:
    """(log p)' for p = κ e^{−ηL} with η = 2M/(γ place)."""
    return -2 * M / (gamma * place) * LINE.gradient[0]


def _rotations(factor: sp.Expr | int) -> sp.Expr:
    """factor·(2M/γ)(∂_y β ∂_x L − ∂_x β ∂_y L)/β²."""
    b, L = variance(PLANE), PLANE.expr
    cross = sp.diff(b, y) * sp.diff(L, x) - sp.diff(b, x) * sp.diff(L, y)
    return factor * 2 * M / gamma * cross / b**2


def _levels(power: sp.Expr | int) -> tuple[sp.Matrix, ...]:
    return tuple(level_score(loss, power) for loss in (LINE, PLANE))


def _fluxless_powers() -> sp.Set:
    """Those k for which β^{−k} exp(−(2M/γ)∫ L'/β) has no flux for every L and β on the line."""
    target = score_of_varying_noise(LINE, BETA)[0]
    return sp.FiniteSet(*(k for k in range(3) if vanishes(line_score(BETA, k) - target) is Outcome.SUPPORTS))


CONSTANT = sp.Symbol(r"\beta(\check w)", positive=True)

printed_eta_at_the_minimizer_serves_any_noise = Check(
    tests=r"The $(\log p)'$ for which (2.5) has no flux, for any $L$ and any $\beta(w)$ on the line, against "
    r"that of $\kappa e^{-\eta_\infty L}$ with the printed $\eta_\infty=2M/[\gamma\beta(\check w)]$.",
    measure=lambda: score_of_varying_noise(LINE, BETA)[0],
    predict=lambda: _printed_scores(CONSTANT),
    compare=equal(),
    wrong={
        "β(w) for β(w̌)": lambda: _printed_scores(BETA),
        "M/(γβ(w̌))": lambda: _printed_scores(2 * CONSTANT),
    },
    right={"−(2ML'/γ + β')/β": lambda: -(2 * M / gamma * LINE.gradient[0] + sp.diff(BETA, w)) / BETA},
)

printed_stationary_density_on_the_line_is_unknown = Check(
    tests=r"How many of $\beta^{-k}\exp(-\frac{2M}\gamma\int L'/\beta)$, $k=0,1,2$, have no flux in (2.5) "
    r"for every $L$ and $\beta$ on the line, against none, the question being open.",
    measure=_fluxless_powers,
    predict=lambda: sp.S.EmptySet,
    compare=identical(),
    wrong={"k = 0": lambda: sp.FiniteSet(0), "all": lambda: sp.FiniteSet(0, 1, 2)},
    right={"k = 1": lambda: sp.FiniteSet(1)},
)


stationary_density_on_the_line_is_explicit = Check(
    tests=r"The $(\log p)'$ for which (2.5) has no flux, for any $L$ and any $\beta(w)$ on the line, against "
    r"that of $\frac1\beta\exp\left(-\frac{2M}\gamma\int\frac{L'}\beta dw\right)$.",
    measure=lambda: score_of_varying_noise(LINE, BETA)[0],
    predict=lambda: line_score(BETA),
    compare=equal(),
    wrong={
        "no 1/β": lambda: line_score(BETA, 0),
        "β^{−2}": lambda: line_score(BETA, 2),
        "β^{−1/2}, as after Stratonovich": lambda: line_score(BETA, sp.S.Half),
    },
    of="corrected",
)

stationary_density_is_explicit_when_the_noise_follows_the_loss = Check(
    tests=r"The $\nabla\log p$ for which (2.5) has no flux, for any $L$ on the line and on the plane and "
    r"$\beta=b(L)$ with any $b$, against that of $\frac1{b(L)}\exp\left(-\frac{2M}\gamma\int^L"
    r"\frac{d\ell}{b(\ell)}\right)$.",
    measure=lambda: tuple(score_of_varying_noise(a, follower(a.expr)) for a in (LINE, PLANE)),
    predict=lambda: _levels(1),
    compare=equal(),
    wrong={"no 1/b": lambda: _levels(0), "b^{−2}": lambda: _levels(2)},
    of="corrected",
)

density_without_flux_needs_noise_that_follows_the_loss = Check(
    tests=r"The rotation of the $\nabla\log p$ without flux on the plane, for any $L$ and $\beta$, "
    r"against $\frac{2M}{\gamma\beta^2}(\partial_x\beta\,\partial_yL-\partial_y\beta\,\partial_xL)$, "
    r"which is 0 if and only if $\nabla\beta$ is parallel to $\nabla L$.",
    measure=lambda: rotation(score_of_varying_noise(PLANE, variance(PLANE))),
    predict=lambda: _rotations(-1),
    compare=equal(),
    wrong={
        "the other sign": lambda: _rotations(1),
        "0 for every β": lambda: sp.S.Zero,
        "half of it": lambda: _rotations(-sp.S.Half),
    },
    of="corrected",
)
