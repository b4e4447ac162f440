"""Mean and variance of the mini-batch gradient (2.2), for every way to draw a batch.

The batch gradient is M⁻¹ Σ_n c_n g_n, where c_n counts how often sample n was drawn. So the moments of the
counts decide everything, for any law of the samples with mean μ and variance σ².

## Main definitions
* `Scheme`: how a batch is drawn; all batches, equally likely, and the moments of the counts.
* `SUBSETS`, `WITH_REPLACEMENT`: the two schemes that draw from the N samples.
* `population_variance`: Var ĝ over data and batch.
* `listed_mean`, `listed_variance`: E ĝⁿ and Var ĝ over all data and all batches, by listing them.

## Main statements
* `printed_variance_holds_with_replacement`: no; subsets are needed.
* `variance_over_the_population`, `mean_at_a_fixed_point`: what holds.

## Notation
Mean μ = ∇L(w) and variance σ² = σ²(w) of one sample's gradient at a fixed w; one coordinate, which is no
loss: a covariance matrix is known from the variances of its one-dimensional projections.

## Implementation notes
For numbers N and M everything comes from listing all data vectors and all batches, in exact rationals; for
symbols N and M from counting the batches that hold a given index or pair.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import sympy as sp

from derivations.identity import equal
from derivations.symbols import M, N, w
from ledger.model import Check

Batch = tuple[int, ...]

mu = sp.Symbol("mu", real=True)
variance = sp.Symbol("sigma", positive=True) ** 2


@dataclass(frozen=True)
class Scheme:
    """A law of batches B of M indices out of N, independent of the data.

    `batches(N, M)` lists the equally likely draws. `own(N, M)` is E c_n², `pair(N, M)` is E c_n c_m for
    n ≠ m, as expressions; always E c_n = M/N.
    """

    name: str
    batches: Callable[[int, int], Iterator[Batch]]
    own: Callable[[sp.Expr, sp.Expr], sp.Expr]
    pair: Callable[[sp.Expr, sp.Expr], sp.Expr]


def _share_holding(fixed: int, N: sp.Expr, M: sp.Expr) -> sp.Expr:
    """The share of the M-subsets that hold `fixed` given indices."""
    return sp.combsimp(sp.binomial(N - fixed, M - fixed) / sp.binomial(N, M))


SUBSETS = Scheme(
    "subsets",
    lambda N, M: combinations(range(N), M),
    own=lambda N, M: _share_holding(1, N, M),
    pair=lambda N, M: _share_holding(2, N, M),
)
"""B uniform among the M-subsets of the N samples: drawn without replacement."""

WITH_REPLACEMENT = Scheme(
    "with replacement",
    lambda N, M: product(range(N), repeat=M),
    own=lambda N, M: M / N + M * (M - 1) / N**2,
    pair=lambda N, M: M * (M - 1) / N**2,
)
"""M independent uniform indices; a sample may occur twice."""


SKEWED = {sp.Integer(1): sp.Rational(2, 3), sp.Integer(4): sp.Rational(1, 3)}
"""A population of gradients, value -> probability: mean 2, variance 2, not symmetric."""

Law = Mapping[sp.Expr, sp.Expr]


def listed_data(law: Law, N: int) -> Iterator[tuple[tuple[sp.Expr, ...], sp.Expr]]:
    """All samples of size N from a finite `law`.

    Yields:
        (values, probability).
    """
    for values in product(law, repeat=N):
        yield values, sp.prod([law[value] for value in values])


def batch_gradients(scheme: Scheme, values: Sequence[sp.Expr], M: int) -> list[sp.Expr]:
    """ĝ = M⁻¹ Σ over the batch, for every batch of M of the gradients `values`; equally likely.

    Raises:
        ValueError: unless 1 ≤ M ≤ N.
    """
    if not 1 <= M <= len(values):
        raise ValueError(f"M={M}, N={len(values)}: a batch holds between 1 and N samples")
    return [sum(values[i] for i in batch) / sp.Integer(M) for batch in scheme.batches(len(values), M)]


def listed_mean(power: int, scheme: Scheme, law: Law, N: int, M: int) -> sp.Expr:
    """E ĝ^`power` over data and batch, by listing both."""
    mean = sp.S.Zero
    for values, probability in listed_data(law, N):
        gradients = batch_gradients(scheme, values, M)
        mean += probability * sum(g**power for g in gradients) / len(gradients)
    return mean


def listed_variance(scheme: Scheme, law: Law, N: int, M: int) -> sp.Expr:
    """Var ĝ over data and batch, by listing both."""
    first, second = sp.S.Zero, sp.S.Zero
    for values, probability in listed_data(law, N):
        gradients = batch_gradients(scheme, values, M)
        first += probability * sum(gradients) / len(gradients)
        second += probability * sum(g**2 for g in gradients) / len(gradients)
    return second - first**2


def population_variance(scheme: Scheme, N: sp.Expr, M: sp.Expr) -> sp.Expr:
    """Var ĝ over independent data and the batch, for symbols or numbers N and M."""
    second = N * scheme.own(N, M) * (variance + mu**2) + N * (N - 1) * scheme.pair(N, M) * mu**2
    return sp.simplify(second / M**2 - mu**2)


# --- Evidence ---

SIZES = tuple((N, M) for N in range(1, 6) for M in range(1, N + 1))
Formula = Callable[[sp.Expr, sp.Expr, sp.Expr], sp.Expr]
Table = dict[str, sp.Expr]


def table(formula: Formula) -> Table:
    """`formula`(N, M, σ²) for all M ≤ N ≤ 5 with σ² = 2, and for symbols."""
    rows = {f"N={a}, M={b}": formula(sp.Integer(a), sp.Integer(b), sp.Integer(2)) for a, b in SIZES}
    return {**rows, "all N, M": formula(N, M, variance)}


def measured_variance(scheme: Scheme) -> Table:
    """Var ĝ over data and batch: listed for all M ≤ N ≤ 5 with the skewed population, derived for symbols."""
    rows = {f"N={a}, M={b}": listed_variance(scheme, SKEWED, a, b) for a, b in SIZES}
    return {**rows, "all N, M": population_variance(scheme, N, M)}


def inverse_batch(N: sp.Expr, M: sp.Expr, variance: sp.Expr) -> sp.Expr:
    """σ²/M, the printed (2.2)."""
    return variance / M


def with_repeats(N: sp.Expr, M: sp.Expr, variance: sp.Expr) -> sp.Expr:
    """σ²/M · (1 + (M − 1)/N): a sample drawn twice counts twice."""
    return variance / M * (1 + (M - 1) / N)


MUTANTS: dict[str, Callable[[], Table]] = {
    "σ²/M²": lambda: table(lambda N, M, v: v / M**2),
    "σ²(1/M − 1/N)": lambda: table(lambda N, M, v: v * (1 / M - 1 / N)),
    "σ²/M · (1 + M/N)": lambda: table(lambda N, M, v: v / M * (1 + M / N)),
}

printed_variance_holds_with_replacement = Check(
    tests="The variance of the mini-batch gradient over data and batch when the $M$ indices are "
    r"drawn with replacement, by listing all data and batches for $M \le N \le 5$ and derived "
    r"for all $N$, $M$, against $\sigma^2/M$.",
    measure=lambda: measured_variance(WITH_REPLACEMENT),
    predict=lambda: table(inverse_batch),
    compare=equal(),
    wrong=MUTANTS,
    right={"σ²/M · (1 + (M − 1)/N)": lambda: table(with_repeats)},
)

variance_over_the_population = Check(
    tests="The variance of the mini-batch gradient over data and batch, by listing and derived, "
    r"when $B$ is a uniformly drawn $M$-subset, against $\sigma^2/M$.",
    measure=lambda: measured_variance(SUBSETS),
    predict=lambda: table(inverse_batch),
    compare=equal(),
    wrong={"σ²/M · (1 + (M − 1)/N)": lambda: table(with_repeats), **MUTANTS},
    of="corrected",
)

POPULATION = {sp.Function(f"L_{i}", real=True)(w): sp.Symbol(f"q_{i}", positive=True) for i in (1, 2)}
"""A population of two generic losses with probabilities q₁ and q₂ = 1 − q₁."""


def over_population(expr: sp.Expr) -> sp.Expr:
    """`expr` with q₂ = 1 − q₁."""
    first, second = POPULATION.values()
    return sp.expand(expr.subs(second, 1 - first))


def mean_gradients() -> dict[str, sp.Expr]:
    """E ĝ(w) over data and batch for M = 2, N = 3, by listing, for both schemes."""
    gradients = {sp.diff(loss, w): q for loss, q in POPULATION.items()}
    return {
        scheme.name: over_population(listed_mean(1, scheme, gradients, 3, 2))
        for scheme in (SUBSETS, WITH_REPLACEMENT)
    }


def gradient_of_risk(factor: sp.Expr) -> dict[str, sp.Expr]:
    """`factor` · ∇E[L_n(w)], for both schemes."""
    risk = sum(loss * q for loss, q in POPULATION.items())
    return {scheme.name: over_population(factor * sp.diff(risk, w)) for scheme in (SUBSETS, WITH_REPLACEMENT)}


mean_at_a_fixed_point = Check(
    tests="The mean of the mini-batch gradient over data and batch at a fixed $w$, listed for $N = "
    "3$, $M = 2$ and a population of two generic losses, against the gradient of the risk.",
    measure=mean_gradients,
    predict=lambda: gradient_of_risk(sp.S.One),
    compare=equal(),
    wrong={
        "M ∇L: the sum in place of the mean": lambda: gradient_of_risk(sp.Integer(2)),
        "(M/N) ∇L: divided by N": lambda: gradient_of_risk(sp.Rational(2, 3)),
    },
    of="corrected",
)
