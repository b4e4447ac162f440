"""Two linear layers that SGD never takes to the other minimum, simulated.

(w₁w₂x − y)²/2 + λ‖w‖²/2 with x = ±1, xy = 1 ± σ, has the minima ±√(1 − λ)(1, 1) and the saddle 0 between
them. Each sample's gradient vanishes at 0, so that SGD cannot pass (`derivations.layers_sign`). Isotropic
noise of the same strength at the minimum can.

## Main definitions
* `network`: SGD on these four samples.     * `share_across`: of runs that come to the other minimum.

## Main statements
* `printed_share_of_simulated_networks_has_escaped`: refuted.

## Implementation notes
γ = 1/10, M = 1, λ = 1/5, σ = 7/4: the noise has the mean variance β = (1 − λ)σ² in a direction at the
minimum, and ε = γβ/2 = 1/8.16. γ(λ + e) < 1 as long as w₁w₂ < 9.05. After 1000 steps, t = 100, a half of
the runs should have escaped. A share of 2000 runs is known to ± 0.045 at 99.99 %; the margin is 0.1.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

import numpy as np
import sympy as sp

from derivations.layers_sign import INPUT, LABEL, LAYERS, risk, sample_loss
from ledger.bound import Bound, exact
from ledger.compare import near
from ledger.model import Check
from numerics.bounds import closed_form, counted
from numerics.coin_noise import each
from numerics.paths.escape import simulated_escape
from numerics.paths.samples import Samples, Sgd, sgd_passages
from numerics.plane.escape import mean_escape_time_to_ball

Shares = Mapping[str, Bound]

RATE, PENALTY, SPREAD = Fraction(1, 10), Fraction(1, 5), Fraction(7, 4)
EPS = RATE * (1 - PENALTY) * SPREAD**2 / 2
START, RADIUS = (Fraction(1), Fraction(4, 5)), Fraction(3, 10)
BOTTOM = sp.sqrt(1 - sp.Rational(PENALTY))
TARGET = (-BOTTOM, -BOTTOM)
LOSS = risk(sp.Rational(PENALTY))


def network(seed: int) -> Sgd:
    """SGD with M = 1 on the four samples (±1, ±(1 ± σ))."""
    data = np.array([(x, x * (1 + s * float(SPREAD))) for x in (-1.0, 1.0) for s in (-1.0, 1.0)])
    samples = Samples(sample_loss(sp.Rational(PENALTY)), LAYERS, (INPUT, LABEL), data)
    return Sgd(samples, 1, RATE, START, seed)


def share_across(seed: int, steps: int, runs: int) -> Bound:
    """The share of the runs that have come near the other minimum within `steps` steps."""
    passages = sgd_passages(network(seed), TARGET, RADIUS, max_steps=steps, paths=runs)
    return counted(int(passages.hit.sum()), runs)


# --- Evidence ---------------------------------------------------------------------------------------

STEPS, RUNS = 1000, 2000
FINE = Fraction(1, 50)
"""The step of the simulated diffusion."""


def _across(seed: int) -> Shares:
    passages = simulated_escape(
        LOSS,
        sp.Integer(1),
        EPS,
        START,
        TARGET,
        radius=RADIUS,
        dt=FINE,
        paths=RUNS,
        seed=seed,
        max_steps=int(STEPS * RATE / FINE),
    )
    hits = int(passages.hit.sum())
    return {"SGD": share_across(seed, STEPS, RUNS), "isotropic noise": counted(hits, RUNS)}


@lru_cache(maxsize=4)
def _escaped(eps: Fraction) -> Bound:
    """1 − exp(−t/E τ) with the exact E τ."""
    time = mean_escape_time_to_ball(LOSS, 1, eps, START, TARGET, RADIUS, accuracy=1e-3).middle
    return closed_form(1 - sp.exp(-sp.Rational(STEPS * RATE / time)))


def _shares(sgd: Bound, isotropic: Bound) -> Shares:
    return {"SGD": sgd, "isotropic noise": isotropic}


printed_share_of_simulated_networks_has_escaped = Check(
    tests=(
        "The share of 2000 simulated runs of SGD on two linear layers, γ = 1/10, M = 1, and of 2000 paths"
        " with isotropic noise of the same strength at the minimum, that are at the other minimum by t ="
        " 100, compared with the exponential law with the exact mean time for isotropic noise."
    ),
    measure=lambda setting: _across(setting.seed),
    predict=lambda: _shares(_escaped(EPS), _escaped(EPS)),
    compare=each(near("0.1")),
    wrong={
        "neither escapes": lambda: _shares(exact(0), exact(0)),
        "half the noise": lambda: _shares(exact(0), _escaped(EPS / 2)),
    },
    right={"SGD never does": lambda: _shares(exact(0), _escaped(EPS))},
    uses_setting=True,
)
