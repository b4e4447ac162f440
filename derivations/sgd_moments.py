"""How well (2.3) stands for SGD: exact moments on a quadratic, and the error of one step for any loss.

## Main definitions
* `sgd_moments`, `sde_moments`: E w and E w² at time T = kγ, for L = λw²/2 and noise of variance s².
* `modified_moments`: the same for the loss L + γ|∇L|²/4.
* `stationary_second_moments`: what they tend to as T → ∞.
* `one_step_error`: E f(w₁) − E f(W(γ)) to second order in γ, for generic L, s² and f.

## Main statements
* `printed_sde_has_the_stationary_variance_of_sgd`: refuted; the quotient is 1/(1 − γλ/2).
* `error_of_the_sde_is_of_first_order_on_the_quadratic`, `one_step_error_is_minus_half_force_curvature_slope`.

## Notation
λ = `lamda`, s² = `VARIANCE` the variance of one sample's gradient, r = γ/M, T the time, M constant.

## References
Li2017: weak order 1 of (2.3), order 2 with the modified drift.
"""

from collections.abc import Callable

import sympy as sp

from derivations.fokker_planck import isotropic_sgd_diffusion
from derivations.identity import equal
from derivations.sde import GAUSSIAN, Diffusion, mean_over_noise, sgd_step
from derivations.symbols import M, gamma, lamda, w
from ledger.model import Check

VARIANCE = sp.Symbol("s", positive=True) ** 2
TIME = sp.Symbol("T", positive=True)
START = sp.Symbol("w_0", real=True)
XI = sp.Symbol("xi", real=True)
QUADRATIC = lamda * w**2 / 2
Moments = dict[str, sp.Expr]


def modified(loss: sp.Expr) -> sp.Expr:
    """L + γ|L'|²/4, the loss whose gradient flow follows SGD to second order (Li2017)."""
    return loss + gamma * sp.diff(loss, w) ** 2 / 4


def _moments(one_step: sp.Expr, second_moment: sp.Expr, steps: sp.Expr) -> Moments:
    """E w and E w² after `steps` steps that multiply E w by `one_step`, from the stationary E w²."""
    square = second_moment + one_step ** (2 * steps) * (START**2 - second_moment)
    return {"E w": START * one_step**steps, "E w²": square}


def stationary_second_moment_of_sgd() -> sp.Expr:
    """The fixed point of E w² under one step of (2.1) with L = λw²/2."""
    step = sgd_step(QUADRATIC, sp.Matrix([sp.sqrt(VARIANCE)]), (w,), (XI,))[0]
    change = mean_over_noise((w + step) ** 2 - w**2, (XI,), GAUSSIAN[:3])
    return _root_in_square(change)


def stationary_second_moment(diffusion: Diffusion) -> sp.Expr:
    """E W² in the stationary law of a linear `diffusion`: A w² has mean 0."""
    return _root_in_square(diffusion.generator(w**2))


def _root_in_square(expr: sp.Expr) -> sp.Expr:
    """The value of w² at which `expr`, a polynomial in w² of degree 1, vanishes."""
    square = sp.Symbol("square")
    (root,) = sp.solve(sp.expand(expr).subs(w**2, square), square)
    return sp.factor(root)


def sgd_moments() -> Moments:
    """E w and E w² of SGD at time T, that is after T/γ steps."""
    return _moments(1 - gamma * lamda, stationary_second_moment_of_sgd(), TIME / gamma)


def sde_moments(loss: sp.Expr = QUADRATIC) -> Moments:
    """E W(T) and E W(T)² of (2.3) for a quadratic `loss` with minimum 0."""
    diffusion = isotropic_sgd_diffusion(loss, VARIANCE, (w,))
    rate = -sp.diff(diffusion.drift[0], w)
    return _moments(sp.exp(-rate), stationary_second_moment(diffusion), TIME)


def leading_errors(approximation: Moments, highest: int) -> Moments:
    """The coefficients of γ⁰, …, γ^`highest` in SGD − approximation at a fixed time T, for each moment."""
    errors = {}
    for name, exact in sgd_moments().items():
        series = sp.series(exact - approximation[name], gamma, 0, highest + 1).removeO()
        for power in range(highest + 1):
            errors[f"{name}, γ^{power}"] = sp.factor(series.coeff(gamma, power))
    return errors


def one_step_error(loss: sp.Expr, stand_in: sp.Expr, f: sp.Expr, variance: sp.Expr) -> Moments:
    """The coefficients of γ⁰, γ, γ² in E f(w₁) − E f(W(γ)), both started at w; batch size fixed.

    w₁ is a step of SGD on `loss`, W solves (2.3) with the loss `stand_in`. E f(w₁) comes from Taylor's
    formula in the increment, E f(W(γ)) from f + γ A f + γ² A²f/2; both leave out O(γ³).
    """
    step = sgd_step(loss, sp.Matrix([sp.sqrt(variance)]), (w,), (XI,))[0]
    taylor = sum(sp.diff(f, w, n) * step**n / sp.factorial(n) for n in range(5))
    sgd = mean_over_noise(taylor, (XI,), GAUSSIAN)
    generator = isotropic_sgd_diffusion(stand_in, variance, (w,)).generator
    sde = f + gamma * generator(f) + gamma**2 * generator(generator(f)) / 2
    difference = sp.expand((sgd - sde).doit())
    return {f"γ^{power}": difference.coeff(gamma, power) for power in range(3)}


# --- Evidence ---


def stationary_variances(factor: sp.Expr) -> sp.Expr:
    """`factor` times the stationary variance of (2.3)."""
    return factor * stationary_second_moment(isotropic_sgd_diffusion(QUADRATIC, VARIANCE, (w,)))


printed_sde_has_the_stationary_variance_of_sgd = Check(
    tests=r"The stationary variance of SGD for $L = \lambda w^2/2$ and gradient noise of variance "
    "$s^2$, from the exact recursion of the second moment, against that of (2.3).",
    measure=stationary_second_moment_of_sgd,
    predict=lambda: stationary_variances(sp.S.One),
    compare=equal(),
    wrong={
        "times 1 + γλ/2": lambda: stationary_variances(1 + gamma * lamda / 2),
        "times 1 + γλ": lambda: stationary_variances(1 + gamma * lamda),
        "times 1/(1 − γλ)": lambda: stationary_variances(1 / (1 - gamma * lamda)),
    },
    right={"times 1/(1 − γλ/2)": lambda: stationary_variances(1 / (1 - gamma * lamda / 2))},
)

FADING = sp.exp(-lamda * TIME)


def first_order(slope: sp.Expr, curvature: sp.Expr) -> Moments:
    """Error 0 at γ⁰, and the given coefficients of γ for E w and E w²."""
    return {"E w, γ^0": sp.S.Zero, "E w, γ^1": slope, "E w², γ^0": sp.S.Zero, "E w², γ^1": curvature}


MEAN_ERROR = -(lamda**2) * TIME * START * FADING / 2
SQUARE_ERROR = -(lamda**2) * TIME * START**2 * FADING**2

error_of_the_sde_is_of_first_order_on_the_quadratic = Check(
    tests=r"The coefficients of $\gamma^0$ and $\gamma^1$ in $\mathbb{E}\,w_k^n - "
    r"\mathbb{E}\,W(T)^n$, $n = 1, 2$, at fixed $T = k\gamma$ for $L = \lambda w^2/2$, against "
    r"$0$ and $-\lambda^2 T w_0 e^{-\lambda T}/2$, $-\lambda^2 T w_0^2 e^{-2\lambda T}$.",
    measure=lambda: leading_errors(sde_moments(), 1),
    predict=lambda: first_order(MEAN_ERROR, SQUARE_ERROR),
    compare=equal(),
    wrong={
        "no error of order γ": lambda: first_order(sp.S.Zero, sp.S.Zero),
        "with the other sign": lambda: first_order(-MEAN_ERROR, -SQUARE_ERROR),
        "an error s²/(2λM) from the noise": lambda: first_order(
            MEAN_ERROR, SQUARE_ERROR + VARIANCE * (1 - FADING**2) / (2 * lamda * M)
        ),
    },
    of="corrected",
)

POTENTIAL = sp.Function("L", real=True)(w)
OBSERVABLE = sp.Function("f", real=True)(w)
SPREAD = sp.Function("beta", positive=True)(w)


def one_step(coefficient: Callable[[sp.Expr, sp.Expr], sp.Expr]) -> Moments:
    """Error 0 at γ⁰ and γ, and `coefficient`(L, f) at γ²."""
    return {"γ^0": sp.S.Zero, "γ^1": sp.S.Zero, "γ^2": coefficient(POTENTIAL, OBSERVABLE).doit()}


one_step_error_is_minus_half_force_curvature_slope = Check(
    tests=r"The coefficients of $\gamma^0, \gamma, \gamma^2$ in $\mathbb{E} f(w_1) - \mathbb{E} "
    r"f(W(\gamma))$ for generic $L$, $f$ and variance $\beta(w)$, batch size fixed, against "
    r"$0$, $0$, $-\frac12 L' L'' f'$.",
    measure=lambda: one_step_error(POTENTIAL, POTENTIAL, OBSERVABLE, SPREAD),
    predict=lambda: one_step(lambda L, f: -sp.diff(L, w) * sp.diff(L, w, 2) * sp.diff(f, w) / 2),
    compare=equal(),
    wrong={
        "0: second order": lambda: one_step(lambda L, f: sp.S.Zero),
        "+½ L′L″f′": lambda: one_step(lambda L, f: sp.diff(L, w) * sp.diff(L, w, 2) * sp.diff(f, w) / 2),
        "−½ (L′)² f″": lambda: one_step(lambda L, f: -(sp.diff(L, w) ** 2) * sp.diff(f, w, 2) / 2),
    },
    of="corrected",
)

error_of_the_modified_sde_starts_at_the_third_order = Check(
    tests=r"The coefficients of $\gamma^0, \gamma, \gamma^2$ in $\mathbb{E} f(w_1) - \mathbb{E} "
    r"f(W(\gamma))$ when (2.3) has the loss $L + \gamma|L'|^2/4$ in place of $L$, against $0$, "
    "$0$, $0$.",
    measure=lambda: one_step_error(POTENTIAL, modified(POTENTIAL), OBSERVABLE, SPREAD),
    predict=lambda: one_step(lambda L, f: sp.S.Zero),
    compare=equal(),
    wrong={
        "−½ L′L″f′, as without": lambda: one_step(
            lambda L, f: -sp.diff(L, w) * sp.diff(L, w, 2) * sp.diff(f, w) / 2
        ),
    },
    of="corrected",
)
