"""SGD at a fixed learning rate never comes to rest: its law has a limit, its path has none (Appendix H).

## Main definitions
* `mean_square_of_a_step`: E (w_{k+1} − w_k)² in the stationary state, on L = λw²/2.
* `contraction`: by what factor one step brings E w² closer to its limit.
* `change_of_slope`: how (log p∞)' changes when M, γ or β do, for any loss on the line.

## Main statements
* `printed_iterates_of_sgd_have_a_limit`: refuted.    * `law_of_the_iterates_has_a_limit`.
* `printed_ratio_of_batch_to_rate_determines_the_law`: refuted; β is needed as well.

## Notation
s² = `VARIANCE` of `derivations.sgd_moments`: the variance of one sample's gradient.
"""

from collections.abc import Mapping

import sympy as sp

from derivations.identity import equal
from derivations.mean_drift import stationary_slope
from derivations.sde import GAUSSIAN, mean_over_noise, sgd_step
from derivations.sgd_moments import QUADRATIC, VARIANCE, XI, stationary_second_moment_of_sgd
from derivations.symbols import M, beta, gamma, lamda, w
from ledger.model import Check


def _step() -> sp.Expr:
    return sgd_step(QUADRATIC, sp.Matrix([sp.sqrt(VARIANCE)]), (w,), (XI,))[0]


def mean_square_of_a_step() -> sp.Expr:
    """E (w_{k+1} − w_k)² when E w_k² is stationary."""
    square = sp.expand(mean_over_noise(sp.expand(_step() ** 2), (XI,), GAUSSIAN[:3]))
    return sp.factor(square.subs(w**2, stationary_second_moment_of_sgd()))


def contraction() -> sp.Expr:
    """(E w_{k+1}² − S)/(w_k² − S), S being the stationary value."""
    limit = stationary_second_moment_of_sgd()
    after = mean_over_noise(sp.expand((w + _step()) ** 2), (XI,), GAUSSIAN[:3])
    return sp.cancel((after - limit) / (w**2 - limit))


def change_of_slope(change: Mapping[sp.Symbol, sp.Expr]) -> sp.Expr:
    """(log p∞)' after the `change` of M, γ, β over (log p∞)' before, for a generic loss."""
    slope = stationary_slope(sp.Function("L", real=True)(w), beta)
    return sp.cancel(slope.subs(dict(change), simultaneous=True) / slope)


# --- Evidence ---

FORMULA = 2 * gamma**2 * VARIANCE / (M * (2 - gamma * lamda))

printed_iterates_of_sgd_have_a_limit = Check(
    tests=r"$\mathbb E(w_{k+1}-w_k)^2$ of stationary SGD on $L=\lambda w^2/2$ with gradient noise of variance"
    r" $s^2$, against 0, which it would tend to if $\lim_kw_k$ existed.",
    measure=mean_square_of_a_step,
    predict=lambda: sp.S.Zero,
    compare=equal(),
    wrong={"γ²s²/M, the noise alone": lambda: gamma**2 * VARIANCE / M},
    right={"2γ²s²/(M(2 − γλ))": lambda: FORMULA},
)

law_of_the_iterates_has_a_limit = Check(
    tests=r"The factor by which one step of SGD on $L=\lambda w^2/2$ brings $\mathbb E\,w_k^2$ closer to its"
    r" stationary value, against $(1-\gamma\lambda)^2$, which is below 1 for $0<\gamma\lambda<2$.",
    measure=contraction,
    predict=lambda: (1 - gamma * lamda) ** 2,
    compare=equal(),
    wrong={
        "no approach": lambda: sp.S.One,
        "1 − γλ": lambda: 1 - gamma * lamda,
        "e^{−2γλ}, the diffusion": lambda: sp.exp(-2 * gamma * lamda),
    },
    of="corrected",
)

printed_ratio_of_batch_to_rate_determines_the_law = Check(
    tests=r"For any loss on the line: by what factor $(\log p_\infty)'$ changes when $\beta$ is doubled at"
    r" the same $M/\gamma$, against 1.",
    measure=lambda: change_of_slope({beta: 2 * beta}),
    predict=lambda: sp.S.One,
    compare=equal(),
    wrong={"2": lambda: sp.Integer(2)},
    right={"1/2": lambda: sp.S.Half},
)

ratio_of_batch_to_rate_times_variance_determines_the_law = Check(
    tests=r"For any loss on the line: by what factor $(\log p_\infty)'$ changes when $\beta$ and $M/\gamma$"
    " are both doubled, against 1.",
    measure=lambda: change_of_slope({beta: 2 * beta, M: 2 * M}),
    predict=lambda: sp.S.One,
    compare=equal(),
    wrong={
        "as if β alone were doubled": lambda: change_of_slope({beta: 2 * beta}),
        "as if M alone were doubled": lambda: change_of_slope({M: 2 * M}),
    },
    of="corrected",
)
