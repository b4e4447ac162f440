"""Noise that follows the loss, β = b(L): reversible, and its escape law in any dimension.

With D = γ b(L)/(2M) the generator DΔ − ∇L·∇ is D e^{Ψ} ∇·(e^{−Ψ} ∇), Ψ = (2M/γ)∫ dℓ/b(ℓ) up to ℓ = L. So
the process is reversible for e^{−Ψ}/D, and the mean time to cross a gate is the mass of the well over the
capacity of the gate. Laplace's method needs Ψ to second order only, at the well and at the gate.

## Main definitions
* `climbed`: Ψ.      * `reversible_generator`: D e^{Ψ} ∇·(e^{−Ψ} ∇h).
* `escape_law`: mass over capacity, by Gaussian integrals.

## Main statements
* `noise_that_follows_the_loss_is_reversible`, `hessian_of_the_climb_is_scaled_at_critical_points`.
* `noise_that_follows_the_loss_enters_with_power_half_d_less_one`: the mean time is
  (2π/λ*) √(|det*|/det₁) (β₁/β*)^{d/2−1} e^{Ψ* − Ψ₁}.

## Implementation notes
The noise is isotropic, so that axes may be turned at each critical point: diagonal Hessians are all Hessians.

## References
* Bovier2004: mean times as mass over capacity.
"""

from collections.abc import Callable, Sequence

import sympy as sp

from derivations.calculus import divergence, gradient
from derivations.fokker_planck import diffusion_coefficient, isotropic_sgd_diffusion
from derivations.gibbs import LINE, PLANE
from derivations.identity import equal
from derivations.potential import Potential
from derivations.state_dependent_gibbs import follower
from derivations.symbols import M, gamma, w
from ledger.model import Check

LOW, TOP = sp.symbols("L_1 L_*", real=True)
"""The loss at the well and at the gate."""


def climbed(level: sp.Expr, start: sp.Expr | int = 0) -> sp.Expr:
    """Ψ = (2M/γ) ∫ dℓ/b(ℓ) from `start` to `level`."""
    height = sp.Symbol("ell", real=True)
    return sp.Integral(2 * M / (gamma * follower(height)), (height, start, level))


def reversible_generator(loss: Potential, h: sp.Expr, factor: sp.Expr | int = 1) -> sp.Expr:
    """D e^{kΨ} ∇·(e^{−kΨ} ∇h), k = `factor`, with D = γ b(L)/(2M)."""
    height = factor * climbed(loss.expr)
    flux = sp.exp(-height) * gradient(h, loss.coords)
    return diffusion_coefficient(follower(loss.expr)) * sp.exp(height) * divergence(flux, loss.coords)


def curvatures_of_the_climb(level: sp.Expr, curvatures: Sequence[sp.Expr]) -> tuple[sp.Expr, ...]:
    """The second derivatives of Ψ at 0 for L = `level` + ½ Σ c_j w_j², found by differentiation."""
    return tuple(sp.diff(climbed(level + c * w**2 / 2), w, 2).doit().subs(w, 0).doit() for c in curvatures)


def well_mass(curvatures: Sequence[sp.Expr]) -> sp.Expr:
    """∫ e^{−Ψ}/D over the well at height `LOW`, where Ψ = 0 and L has these `curvatures`, by Laplace."""
    bells = [_bell(c) for c in curvatures_of_the_climb(LOW, curvatures)]
    return sp.Mul(*bells) / diffusion_coefficient(follower(LOW))


def gate_capacity(down: sp.Expr, across: Sequence[sp.Expr]) -> sp.Expr:
    """The least ∫ e^{−Ψ}|∇h|² over the gate at height `TOP`, h from 0 to 1 along the way, by Laplace.

    L has the curvature −`down` along the way and `across` across it. Along the way resistances e^{Ψ} add,
    across it conductances e^{−Ψ} do.
    """
    (along,) = curvatures_of_the_climb(TOP, (-down,))
    bells = [_bell(c) for c in curvatures_of_the_climb(TOP, across)]
    return sp.exp(-climbed(TOP, LOW)) * sp.Mul(*bells) / _bell(-along)


def _bell(c: sp.Expr) -> sp.Expr:
    """∫ e^{−cw²/2} dw."""
    rate = sp.Symbol("c", positive=True)
    return sp.integrate(sp.exp(-rate * w**2 / 2), (w, -sp.oo, sp.oo)).subs(rate, c)


def escape_law(well: Sequence[sp.Expr], down: sp.Expr, across: Sequence[sp.Expr]) -> sp.Expr:
    """The leading mean time from the well over the gate: mass over capacity.

    Raises:
        ValueError: if the numbers of curvatures do not fit.
    """
    if len(well) != len(across) + 1:
        raise ValueError(
            f"well has {len(well)} curvatures and across {len(across)}: across must have one less"
        )
    return well_mass(well) / gate_capacity(down, across)


# --- Evidence ---

DIMENSIONS = (1, 2, 3)
LOSSES = (LINE, PLANE)

Laws = dict[str, sp.Expr]


def _test_function(loss: Potential) -> sp.Expr:
    return sp.Function("h", real=True)(*loss.coords)


def _generators(factor: sp.Expr | int) -> tuple[sp.Expr, ...]:
    return tuple(
        sp.expand(reversible_generator(a, _test_function(a), factor).doit(integrals=False)) for a in LOSSES
    )


def _sgd_generators() -> tuple[sp.Expr, ...]:
    """Of (2.3) with σ² = b(L)·I, by Itô's formula."""
    return tuple(
        isotropic_sgd_diffusion(a.expr, follower(a.expr), a.coords).generator(_test_function(a))
        for a in LOSSES
    )


def _hessians(share: sp.Expr | int) -> sp.ImmutableMatrix:
    """(2M/γ)(∇²L/b − `share` b' ∇L∇Lᵀ/b²), on the plane."""
    level = sp.Symbol("ell", real=True)
    b = follower(PLANE.expr)
    slope = sp.Subs(sp.diff(follower(level), level), level, PLANE.expr)
    bend = PLANE.gradient * PLANE.gradient.T * slope / b**2
    return sp.ImmutableMatrix(2 * M / gamma * (PLANE.hessian / b - share * bend))


def _curvatures(d: int) -> tuple[tuple[sp.Symbol, ...], sp.Symbol, tuple[sp.Symbol, ...]]:
    """Positive curvatures of the well, down from the gate, and across it."""
    down = sp.Symbol(r"\lambda_*", positive=True)
    well, across = sp.symbols(f"a_1:{d + 1}", positive=True), sp.symbols(f"c_2:{d + 1}", positive=True)
    return tuple(well), down, tuple(across)


def _formula(
    power: Callable[[int], sp.Expr | int], surplus: sp.Expr | int = 0, share: sp.Expr | int = 1
) -> Callable[[], Laws]:
    """share·(2π/λ*) √(|det*|/det₁) (β₁/β*)^power(d) e^surplus, by d."""
    ratio = follower(LOW) / follower(TOP)
    return lambda: {f"d = {d}": share * _bare(d) * ratio ** power(d) * sp.exp(surplus) for d in DIMENSIONS}


def _bare(d: int) -> sp.Expr:
    well, down, across = _curvatures(d)
    return 2 * sp.pi / down * sp.sqrt(down * sp.Mul(*across) / sp.Mul(*well))


def _measured_laws() -> Laws:
    """Without e^{Ψ* − Ψ₁}."""
    return {f"d = {d}": escape_law(*_curvatures(d)) * sp.exp(-climbed(TOP, LOW)) for d in DIMENSIONS}


def _half(d: int) -> sp.Expr:
    return sp.Rational(d, 2) - 1


def _printed(place: sp.Expr) -> sp.Expr:
    """2MH/(γβ) with β at this level, less Ψ* − Ψ₁."""
    return 2 * M * (TOP - LOW) / (gamma * follower(place)) - climbed(TOP, LOW)


noise_that_follows_the_loss_is_reversible = Check(
    tests=r"The generator of (2.3) with $\beta=b(L)$ by Itô's formula, for any $L$, $b$ on the line and on "
    r"the plane, against $De^\Psi\nabla\cdot(e^{-\Psi}\nabla h)$, $\Psi=\frac{2M}\gamma\int^L"
    r"\frac{d\ell}{b(\ell)}$.",
    measure=_sgd_generators,
    predict=lambda: _generators(1),
    compare=equal(),
    wrong={"Ψ/2": lambda: _generators(sp.S.Half), "−Ψ": lambda: _generators(-1)},
    of="corrected",
)

hessian_of_the_climb_is_scaled_at_critical_points = Check(
    tests=r"The Hessian of $\Psi$ for any $L$, $b$ on the plane, against $\frac{2M}\gamma(\nabla^2L/b-"
    r"b'\,\nabla L\nabla L^\top/b^2)$, which is $\frac{2M}{\gamma b}\nabla^2L$ where $\nabla L=0$.",
    measure=lambda: sp.ImmutableMatrix(sp.hessian(climbed(PLANE.expr), PLANE.coords)),
    predict=lambda: _hessians(1),
    compare=equal(),
    wrong={"no second term": lambda: _hessians(0), "its other sign": lambda: _hessians(-1)},
    of="corrected",
)

noise_that_follows_the_loss_enters_with_power_half_d_less_one = Check(
    tests=r"The mass of a well over the capacity of a gate for $\beta=b(L)$ with any $b$, by Gaussian "
    r"integrals for any curvatures in $d=1,2,3$, over $\exp\{\frac{2M}\gamma"
    r"\int_{L_1}^{L^*}\frac{d\ell}{b(\ell)}\}$, against "
    r"$\frac{2\pi}{\lambda^*}\sqrt{|\det^*|/\det_1}\,(\beta_1/\beta^*)^{d/2-1}$.",
    measure=_measured_laws,
    predict=_formula(_half),
    compare=equal(),
    wrong={
        "(β₁/β*)^{d/2}": _formula(lambda d: sp.Rational(d, 2)),
        "no factor": _formula(lambda d: 0),
        "(β*/β₁)^{d/2−1}": _formula(lambda d: -_half(d)),
        "H/β₁": _formula(_half, _printed(LOW)),
        "H/β*": _formula(_half, _printed(TOP)),
        "π for 2π": _formula(_half, share=sp.S.Half),
    },
    of="corrected",
)
