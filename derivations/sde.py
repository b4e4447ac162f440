"""The stochastic differential equation of SGD, in the Itô sense, and its Euler step.

## Main definitions
* `Diffusion`: dW = drift dt + noise dB, with its generator.
* `sgd_diffusion`: the paper's (2.3).
* `sgd_step`: one step of (2.1), its gradient noise written by its moments.
* `euler_step`: one step of the Euler scheme.
* `mean_over_noise`: the mean over independent standardised noises with given moments.

## Main statements
* `sde_gathers_in_time_gamma_the_mean_and_variance_of_an_sgd_step`: (2.3) with t = Σγ_j.
* `euler_step_has_the_first_two_moments_of_an_sgd_step`: what "can be discretized to obtain" means.

## Notation
Time t = Σ γ_j: a step of SGD lasts γ. `xi` are independent, centred, of variance 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sympy as sp

from derivations.calculus import gradient
from derivations.identity import equal
from derivations.symbols import M, gamma, kappa, w, x, y
from ledger.model import Check

GAUSSIAN = (1, 0, 1, 0, 3, 0, 15)
"""E ξⁿ for n = 0, 1, …, 6 if ξ is standard normal."""


@dataclass(frozen=True)
class Diffusion:
    """dW = drift dt + noise dB in the Itô sense.

    `drift` has shape (d, 1), `noise` shape (d, m) for m independent Brownian motions; both depend on
    `coords`.

    Raises:
        ValueError: if the shapes do not fit the number of coordinates.
    """

    drift: sp.ImmutableMatrix
    noise: sp.ImmutableMatrix
    coords: tuple[sp.Symbol, ...] = (w,)

    def __post_init__(self) -> None:
        d = len(self.coords)
        if self.drift.shape != (d, 1) or self.noise.rows != d:
            raise ValueError(
                f"drift has shape {self.drift.shape} and noise {self.noise.shape}:"
                f" with {d} coordinates they need ({d}, 1) and ({d}, m)"
            )

    @property
    def covariance(self) -> sp.ImmutableMatrix:
        """The covariance of dW per unit of time, noise · noiseᵀ, shape (d, d)."""
        return self.noise * self.noise.T

    def generator(self, h: sp.Expr) -> sp.Expr:
        """A h = drift · ∇h + ½ Σ covariance_ij ∂_i ∂_j h (Itô's formula)."""
        along = self.drift.dot(gradient(h, self.coords))
        return along + (self.covariance * sp.hessian(h, self.coords)).trace() / 2


def sgd_diffusion(loss: sp.Expr, sigma: sp.MatrixBase, coords: Sequence[sp.Symbol]) -> Diffusion:
    """(2.3): dW = −∇L dt − √(γ/M) σ dB, for a matrix `sigma` of shape (d, d)."""
    noise = -sp.sqrt(gamma / M) * sp.ImmutableMatrix(sigma)
    return Diffusion(-gradient(loss, coords), noise, tuple(coords))


def euler_step(diffusion: Diffusion, dt: sp.Expr, xi: Sequence[sp.Symbol]) -> sp.ImmutableMatrix:
    """The increment drift·dt + noise·√dt·ξ, shape (d, 1)."""
    return diffusion.drift * dt + diffusion.noise * sp.ImmutableMatrix(xi) * sp.sqrt(dt)


def sgd_step(
    loss: sp.Expr, sigma: sp.MatrixBase, coords: Sequence[sp.Symbol], xi: Sequence[sp.Symbol]
) -> sp.ImmutableMatrix:
    """The increment −γ ĝ of (2.1), with ĝ = ∇L + σ · mean of M draws, written as ∇L + σξ/√M, shape (d, 1).

    ξ has mean 0 and covariance I, which is (2.2); its law is otherwise open.
    """
    estimate = gradient(loss, coords) + sp.ImmutableMatrix(sigma) * sp.ImmutableMatrix(xi) / sp.sqrt(M)
    return -gamma * estimate


def mean_over_noise(expr: sp.Expr, xi: Sequence[sp.Symbol], moments: Sequence[sp.Expr | int]) -> sp.Expr:
    """E of a polynomial in the independent `xi`, where E ξⁿ = moments[n].

    Raises:
        ValueError: if a power occurs whose moment is not given.
    """
    mean = sp.S.Zero
    for powers, coefficient in sp.Poly(sp.expand(expr), *xi).terms():
        if max(powers) >= len(moments):
            raise ValueError(
                f"moments has {len(moments)} entries, but the power {max(powers)} of the noise occurs"
            )
        mean += coefficient * sp.prod([moments[power] for power in powers])
    return mean


# --- Evidence ---

PLANE = (x, y)
NOISES = sp.symbols("xi_1 xi_2", real=True)
LOSS = sp.Function("L", real=True)(*PLANE)
ROOT = sp.Matrix(2, 2, lambda i, j: sp.Function(f"sigma_{min(i, j) + 1}{max(i, j) + 1}", real=True)(*PLANE))
Moments = dict[str, sp.Basic]


def moments_of(step: sp.ImmutableMatrix) -> Moments:
    """Mean and covariance of one increment, for a generic loss and a generic symmetric σ in the plane."""
    mean = step.applyfunc(lambda entry: mean_over_noise(entry, NOISES, GAUSSIAN[:3]))
    spread = (step - mean) * (step - mean).T
    covariance = spread.applyfunc(lambda entry: mean_over_noise(entry, NOISES, GAUSSIAN[:3]))
    return {"mean": mean, "covariance": covariance}


def moments_in(diffusion: Diffusion, dt: sp.Expr) -> Moments:
    """Drift and covariance of a diffusion times `dt`: what it gathers in a short time."""
    return {"mean": diffusion.drift * dt, "covariance": diffusion.covariance * dt}


PRINTED = sgd_diffusion(LOSS, ROOT, PLANE)

sde_gathers_in_time_gamma_the_mean_and_variance_of_an_sgd_step = Check(
    tests="Conditional mean and covariance of one SGD step, computed for a generic loss and a "
    r"generic symmetric $\sigma$ in the plane, against drift and "
    r"$\text{noise}\cdot\text{noise}^\top$ of (2.3) times $dt = \gamma$.",
    measure=lambda: moments_of(sgd_step(LOSS, ROOT, PLANE, NOISES)),
    predict=lambda: moments_in(PRINTED, gamma),
    compare=equal(),
    wrong={
        "γ/√M in place of √(γ/M)": lambda: moments_in(
            replace(PRINTED, noise=gamma / sp.sqrt(M) * ROOT), gamma
        ),
        "t counts steps, dt = 1": lambda: moments_in(PRINTED, sp.S.One),
        "σ² in place of σ": lambda: moments_in(replace(PRINTED, noise=sp.sqrt(gamma / M) * ROOT**2), gamma),
        "drift +∇L": lambda: moments_in(replace(PRINTED, drift=-PRINTED.drift), gamma),
    },
    right={"noise with the other sign": lambda: moments_in(replace(PRINTED, noise=-PRINTED.noise), gamma)},
    of="corrected",
)


def batch_noise(kappa: sp.Expr) -> tuple[sp.Expr | int, ...]:
    """E ξⁿ, n = 0, …, 3, of the standardised mean of M draws whose standardised third moment is `kappa`."""
    return (1, 0, 1, kappa / sp.sqrt(M))


def first_moments(step: sp.Expr, noise: Sequence[sp.Expr | int], highest: int) -> Moments:
    """E stepⁿ for n = 1, …, `highest` and a step on the line driven by one noise."""
    return {f"n = {n}": mean_over_noise(step**n, NOISES[:1], noise) for n in range(1, highest + 1)}


LINE = sp.Function("L", real=True)(w)
DEVIATION = sp.Function("sigma", positive=True)(w)


def sgd_on_the_line(kappa: sp.Expr, highest: int) -> Moments:
    """Moments of the SGD step on the line, noise of skewness `kappa`."""
    step = sgd_step(LINE, sp.Matrix([DEVIATION]), (w,), NOISES[:1])[0]
    return first_moments(step, batch_noise(kappa), highest)


def euler_on_the_line(dt: sp.Expr, highest: int, noise_factor: sp.Expr = sp.S.One) -> Moments:
    """Moments of the Euler step of (2.3) on the line, its noise multiplied by `noise_factor`."""
    diffusion = sgd_diffusion(LINE, sp.Matrix([noise_factor * DEVIATION]), (w,))
    return first_moments(euler_step(diffusion, dt, NOISES[:1])[0], GAUSSIAN, highest)


def with_skewness() -> Moments:
    """The first three moments of the Euler step, and −κσ³γ³/M² added to the third."""
    moments = euler_on_the_line(gamma, 3)
    return {**moments, "n = 3": moments["n = 3"] - kappa * DEVIATION**3 * gamma**3 / M**2}


printed_euler_step_is_the_sgd_step = Check(
    tests=r"The first three conditional moments of an SGD step, for generic $L$, $\sigma$ on the "
    r"line and gradient noise of skewness $\kappa$, against those of the Euler step of (2.3) "
    r"with $\Delta t = \gamma$.",
    measure=lambda: sgd_on_the_line(kappa, 3),
    predict=lambda: euler_on_the_line(gamma, 3),
    compare=equal(),
    wrong={"Δt = 1": lambda: euler_on_the_line(sp.S.One, 3)},
    right={"−κσ³γ³/M² added to the third": with_skewness},
)

euler_step_has_the_first_two_moments_of_an_sgd_step = Check(
    tests="The first two conditional moments of the same SGD step, against those of the same Euler step.",
    measure=lambda: sgd_on_the_line(kappa, 2),
    predict=lambda: euler_on_the_line(gamma, 2),
    compare=equal(),
    wrong={
        "Δt = 1": lambda: euler_on_the_line(sp.S.One, 2),
        "noise γ^{3/2}/√M": lambda: euler_on_the_line(gamma, 2, noise_factor=sp.sqrt(gamma)),
    },
    of="corrected",
)
