"""The variance of the mini-batch gradient over the batch alone, the data being given.

This is the sense of footnote 1's other authors: ĝ varies around the gradient ḡ of the sample average loss.

## Main definitions
* `sampling_variance`: for symbols or numbers N and M.
* `mean_sampling_variance`: its mean over the data.

## Main statements
* `variance_over_the_batches`: Σ_N (N − M)/(M (N − 1)) for subsets, Σ_N/M with replacement.
* `the_two_senses_differ_by_the_share_of_the_data`: σ²/M against (1/M − 1/N) σ² in the mean.

## Notation
g_1, …, g_N the gradients at hand, ḡ their mean, Σ_N = N⁻¹ Σ (g_n − ḡ)² their variance.
"""

from collections.abc import Sequence

import sympy as sp

from derivations.identity import equal
from derivations.minibatch import (
    SIZES,
    SKEWED,
    SUBSETS,
    WITH_REPLACEMENT,
    Formula,
    Scheme,
    Table,
    batch_gradients,
    inverse_batch,
    listed_data,
    mu,
    table,
    variance,
)
from derivations.symbols import M, N
from ledger.model import Check

sample_variance = sp.Symbol("Sigma_N", positive=True)


def sampling_variance(scheme: Scheme, N: sp.Expr, M: sp.Expr) -> sp.Expr:
    """Var ĝ over the batch, given data with mean ḡ = μ and variance Σ_N, for symbols or numbers N and M."""
    squares, square_of_sum = N * (sample_variance + mu**2), N**2 * mu**2
    second = scheme.own(N, M) * squares + scheme.pair(N, M) * (square_of_sum - squares)
    return sp.simplify(second / M**2 - mu**2)


def mean_sampling_variance(scheme: Scheme, N: sp.Expr, M: sp.Expr) -> sp.Expr:
    """E Var[ĝ | data] over N independent samples; E Σ_N = σ² − Var ḡ, and Var[ĝ | data] is linear in Σ_N."""
    mean_spread = variance - variance / N
    return sp.simplify(sampling_variance(scheme, N, M).subs(sample_variance, mean_spread))


def variance_of(gradients: Sequence[sp.Expr]) -> sp.Expr:
    """The variance of equally likely `gradients`."""
    mean = sum(gradients) / sp.Integer(len(gradients))
    return sum((g - mean) ** 2 for g in gradients) / len(gradients)


# --- Evidence ---

DATA = tuple(map(sp.Integer, (1, -2, 4, 7, 0)))
"""Five gradients with mean 2 and Σ_N = 10."""


def listed_sampling_variance(scheme: Scheme, M: int) -> sp.Expr:
    """Var ĝ over the batches of M of the five gradients DATA."""
    return variance_of(batch_gradients(scheme, DATA, M))


def measured_sampling_variance() -> dict[str, Table]:
    """Var ĝ given the data, for both schemes: listed on DATA, derived for symbols."""
    return {
        scheme.name: {
            **{f"M={m}": listed_sampling_variance(scheme, m) for m in range(1, len(DATA) + 1)},
            "all N, M": sampling_variance(scheme, N, M),
        }
        for scheme in (SUBSETS, WITH_REPLACEMENT)
    }


def sampling_formulas(subsets: Formula, with_replacement: Formula = inverse_batch) -> dict[str, Table]:
    """Formulas for both schemes as functions of N, M and Σ_N, on DATA and for symbols."""
    return {
        name: {
            **{f"M={m}": formula(sp.Integer(5), sp.Integer(m), sp.Integer(10)) for m in range(1, 6)},
            "all N, M": formula(N, M, sample_variance),
        }
        for name, formula in (("subsets", subsets), ("with replacement", with_replacement))
    }


def finite_population(N: sp.Expr, M: sp.Expr, variance: sp.Expr) -> sp.Expr:
    """Σ_N (N − M)/(M (N − 1))."""
    return variance * (N - M) / (M * (N - 1))


variance_over_the_batches = Check(
    tests="The variance of the mini-batch gradient over the batch alone, the data being given: "
    r"listed for the gradients 1, −2, 4, 7, 0 and derived for all $N$, $M$, against $\Sigma_N "
    r"(N-M)/(M(N-1))$ for subsets and $\Sigma_N/M$ with replacement, where $\Sigma_N = "
    r"N^{-1}\sum_n (g_n - \bar g)^2$.",
    measure=measured_sampling_variance,
    predict=lambda: sampling_formulas(finite_population),
    compare=equal(),
    wrong={
        "Σ_N/M for subsets": lambda: sampling_formulas(inverse_batch),
        "Σ_N (N − M)/(MN)": lambda: sampling_formulas(lambda N, M, v: v * (N - M) / (M * N)),
        "finite population with replacement": lambda: sampling_formulas(finite_population, finite_population),
    },
    of="corrected",
)


def measured_mean_sampling_variance() -> Table:
    """E Var[ĝ | data] for subsets: listed for M ≤ N ≤ 5 with the skewed population, derived for symbols."""
    rows = {
        f"N={a}, M={b}": sum(
            p * variance_of(batch_gradients(SUBSETS, x, b)) for x, p in listed_data(SKEWED, a)
        )
        for a, b in SIZES
    }
    return {**rows, "all N, M": mean_sampling_variance(SUBSETS, N, M)}


the_two_senses_differ_by_the_share_of_the_data = Check(
    tests="The variance of the mini-batch gradient with respect to the draw of $B$ alone, averaged "
    r"over the data, by listing all data and batches for $M\le N\le5$ and derived for all $N$, $M$, "
    r"against $\frac{\sigma^2}M(1-\frac MN)$: near the $\sigma^2/M$ of (2.2) if $M\ll N$, but not the "
    "same.",
    measure=measured_mean_sampling_variance,
    predict=lambda: table(lambda N, M, v: v / M * (1 - M / N)),
    compare=equal(),
    wrong={
        "σ²/M: the same in both senses": lambda: table(inverse_batch),
        "σ²/M · (1 − M/N)²": lambda: table(lambda N, M, v: v / M * (1 - M / N) ** 2),
        "σ²/M · (1 − 1/N)": lambda: table(lambda N, M, v: v / M * (1 - 1 / N)),
    },
)
