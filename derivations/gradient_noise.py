"""The noise ε of one SGD step: w_{k+1} = w_k − γ ∇L + (γ/√M) ε.

## Main definitions
* `noise`: ε = √M (∇L − ĝ).
* `listed_noise_variance`: Var ε by listing all data and batches.

## Main statements
* `sgd_step_is_gradient_step_plus_noise`.
* `printed_noise_has_variance_sigma`: refuted; `noise_has_variance_sigma_squared`.
"""

import sympy as sp

from derivations.identity import equal
from derivations.minibatch import SIZES, SUBSETS, Table, measured_variance, table
from derivations.symbols import M, gamma
from ledger.model import Check

ESTIMATE, GRADIENT = sp.symbols("ghat g", real=True)


def noise() -> sp.Expr:
    """ε = √M (∇L − ĝ), so that ĝ = ∇L − ε/√M."""
    return sp.sqrt(M) * (GRADIENT - ESTIMATE)


def listed_noise_variance() -> Table:
    """Var ε = M Var ĝ for subsets: listed for all M ≤ N ≤ 5 with σ² = 2, derived for symbols."""
    sizes = {f"N={a}, M={b}": sp.Integer(b) for a, b in SIZES} | {"all N, M": M}
    return {row: sizes[row] * value for row, value in measured_variance(SUBSETS).items()}


# --- Evidence ---


def rewritten(factor: sp.Expr) -> sp.Expr:
    """−γ ∇L + `factor` · ε."""
    return -gamma * GRADIENT + factor * noise()


sgd_step_is_gradient_step_plus_noise = Check(
    tests=r"The increment $-\gamma\hat g$ of (2.1) for any $\hat g$, against $-\gamma\nabla L + "
    r"(\gamma/\sqrt M)\epsilon$ with $\epsilon = \sqrt M(\nabla L - \hat g)$.",
    measure=lambda: -gamma * ESTIMATE,
    predict=lambda: rewritten(gamma / sp.sqrt(M)),
    compare=equal(),
    wrong={
        "γ/M": lambda: rewritten(gamma / M),
        "√(γ/M)": lambda: rewritten(sp.sqrt(gamma / M)),
        "−γ/√M": lambda: rewritten(-gamma / sp.sqrt(M)),
    },
)

printed_noise_has_variance_sigma = Check(
    tests=r"$\text{Var}\,\epsilon$ over data and batch, by listing for $M \le N \le 5$ and derived "
    r"for all $N$, $M$, against the printed $\sigma$.",
    measure=listed_noise_variance,
    predict=lambda: table(lambda N, M, v: sp.sqrt(v)),
    compare=equal(),
    wrong={"σ²/M": lambda: table(lambda N, M, v: v / M)},
    right={"σ²": lambda: table(lambda N, M, v: v)},
)

noise_has_variance_sigma_squared = Check(
    tests=r"$\text{Var}\,\epsilon$ over data and batch, by listing and derived, against $\sigma^2$.",
    measure=listed_noise_variance,
    predict=lambda: table(lambda N, M, v: v),
    compare=equal(),
    wrong={"σ": lambda: table(lambda N, M, v: sp.sqrt(v)), "σ²/M": lambda: table(lambda N, M, v: v / M)},
    of="corrected",
)
