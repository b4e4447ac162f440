"""Least squares with noisy labels on real images: SGD at rest does not see the Hessian.

ℓ = (w·x − y)²/2, x the ink in the left and in the right half of a digit, y = w⁰·x ± σ, both signs for
every digit: the mean of the gradients' noise is 0 and its covariance at w⁰ is σ²H, H = E xxᵀ with
eigenvalues 24 to 1. W(t) with this covariance settles at γσ²/(2M) I, whatever H. The law of Lemma 2.3,
with β = tr C/d, has (γβ/2M) H⁻¹.

## Main definitions
* `ink`: the features of all training digits, exact.
* `settled_covariance`: of simulated SGD, over γσ²/(2M).
* `covariance_at_finite_rate`: the same, exactly: Σ = E (I − γĤ) Σ (I − γĤ) + γ²σ²H/M, Ĥ of one batch.

## Main statements
* `noisy_labels_settle_isotropically`.

## Implementation notes
γλ is 1/16 at most, so that SGD differs from W(t) by a few percent. A mean square of 20 000 runs is
known to ± 4 % at 99.99 %. The margin is 0.1. Both labels of every digit are samples, and batches are
drawn with replacement.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import combinations_with_replacement

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ledger.bound import Bound, exact
from ledger.compare import near
from ledger.model import Check
from nn_experiments.data.digits import digits
from numerics.bounds import sampled
from numerics.coin_noise import each
from numerics.paths.samples import Samples, Sgd, sgd_positions

Entries = Mapping[str, Bound]

LEVELS, SIDE, SCALE = 16, 8, 128
"""Grey levels of a pixel, pixels of a side, and levels that make a unit of ink."""
PAIRS = tuple(combinations_with_replacement(range(2), 2))


@lru_cache(maxsize=1)
def ink() -> NDArray[np.int64]:
    """Levels of ink in the left and the right half of each training digit, shape (n, 2); 128 are a unit."""
    levels = np.rint(digits().train_images * LEVELS).astype(np.int64).reshape(-1, SIDE, SIDE)
    half = SIDE // 2
    return np.stack([levels[:, :, :half].sum((1, 2)), levels[:, :, half:].sum((1, 2))], axis=1)


def _moment(*powers: int) -> sp.Rational:
    """The mean of x₁ to the first power times x₂ to the second."""
    total = int((ink() ** np.array(powers)).prod(1).sum())
    return sp.Rational(total, len(ink()) * SCALE ** sum(powers))


def hessian() -> sp.Matrix:
    """E xxᵀ, exact."""
    return sp.Matrix(2, 2, lambda i, j: _moment(*_powers(i, j)))


def settled_covariance(
    rate: Fraction, batch: int, noise: Fraction, steps: int, runs: int, seed: int
) -> Entries:
    """The entries of E (w − w⁰)(w − w⁰)ᵀ after so many steps of SGD from w⁰, over γσ²/(2M)."""
    w, x, y = sp.symbols("w_1 w_2", real=True), sp.symbols("x_1 x_2", real=True), sp.Symbol("y", real=True)
    loss = (w[0] * x[0] + w[1] * x[1] - y) ** 2 / 2
    features = ink() / SCALE
    labels = features @ TEACHER
    rows = [np.column_stack([features, labels + sign * float(noise)]) for sign in (-1, 1)]
    samples = Samples(loss, w, (*x, y), np.concatenate(rows))
    found = sgd_positions(Sgd(samples, batch, rate, TEACHER, seed), steps=steps, paths=runs) - TEACHER
    unit = exact(rate * noise**2 / (2 * batch))
    return {_name(i, j): sampled(found[:, i] * found[:, j]) / unit for i, j in PAIRS}


def covariance_at_finite_rate(rate: Fraction, batch: int) -> sp.Matrix:
    """Σ of SGD at rest over γσ²/(2M), exact."""
    step, share, curvature = sp.Rational(rate), sp.Rational(1, batch), hessian()
    entries = sp.symbols("s_11 s_12 s_22")
    unknown = sp.Matrix([entries[:2], entries[1:]])
    kicks = sp.Matrix(2, 2, lambda i, j: _kick(entries, i, j))  # E xxᵀΣxxᵀ, of one sample
    spread = (1 - share) * curvature * unknown * curvature + share * kicks
    rest = step * spread - curvature * unknown - unknown * curvature + 2 * curvature
    return unknown.subs(sp.solve(list(rest), entries, dict=True)[0])


def _kick(entries: tuple[sp.Symbol, ...], i: int, j: int) -> sp.Expr:
    """E x_i x_j xᵀΣx."""
    one, two = _powers(i, j)
    weights = zip(entries, ((2, 0), (1, 1), (0, 2)), (1, 2, 1), strict=True)
    return sp.Add(*(count * s * _moment(one + more[0], two + more[1]) for s, more, count in weights))


def _powers(i: int, j: int) -> tuple[int, int]:
    """Those of x₁ and x₂ in x_i x_j."""
    second = int(i) + int(j)
    return 2 - second, second


def _name(i: int, j: int) -> str:
    return f"Σ{i + 1}{j + 1}"


# --- Evidence ---------------------------------------------------------------------------------------

TEACHER = (1, -1)
"""w⁰."""
RATE, BATCH, NOISE = Fraction(1, 50), 2, Fraction(2)
STEPS, RUNS = 1800, 20_000
"""2γλ times the steps is more than 8 for the smaller λ: e⁻⁸ of the covariance is still missing."""


def _settled(seed: int) -> Entries:
    return settled_covariance(RATE, BATCH, NOISE, STEPS, RUNS, seed)


def _entries(matrix: sp.Matrix) -> Entries:
    return {_name(i, j): exact(Fraction(int(matrix[i, j].p), int(matrix[i, j].q))) for i, j in PAIRS}


def _gibbs() -> Entries:
    """(γβ/2M) H⁻¹ with β = σ² tr H/2."""
    return _entries(hessian().trace() / 2 * hessian().inv())


noisy_labels_settle_isotropically = Check(
    tests=(
        "The covariance over γσ²/(2M) of 20 000 simulated runs of SGD at rest, least squares of noisy labels"
        " on the ink in the two halves of the embedded digits, γ = 1/50, M = 2, compared with I, as the"
        " noise is σ²H and HΣ + ΣH = (γ/M)σ²H."
    ),
    measure=lambda setting: _settled(setting.seed),
    predict=lambda: _entries(sp.eye(2)),
    compare=each(near("0.1")),
    wrong={
        "(γβ/2M) H⁻¹, the Gibbs law with β = tr C/d": _gibbs,
        "γσ²/M I": lambda: _entries(2 * sp.eye(2)),
        "the noise itself, C/(tr H/d)": lambda: _entries(2 * hessian() / hessian().trace()),
    },
    right={"at finite γ, exactly": lambda: _entries(covariance_at_finite_rate(RATE, BATCH))},
    of="corrected",
    uses_setting=True,
)
