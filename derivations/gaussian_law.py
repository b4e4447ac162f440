"""When the law of W(t) has a density: linear equations, whose laws are Gaussian.

## Main definitions
* `covariance_at`: of W(t) for a quadratic loss and constant noise, started at a point.
* `second_moment_at`: of W(t) for L = w²/2 and β(w) = w².

## Main statements
* `printed_density_exists_for_every_noise`: not for singular noise, nor where β vanishes.
* `isotropic_noise_spreads_in_every_direction`: for σ² = βI with β > 0 and t > 0.

## Notation
A the Hessian of the loss, Q the covariance that the noise brings per unit of time, D = γβ/(2M).
"""

import sympy as sp

from derivations.fokker_planck import diffusion_coefficient, isotropic_sgd_diffusion
from derivations.identity import equal
from derivations.symbols import beta, w
from ledger.model import Check

TIME = sp.Symbol("t", positive=True)
PASSED = sp.Symbol("s", nonnegative=True)
FIRST, SECOND = sp.symbols("lambda_1 lambda_2", positive=True)
Answers = dict[str, sp.Basic]


def covariance_at(hessian: sp.MatrixBase, noise: sp.MatrixBase) -> sp.Matrix:
    """∫_0^t e^{−As} Q e^{−As} ds: the covariance of W(t), dW = −AW dt + Q^{1/2} dB, W(0) fixed; shape (d, d).

    Raises:
        ValueError: if the shapes differ or `hessian` is not symmetric.
    """
    if hessian.shape != noise.shape or hessian != hessian.T:
        raise ValueError(
            f"hessian of shape {hessian.shape}, noise of shape {noise.shape}:"
            " two matrices of one shape are wanted, the first symmetric"
        )
    decay = (-hessian * PASSED).exp()
    return (decay * noise * decay.T).applyfunc(
        lambda entry: sp.integrate(sp.expand(entry), (PASSED, 0, TIME))
    )


def second_moment_at(start: sp.Expr) -> sp.Expr:
    """E W(t)² for L = w²/2, β = w²: w² is an eigenfunction of the generator, A w² = (r − 2) w²."""
    growth = sp.simplify(isotropic_sgd_diffusion(w**2 / 2, w**2, (w,)).generator(w**2) / w**2)
    return start**2 * sp.exp(growth * TIME)


# --- Evidence ---

D = diffusion_coefficient(beta)
BOWL, COUPLED = sp.eye(2), sp.Matrix([[2, 1], [1, 2]])
ONE_WAY = sp.diag(2 * D, 0)


def is_spread(covariance: sp.MatrixBase) -> sp.Basic:
    """Is the determinant positive at t = 1? The null space of `covariance_at` is the same at every t > 0."""
    determinant = sp.factor(sp.expand(covariance.det()).subs(TIME, 1))
    return sp.S(determinant.is_positive)


def has_density() -> Answers:
    """Does W(1) spread in every direction?"""
    return {
        "σ² = βI": is_spread(covariance_at(BOWL, 2 * D * sp.eye(2))),
        "noise in w₁ alone, L = |w|²/2": is_spread(covariance_at(BOWL, ONE_WAY)),
        "noise in w₁ alone, L = w₁² + w₁w₂ + w₂²": is_spread(covariance_at(COUPLED, ONE_WAY)),
        "β = w², L = w²/2, w₀ = 0": sp.S(second_moment_at(sp.S.Zero).subs(TIME, 1) != 0),
    }


def answers(*values: bool) -> Answers:
    """One truth value for each case."""
    names = (
        "σ² = βI",
        "noise in w₁ alone, L = |w|²/2",
        "noise in w₁ alone, L = w₁² + w₁w₂ + w₂²",
        "β = w², L = w²/2, w₀ = 0",
    )
    return dict(zip(names, map(sp.S, values), strict=True))


printed_density_exists_for_every_noise = Check(
    tests=r"Whether $W(1)$ spreads in all directions: with $\sigma^2=\beta\mathbf I$, with noise in one "
    r"of two coordinates on two quadratic losses, and for $\beta(w)=w^2$ from the minimiser of $w^2/2$, "
    "from the exact second moments, against yes.",
    measure=has_density,
    predict=lambda: answers(True, True, True, True),
    compare=equal(),
    wrong={
        "never": lambda: answers(False, False, False, False),
        "with σ² = βI alone": lambda: answers(True, False, False, False),
    },
    right={"if the noise reaches every direction": lambda: answers(True, False, True, False)},
)


def spread(first: sp.Expr, second: sp.Expr) -> sp.ImmutableMatrix:
    """A diagonal covariance."""
    return sp.ImmutableMatrix(sp.diag(first, second))


def relaxed(rate: sp.Expr) -> sp.Expr:
    """(D/λ)(1 − e^{−2λt})."""
    return D / rate * (1 - sp.exp(-2 * rate * TIME))


isotropic_noise_spreads_in_every_direction = Check(
    tests=r"The covariance of $W(t)$ for $\sigma^2=\beta\mathbf I$ and a quadratic loss with second "
    r"derivatives $\lambda_1,\lambda_2$, against $\frac D{\lambda_i}(1-e^{-2\lambda_it})$, "
    r"$D=\gamma\beta/(2M)$: positive for every $t>0$, and 0 at $t=0$.",
    measure=lambda: sp.ImmutableMatrix(covariance_at(sp.diag(FIRST, SECOND), 2 * D * sp.eye(2))),
    predict=lambda: spread(relaxed(FIRST), relaxed(SECOND)),
    compare=equal(),
    wrong={
        "D/λ, at rest from the start": lambda: spread(D / FIRST, D / SECOND),
        "2Dt, without drift": lambda: spread(2 * D * TIME, 2 * D * TIME),
        "0 in the second direction": lambda: spread(relaxed(FIRST), sp.S.Zero),
    },
    of="corrected",
)
