"""A batch-normalised unit ignores the length of its weights, so its loss does not confine (Section 3).

The unit computes ẑ = (z − mean z)/sd z over the batch, z = w · x, so that L(αw) = L(w) for α > 0.

## Main definitions
* `normalised_products`: ẑ for the samples of a batch, at two weights.
* `unit_loss`: the cross-entropy of one such unit with ReLU, on a batch of four samples.

## Main statements
* `printed_loss_of_a_normalised_unit_confines`: refuted along a ray.
* `penalised_loss_of_a_normalised_unit_confines`.
* `normalised_products_ignore_the_length_of_the_weights`.
"""

from collections.abc import Sequence

import sympy as sp

from derivations.identity import equal
from derivations.symbols import kappa, x, y
from ledger.model import Check

alpha = sp.Symbol("alpha", positive=True)
FEATURES = ((1, 0), (-1, 0), (0, 1), (0, -1))
LABELS = (1, -1, 1, 1)

Pair = Sequence[sp.Expr | int]


def normalised_products(weights: Pair, features: Sequence[Pair]) -> tuple[sp.Expr, ...]:
    """(z − mean z)/sd z for the products z = w · x of one unit over a batch.

    Raises:
        ValueError: if there are fewer than two samples.
    """
    if len(features) < 2:
        raise ValueError(f"features has {len(features)} samples: at least two are wanted")
    products = [sp.sympify(weights[0] * first + weights[1] * second) for first, second in features]
    centred = [z_ - sp.Add(*products) / len(products) for z_ in products]
    spread = sp.sqrt(sp.factor(sp.Add(*[c**2 for c in centred]) / len(centred)))
    return tuple(sp.factor(c) / spread for c in centred)


def unit_loss(weights: Pair) -> sp.Expr:
    """Mean log(1 + e^{−label · max(ẑ, 0)}) over the four samples."""
    scores = [sp.Max(score, 0) for score in normalised_products(weights, FEATURES)]
    terms = [sp.log(1 + sp.exp(-label * score)) for label, score in zip(LABELS, scores, strict=True)]
    return sp.Add(*terms) / len(terms)


# --- Evidence ---

BATCH = ((1, 2), (0, 1), (3, -1))


def _scaled_limit(penalty: sp.Expr | int) -> sp.Expr:
    """Lim L(αw) + penalty·‖αw‖²/2 as α → ∞ along w = (1, 1)."""
    return sp.limit(unit_loss((alpha, alpha)) + penalty * alpha**2, alpha, sp.oo)


printed_loss_of_a_normalised_unit_confines = Check(
    tests=r"$\lim_{\alpha\to\infty}L(\alpha\mathbf w)$ for the cross-entropy of a batch-normalised ReLU unit"
    r" on four samples, $\mathbf w=(1,1)$, against $+\infty$, which (A.1) demands.",
    measure=lambda: _scaled_limit(0),
    predict=lambda: sp.oo,
    compare=equal(),
    wrong={"0": lambda: sp.S.Zero},
    right={"L(w)": lambda: unit_loss((1, 1))},
)

penalised_loss_of_a_normalised_unit_confines = Check(
    tests=r"The same limit with the penalty $\frac\kappa2\|\alpha\mathbf w\|^2$ added to the loss, which is"
    r" nowhere negative, against $+\infty$.",
    measure=lambda: _scaled_limit(kappa),
    predict=lambda: sp.oo,
    compare=equal(),
    wrong={"L(w), as without the penalty": lambda: unit_loss((1, 1))},
    of="corrected",
)

normalised_products_ignore_the_length_of_the_weights = Check(
    tests=r"The normalised products of a unit at $\alpha\mathbf w$, $\mathbf w=(x,y)$, for the batch"
    r" $(1,2)$, $(0,1)$, $(3,-1)$, against those at $\mathbf w$.",
    measure=lambda: normalised_products((alpha * x, alpha * y), BATCH),
    predict=lambda: normalised_products((x, y), BATCH),
    compare=equal(),
    wrong={
        "those at −w": lambda: normalised_products((-x, -y), BATCH),
        "α times them": lambda: tuple(alpha * p for p in normalised_products((x, y), BATCH)),
    },
    of="corrected",
)
