"""What the escape time grows with: the barrier H, and the letter ε of Theorem 2.2.

Between two temperatures the logarithm of the exact mean escape time grows by H per unit of 1/ε, up to a term
that the formula's relative error leaves, about c₁ε₁ε₂. So the growth tells H if ε is known, and ε if H is
known, without the prefactor.

## Main definitions
* `growth`: Δ log E τ per unit of 1/ε.      * `growth_per_sample`: the same per unit of the batch size M.

## Main statements
* `barrier_is_the_growth_of_the_logarithm`: H = L(w*) − L(w₁).
* `exponential_is_that_of_epsilon`: ε = γβ/(2M).
* `logarithm_grows_with_the_batch_whatever_the_determinant`: the exponential dominates.
"""

import sympy as sp

from derivations.identity import equal
from derivations.symbols import beta, gamma, lamda
from ledger.bound import Bound, exact
from ledger.compare import near
from ledger.model import Check
from numerics.bounds import closed_form, logarithm
from numerics.landscape_figures import two_minimizers
from numerics.line.escape import mean_escape_time, mean_escape_time_with_noise
from numerics.transition_law import LOPSIDED

START, GATE, TARGET = -1, 0, sp.Rational(3, 2)
"""Of the lopsided double well: barriers 1/3 and 63/64."""

COLD = 640


def growth() -> Bound:
    """(log E τ at 2η − log E τ at η)/η, η = 640, enclosed."""
    warm, cold = (logarithm(mean_escape_time(LOPSIDED, n, START, TARGET)) for n in (COLD, 2 * COLD))
    return (cold - warm) / exact(COLD)


def growth_per_sample() -> Bound:
    """(log E τ at 2M − log E τ at M)/M, M = 240, for (2.3) with γ = 1/4 and β = 3, enclosed."""
    times = [
        mean_escape_time_with_noise(LOPSIDED, sp.Integer(BETA), RATE / (2 * size), START, TARGET)
        for size in (BATCH, 2 * BATCH)
    ]
    return (logarithm(times[1]) - logarithm(times[0])) / exact(BATCH)


# --- Evidence ---------------------------------------------------------------------------------------

RATE, BETA, BATCH = sp.Rational(1, 4), 3, 240
SIZE, AT_GATE, AT_WELL, HEIGHT = sp.symbols("M D_* D_1 H", positive=True)


def _height(of: sp.Expr | int, above: sp.Expr | int) -> Bound:
    return closed_form(LOPSIDED.at((of,)) - LOPSIDED.at((above,)))


def _with_epsilon(epsilon: sp.Expr) -> Bound:
    """What one more sample in the batch adds to H/ε."""
    per_sample = sp.diff(1 / epsilon, SIZE).subs({gamma: RATE, beta: BETA})
    return closed_form(per_sample * (LOPSIDED.at((GATE,)) - LOPSIDED.at((START,))))


def _growth_of_formula() -> sp.Expr:
    """The limit, as M → ∞, of log(Theorem 2.2)/M, for any λ*, determinants and H."""
    formula = 2 * sp.pi / lamda * sp.sqrt(AT_GATE / AT_WELL) * sp.exp(2 * SIZE * HEIGHT / (gamma * beta))
    return sp.limit(sp.expand_log(sp.log(formula)) / SIZE, SIZE, sp.oo)


barrier_is_the_growth_of_the_logarithm = Check(
    tests=(
        "The growth of log E τ from −1 to 3/2 in a lopsided double well between η = 640 and 1280, per unit of"
        " η, enclosed, compared with L(w*) − L(w₁)."
    ),
    measure=growth,
    predict=lambda: _height(GATE, START),
    compare=near("1/100000"),
    wrong={
        "L(w₂) − L(w₁)": lambda: _height(TARGET, START),
        "L(w*) − L(w₂)": lambda: _height(GATE, TARGET),
        "twice as high": lambda: _height(GATE, START) * exact(2),
    },
    figures=lambda _: (two_minimizers(),),
)

exponential_is_that_of_epsilon = Check(
    tests=(
        "The growth of log E τ for (2.3) with γ = 1/4, β = 3 between the batch sizes 240 and 480, per sample,"
        " enclosed, compared with that of H/ε, ε = γβ/(2M)."
    ),
    measure=growth_per_sample,
    predict=lambda: _with_epsilon(gamma * beta / (2 * SIZE)),
    compare=near("1/10000"),
    wrong={
        "ε = γβ/M": lambda: _with_epsilon(gamma * beta / SIZE),
        "ε = γ/M": lambda: _with_epsilon(gamma / SIZE),
        "ε = γ/(2M)": lambda: _with_epsilon(gamma / (2 * SIZE)),
        "ε = γ√β/(2M)": lambda: _with_epsilon(gamma * sp.sqrt(beta) / (2 * SIZE)),
    },
)

logarithm_grows_with_the_batch_whatever_the_determinant = Check(
    tests=(
        "The limit of log(Theorem 2.2)/M as M → ∞ for any λ*, determinants and H, compared with 2H/(γβ),"
        " which holds no determinant."
    ),
    measure=_growth_of_formula,
    predict=lambda: 2 * HEIGHT / (gamma * beta),
    compare=equal(),
    wrong={
        "the determinant stays": lambda: 2 * HEIGHT / (gamma * beta) - sp.log(AT_WELL) / 2,
        "the prefactor dominates": lambda: sp.sqrt(AT_GATE / AT_WELL),
        "H/(γβ)": lambda: HEIGHT / (gamma * beta),
    },
)
