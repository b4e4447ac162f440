"""Data used twice: what (2.2) and (2.3) miss once the second batch comes from the same data.

## Main definitions
* `batch_product`: E ĝ(B₁) ĝ(B₂) over the data and two independent batches from them.
* `listed_uses`: all outcomes of two batches from the same data, with probabilities.
* `listed_conditional_variance`: E Var[ĝ₂(w₁) | w₁].

## Main statements
* `printed_mean_holds_at_the_second_iterate`, `printed_variance_holds_at_the_second_iterate`: refuted.

## Notation
L_n(w) = (w − x_n)²/2 with independent x_n of mean 0 and variance σ², w₀ = 0, so w₁ = γ x̄(B₁) and
ĝ₂(w₁) = w₁ − x̄(B₂). The batches are independent M-subsets of the same N samples.
"""

from collections import defaultdict
from collections.abc import Iterator

import sympy as sp

from derivations.identity import equal
from derivations.minibatch import (
    SIZES,
    SUBSETS,
    Formula,
    Law,
    Table,
    batch_gradients,
    inverse_batch,
    listed_data,
    mu,
    population_variance,
    table,
    variance,
)
from derivations.symbols import M, N, gamma
from ledger.model import Check

CENTRED = {-sp.S.One: sp.Rational(2, 3), sp.Integer(2): sp.Rational(1, 3)}
"""A population of x_n, value -> probability: mean 0, variance 2, not symmetric."""


def batch_product(N: sp.Expr) -> sp.Expr:
    """E x̄(B₁) x̄(B₂): every index is in either batch with probability M/N, whence N⁻² Σ_{n,m} E x_n x_m."""
    return sp.expand((N * (variance + mu**2) + N * (N - 1) * mu**2) / N**2)


def listed_uses(law: Law, N: int, M: int) -> Iterator[tuple[sp.Expr, sp.Expr, sp.Expr]]:
    """Two independent M-subsets of the same N samples.

    Yields:
        (x̄(B₁), x̄(B₂), probability) for all data and batches.
    """
    for values, probability in listed_data(law, N):
        means = batch_gradients(SUBSETS, values, M)
        for first in means:
            for second in means:
                yield first, second, probability / len(means) ** 2


def listed_product(left: int, right: int, N: int, M: int) -> sp.Expr:
    """E x̄(B₁)^left x̄(B₂)^right for the centred population."""
    return sum((a**left * b**right * p for a, b, p in listed_uses(CENTRED, N, M)), start=sp.S.Zero)


def listed_conditional_variance(N: int, M: int) -> sp.Expr:
    """E Var[ĝ₂(w₁) | w₁] = E Var[x̄(B₂) | x̄(B₁)] for the centred population, by listing."""
    given: dict[sp.Expr, list[sp.Expr]] = defaultdict(lambda: [sp.S.Zero] * 3)
    for a, b, p in listed_uses(CENTRED, N, M):
        given[a] = [total + p * b**power for power, total in enumerate(given[a])]
    return sum((second - first**2 / mass for mass, first, second in given.values()), start=sp.S.Zero)


# --- Evidence ---


def measured_mean() -> Table:
    """E[w₁ ĝ₂(w₁)]: listed for the centred population, derived for symbols."""
    rows = {
        f"N={a}, M={b}": gamma**2 * listed_product(2, 0, a, b) - gamma * listed_product(1, 1, a, b)
        for a, b in SIZES
    }
    general = gamma**2 * population_variance(SUBSETS, N, M) - gamma * batch_product(N).subs(mu, 0)
    return {**rows, "all N, M": general}


printed_mean_holds_at_the_second_iterate = Check(
    tests=r"$\mathbb{E}[w_1 \hat g_2(w_1)]$ for $L_n = (w - x_n)^2/2$, $\mathbb{E}x_n = 0$, $w_0 = "
    "0$ when both batches come from the same $N$ samples, by listing all data and batches for "
    r"$M \le N \le 5$ and derived for all $N$, $M$, against what (2.2) gives: $\mathbb{E}[w_1 "
    r"\nabla L(w_1)] = \gamma^2\sigma^2/M$.",
    measure=measured_mean,
    predict=lambda: table(lambda N, M, v: gamma**2 * v / M),
    compare=equal(),
    wrong={
        "γ²σ²/M + γσ²/N": lambda: table(lambda N, M, v: gamma**2 * v / M + gamma * v / N),
        "γ²σ²/M − γσ²/M": lambda: table(lambda N, M, v: gamma**2 * v / M - gamma * v / M),
    },
    right={"γ²σ²/M − γσ²/N": lambda: table(lambda N, M, v: gamma**2 * v / M - gamma * v / N)},
)


def listed_rows(formula: Formula) -> Table:
    """`formula` for all M ≤ N ≤ 5, without the row for symbols."""
    return {name: value for name, value in table(formula).items() if name != "all N, M"}


printed_variance_holds_at_the_second_iterate = Check(
    tests=r"$\mathbb{E}\,\text{Var}[\hat g_2(w_1) \mid w_1]$ for $L_n = (w - x_n)^2/2$, $w_0 = 0$ "
    "and batches from the same $N$ samples, by listing, against what (2.2) gives: "
    r"$\mathbb{E}[\sigma^2(w_1)]/M = \sigma^2/M$.",
    measure=lambda: {f"N={a}, M={b}": listed_conditional_variance(a, b) for a, b in SIZES},
    predict=lambda: listed_rows(inverse_batch),
    compare=equal(),
    wrong={
        "σ²(1/M − 1/N)": lambda: listed_rows(lambda N, M, v: v * (1 / M - 1 / N)),
        "σ²/M · (1 − M/N)²": lambda: listed_rows(lambda N, M, v: v / M * (1 - M / N) ** 2),
    },
    right={"σ²/M · (1 − M²/N²)": lambda: listed_rows(lambda N, M, v: v / M * (1 - M**2 / N**2))},
)
