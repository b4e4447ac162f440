"""Learning rate and batch size that change from step to step: what (2.3) has to do with time.

On a loss with constant gradient g the moments of SGD and of (2.3) are sums and integrals, exact for any
sequence γ_k, M_k; so it shows at which time γ(t) and M(t) have to change.

## Main definitions
* `sgd_moments_after`: mean and variance of SGD after three steps.
* `sde_moments_after`: of (2.3) with coefficients constant on pieces of time.

## Main statements
* `sde_keeps_pace_with_sgd_through_changing_rates_and_batches`: with t_k = γ_0 + … + γ_{k−1}.
"""

from collections.abc import Sequence

import sympy as sp

from derivations.identity import equal
from derivations.sde import mean_over_noise, sgd_diffusion, sgd_step
from derivations.symbols import M, gamma, sigma, w
from ledger.model import Check

STEPS = 3
SLOPE = sp.Symbol("g", real=True)
RATES = sp.symbols(f"gamma_0:{STEPS}", positive=True)
BATCHES = sp.symbols(f"M_0:{STEPS}", integer=True, positive=True)
NOISES = sp.symbols(f"xi_0:{STEPS}", real=True)
Moments = dict[str, sp.Expr]


def sgd_moments_after() -> Moments:
    """Mean and variance of w_3 − w_0 under (2.1) for L = g w, with γ_k and M_k in step k."""
    move = sp.S.Zero
    for rate, batch, xi in zip(RATES, BATCHES, NOISES, strict=True):
        step = sgd_step(SLOPE * w, sp.Matrix([sigma]), (w,), (xi,))[0]
        move += step.subs({gamma: rate, M: batch}, simultaneous=True)
    mean, square = (mean_over_noise(move**power, NOISES, (1, 0, 1)) for power in (1, 2))
    return {"mean": sp.expand(mean), "variance": sp.expand(square - mean**2)}


def sde_moments_after(
    lasting: Sequence[sp.Expr | int], rates: Sequence[sp.Expr], batches: Sequence[sp.Expr]
) -> Moments:
    """Mean and variance of W − w_0 under (2.3) for L = g w, with γ = rates[k], M = batches[k] for lasting[k].

    Drift and covariance do not depend on w here, so they add up over time.
    """
    diffusion = sgd_diffusion(SLOPE * w, sp.Matrix([sigma]), (w,))
    mean, variance = sp.S.Zero, sp.S.Zero
    for time, rate, batch in zip(lasting, rates, batches, strict=True):
        mean += time * diffusion.drift[0]
        variance += time * diffusion.covariance[0].subs({gamma: rate, M: batch}, simultaneous=True)
    return {"mean": mean, "variance": variance}


# --- Evidence ---

sde_keeps_pace_with_sgd_through_changing_rates_and_batches = Check(
    tests=r"Mean and variance of three steps of SGD with rates $\gamma_0,\gamma_1,\gamma_2$ and batch "
    r"sizes $M_0,M_1,M_2$ on $L=gw$, from the steps, against those of (2.3) with $\gamma(t)=\gamma_k$, "
    r"$M(t)=M_k$ for $t$ between $t_k=\sum_{j<k}\gamma_j$ and $t_{k+1}$.",
    measure=sgd_moments_after,
    predict=lambda: sde_moments_after(RATES, RATES, BATCHES),
    compare=equal(),
    wrong={
        "t counts steps": lambda: sde_moments_after((1,) * STEPS, RATES, BATCHES),
        "the rates and batches of the next step": lambda: sde_moments_after(
            RATES, RATES[1:] + RATES[:1], BATCHES[1:] + BATCHES[:1]
        ),
        "those of the first step throughout": lambda: sde_moments_after(
            RATES, RATES[:1] * STEPS, BATCHES[:1] * STEPS
        ),
    },
)
