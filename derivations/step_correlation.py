"""Two steps of SGD draw from the same data: their noises are correlated, and SGD settles elsewhere.

## Main definitions
* `stationary_variance`: of SGD on a quadratic that draws from the same N samples for ever.
* `listed_disjoint_covariance`: of two batches without a common sample.

## Main statements
* `printed_noises_of_two_steps_are_uncorrelated`: refuted in the population sense of (2.2).
* `noises_of_two_steps_have_correlation_m_over_n`, `noises_within_one_pass_are_uncorrelated`,
  `sgd_settles_at_this_variance`: what holds instead.

## Notation
As in `reuse`: L_n(w) = (w − x_n)²/2 with independent x_n of mean 0 and variance σ².
"""

from collections.abc import Callable

import sympy as sp

from derivations.identity import equal
from derivations.minibatch import SIZES, SUBSETS, Table, listed_data, mu, population_variance, table, variance
from derivations.reuse import CENTRED, batch_product, listed_product
from derivations.symbols import M, N, gamma
from ledger.model import Check


def stationary_variance() -> sp.Expr:
    """The limit of E w_k² over data and batches, from the recursion of the moments E w², E w x̄_N.

    w' = (1 − γ)w + γ x̄(B), and given the data B is independent of w, so E w x̄(B) = E w x̄_N.
    """
    square, cross = sp.symbols("square cross", real=True)
    own, shared = population_variance(SUBSETS, N, M), batch_product(N).subs(mu, 0)
    next_cross = (1 - gamma) * cross + gamma * shared
    next_square = (1 - gamma) ** 2 * square + 2 * gamma * (1 - gamma) * cross + gamma**2 * own
    (fixed,) = sp.solve([next_cross - cross, next_square - square], [square, cross], dict=True)
    return sp.simplify(fixed[square])


def listed_disjoint_covariance(N: int, M: int) -> sp.Expr:
    """E x̄(B₁) x̄(B₂) for the first two batches of M of a pass through N shuffled samples, by listing.

    By symmetry the two batches are the first M indices and the next M.

    Raises:
        ValueError: if the samples do not suffice for two batches.
    """
    if not 1 <= M <= N // 2:
        raise ValueError(f"M={M}, N={N}: two batches of one pass need 2M ≤ N")
    products = (p * sum(x[:M]) * sum(x[M : 2 * M]) for x, p in listed_data(CENTRED, N))
    return sum(products, start=sp.S.Zero) / M**2


# --- Evidence ---


def measured_correlation() -> Table:
    """The correlation of the noises of two steps over data and batches: listed, and derived for symbols."""
    rows = {f"N={a}, M={b}": listed_product(1, 1, a, b) / listed_product(2, 0, a, b) for a, b in SIZES}
    general = (batch_product(N) - mu**2) / population_variance(SUBSETS, N, M)
    return {**rows, "all N, M": sp.simplify(general)}


CORRELATIONS: dict[str, Callable[[], Table]] = {
    "1/N": lambda: table(lambda N, M, v: 1 / N),
    "M/(N + 1)": lambda: table(lambda N, M, v: M / (N + 1)),
}

printed_noises_of_two_steps_are_uncorrelated = Check(
    tests="The correlation of the mini-batch gradients of two steps at fixed $w$ over data and "
    r"batches, by listing for $M \le N \le 5$ and derived for all $N$, $M$, against 0, which "
    r"the independent increments of $\mathbf{B}$ in (2.3) ask for.",
    measure=measured_correlation,
    predict=lambda: table(lambda N, M, v: sp.S.Zero),
    compare=equal(),
    wrong=CORRELATIONS,
    right={"M/N": lambda: table(lambda N, M, v: M / N)},
)

noises_of_two_steps_have_correlation_m_over_n = Check(
    tests="The correlation of the mini-batch gradients of two steps at fixed $w$ over data and "
    "batches, against $M/N$.",
    measure=measured_correlation,
    predict=lambda: table(lambda N, M, v: M / N),
    compare=equal(),
    wrong={"0": lambda: table(lambda N, M, v: sp.S.Zero), **CORRELATIONS},
    of="corrected",
)


def settled(noise: sp.Expr, offset: sp.Expr) -> sp.Expr:
    """`offset` + γ/(2 − γ) · `noise`."""
    return offset + gamma / (2 - gamma) * noise


sgd_settles_at_this_variance = Check(
    tests=r"The limit of $\mathbb{E}\,w_k^2$ over data and batches for $L_n = (w-x_n)^2/2$, from the "
    r"recursion of the moments, against $\sigma^2/N + \frac{\gamma}{2-\gamma}(\frac1M - "
    r"\frac1N)\sigma^2$: the minimiser of the training loss varies by $\sigma^2/N$, SGD around "
    "it by the rest.",
    measure=stationary_variance,
    predict=lambda: settled(variance * (1 / M - 1 / N), variance / N),
    compare=equal(),
    wrong={
        "γσ²/(2M), from (2.3)": lambda: gamma * variance / (2 * M),
        "γσ²/((2 − γ)M): uncorrelated noises": lambda: settled(variance / M, sp.S.Zero),
        "1/M + 1/N": lambda: settled(variance * (1 / M + 1 / N), variance / N),
    },
    of="corrected",
)

PASSES = tuple((a, b) for a, b in SIZES if 2 * b <= a)


def pass_rows(formula: Callable[[int, int], sp.Expr]) -> Table:
    """`formula`(N, M) for all 2M ≤ N ≤ 5."""
    return {f"N={a}, M={b}": formula(a, b) for a, b in PASSES}


noises_within_one_pass_are_uncorrelated = Check(
    tests="The covariance over the data of the mini-batch gradients of the first two steps of a "
    r"pass, in which every sample is used once, by listing for $2M \le N \le 5$ and a "
    r"population with $\sigma^2 = 2$, against 0.",
    measure=lambda: pass_rows(listed_disjoint_covariance),
    predict=lambda: pass_rows(lambda N, M: sp.S.Zero),
    compare=equal(),
    wrong={
        "σ²/N, as for independent batches": lambda: pass_rows(lambda N, M: sp.Rational(2, N)),
        "−σ²/(N − 1), as given the data": lambda: pass_rows(lambda N, M: -sp.Rational(2, N - 1)),
    },
    of="corrected",
)
